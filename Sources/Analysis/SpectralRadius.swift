import Compute
import Model

/// The eigenvalue of largest modulus of the weights between hidden nodes: what a signal that goes round and round is multiplied by
/// each time.
///
/// Eigenvalues of independent weights with mean m and standard deviation σ at a density p fill a disc of radius σ √(p N) (Girko's
/// circular law); a mean adds one near p N m, outside the disc if it is larger (Tao, Probability Theory and Related Fields 155,
/// 2013).
package struct SpectralRadius: Equatable, Sendable {
    /// How small the residual must be, as a multiple of the modulus.
    package static let tolerance = 1e-6

    /// Real part of the eigenvalue.
    package private(set) var real = 0.0
    /// Imaginary part of the eigenvalue, of a pair the positive one.
    package private(set) var imaginary = 0.0
    /// Its modulus.
    package var modulus: Double { (real * real + imaginary * imaginary).squareRoot() }
    /// ‖W x − λ x‖ of its vector x of length 1.
    package private(set) var residual = 0.0
    /// Products of weights with a vector that were made.
    package private(set) var products = 0
    /// Whether residuals in all components are at most `tolerance` times the modulus; if not, the eigenvalue is a guess.
    package var isConverged: Bool { largestResidual <= Self.tolerance * modulus }
    /// Of the eigenvalues of all components.
    private var largestResidual = 0.0

    /// Measures the weights of connections in the order of `mask`.
    ///
    /// - Parameter maximum: products at most, for each set of nodes that are connected with each other both ways.
    /// - Throws: `AnalysisError.sizes` where there is not a weight for each connection, `AnalysisError.notANumber`,
    ///   `AnalysisError.setting`.
    package init(of weights: [Float], mask: ConnectivityMask, maximum: Int, engine: Engine) throws {
        guard weights.count == mask.count else {
            throw AnalysisError.sizes("weights", found: weights.count, expected: mask.count)
        }
        if let wrong = weights.firstIndex(where: { !$0.isFinite }) {
            throw AnalysisError.notANumber("weight of connection \(wrong)")
        }
        let matrix = SquareMatrix(mask, weights)
        try engine.withSubnormalsFlushed {
            for nodes in matrix.strongComponents { try add(nodes, of: matrix, maximum, engine) }
        }
    }

    /// Compares with the eigenvalues of one component.
    private mutating func add(_ nodes: [Int], of matrix: SquareMatrix, _ maximum: Int, _ engine: Engine)
        throws
    {
        let component = nodes.count == matrix.size ? matrix : SquareMatrix(matrix, nodes: nodes)
        if nodes.count == 1 {
            component.forEachConnection(of: 0) { _, weight in
                if abs(Double(weight)) > modulus {
                    (real, imaginary, residual) = (Double(weight), 0, 0)
                }
            }
            return
        }
        let search = KrylovSchur(component, engine: engine)
        let found = try search.leading(tolerance: Self.tolerance, maximum: maximum)
        products += search.products
        largestResidual = max(largestResidual, found.residual)
        if found.value.modulus > modulus {
            (real, imaginary) = (found.value.real, found.value.imaginary)
            residual = found.residual
        }
    }
}
