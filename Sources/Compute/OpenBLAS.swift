import COpenBLAS

/// The library behind dense recurrent products.
///
/// Its digits depend on its version and on the kernels ("core type") that it picks for this processor when it is
/// loaded, but not on the number of threads here: every call is single-threaded and works on a fixed block of rows.
package enum OpenBLAS {
    /// Such as `OpenBLAS 0.3.21`.
    package static var version: String {
        configuration.split(separator: " ").prefix(2).joined(separator: " ")
    }

    /// The whole configuration that the library reports.
    package static var configuration: String { String(cString: openblas_get_config()) }

    /// The kernels in use, such as `Haswell` or `SkylakeX`; the environment variable OPENBLAS_CORETYPE sets them.
    package static var coreType: String { String(cString: openblas_get_corename()) }

    /// Makes every later call single-threaded.
    static func useOneThread() { openblas_set_num_threads(1) }

    /// c = a · b + beta · c, row-major: a is [m][k], b [k][n], c [m][n]; lda, ldb, ldc: floats from row to row.
    static func multiply(
        _ m: Int, _ n: Int, _ k: Int, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int,
        beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int, transposeB: Bool = false
    ) {
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans, blasint(m), blasint(n),
            blasint(k),
            1, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
    }
}
