import CHDF5
import Glibc
import Synchronization

/// The C library behind one lock.
///
/// HDF5 is not thread-safe (and if it is built to be, it only holds such a lock itself). Each call of it, including
/// the reading of its error stack, is one critical section here. The sections contain only C calls, never a user's
/// closure or the end of a handle's life, so they cannot nest and the lock need not be recursive.
enum CLibrary {
    private static let lock = Mutex<Void>(())

    /// Done once, before any other call of the library.
    private static let settings: Void = {
        // The store makes sure that nobody writes what another reads; the library's own locks would only make file
        // systems without flock unusable. Whoever sets the variable wants them.
        setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0)
        // When the process exits, HDF5 would close what is open. It crashes there after a failed flush (a full disk),
        // and while other threads still use it.
        H5dont_atexit()
        // With plug-ins, the filters that a file names would decide which code is loaded.
        H5PLset_loading_state(0)
    }()

    /// How many identifiers could not be closed at the end of their lives.
    static let failedCloses = Mutex(0)

    /// Runs `body`, which makes only C calls, with the lock held and the library silent.
    static func synchronized<Result>(_ body: () -> Result) -> Result {
        lock.withLock { _ in
            settings
            // Every time: in thread-safe builds each thread has its own stack, and each prints by default.
            H5Eset_auto2(defaultErrorStack, nil, nil)
            return body()
        }
    }

    /// Runs one C function that reports failure with a negative result.
    ///
    /// - Parameters:
    ///   - call: The function's name, for the error.
    ///   - location: What it works on, for the error.
    /// - Throws: `HDF5Error` with the library's whole error stack.
    @discardableResult
    static func check<Result: SignedInteger>(
        _ call: String, _ location: ObjectLocation, _ body: () -> Result
    ) throws(HDF5Error) -> Result {
        var frames: [HDF5Error.Frame] = []
        let result = synchronized {
            H5Eclear2(defaultErrorStack)
            let result = body()
            if result < 0 { frames = errorStack() }
            return result
        }
        guard result >= 0 else {
            throw HDF5Error(location, "\(call) failed", call: call, frames: frames)
        }
        return result
    }

    /// Runs one C function that returns a new identifier, which is closed by `close` at the end of its life.
    static func open(
        _ call: String, _ location: ObjectLocation, closing close: @escaping Identifier.Close,
        _ body: () -> hid_t
    ) throws(HDF5Error) -> Identifier {
        Identifier(raw: try check(call, location, body), close: close)
    }

    /// The names that `iterate` passes to `append`, sorted by their UTF-8 bytes.
    static func names(
        _ call: String, _ location: ObjectLocation, _ iterate: (UnsafeMutablePointer<[String]>) -> herr_t
    ) throws(HDF5Error) -> [String] {
        var names: [String] = []
        try check(call, location) { withUnsafeMutablePointer(to: &names, iterate) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// For the callbacks of `names`: 0 to go on, -1 to fail.
    static func append(_ name: UnsafePointer<CChar>?, to names: UnsafeMutableRawPointer?) -> herr_t {
        guard let name, let names else { return -1 }
        names.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
        return 0
    }

    /// The error stack of this thread, the called function first; the lock must be held.
    private static func errorStack() -> [HDF5Error.Frame] {
        var frames: [HDF5Error.Frame] = []
        withUnsafeMutablePointer(to: &frames) { collected in
            _ = H5Ewalk2(
                defaultErrorStack, H5E_WALK_DOWNWARD,
                { _, entry, collected in
                    guard let entry, let collected else { return 0 }
                    let function = entry.pointee.func_name.map { String(cString: $0) } ?? "?"
                    let text = entry.pointee.desc.map { String(cString: $0) } ?? "no description"
                    let description = text.replacing("\n", with: " ")
                    collected.assumingMemoryBound(to: [HDF5Error.Frame].self).pointee
                        .append(HDF5Error.Frame(function: function, description: description))
                    return 0
                }, collected)
        }
        return frames
    }

    /// `H5E_DEFAULT`.
    private static let defaultErrorStack: hid_t = 0
    /// `H5P_DEFAULT`.
    static let defaultProperties: hid_t = 0
    /// `H5S_ALL`.
    static let wholeSpace: hid_t = 0
}

/// Facts about the HDF5 library that this program runs with.
package enum HDF5Library {
    /// The library's version, such as `1.10.8`.
    package static var version: String {
        var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
        _ = CLibrary.synchronized { H5get_libversion(&major, &minor, &release) }
        return "\(major).\(minor).\(release)"
    }
}
