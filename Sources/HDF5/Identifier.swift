import CHDF5

/// An identifier of the C library that this value owns, and closes at the end of its life.
///
/// Use `raw` only inside the closure of a `CLibrary.check`: the closure borrows the value, so it cannot be closed
/// before the call ends.
struct Identifier: ~Copyable {
    /// H5Fclose, H5Gclose and so on.
    typealias Close = @convention(c) (hid_t) -> herr_t

    let raw: hid_t
    private let closeFunction: Close

    /// Takes over `raw`, which must be open.
    init(raw: hid_t, close: Close) {
        self.raw = raw
        self.closeFunction = close
    }

    deinit {
        let (raw, closeFunction) = (raw, closeFunction)
        // Nobody is left to be told of a failure here. But a dataset may only now have been written out, so the file
        // that is being written must know of it.
        let status = CLibrary.synchronized { H5Iis_valid(raw) > 0 ? closeFunction(raw) : 0 }
        if status < 0 { CLibrary.failedCloses.withLock { $0 += 1 } }
    }

    /// Closes now.
    ///
    /// - Throws: `HDF5Error` if the library reports one, such as when flushing to a full disk.
    consuming func close(_ call: String, _ location: ObjectLocation) throws(HDF5Error) {
        let (raw, closeFunction) = (raw, closeFunction)
        discard self
        try CLibrary.check(call, location) { closeFunction(raw) }
    }
}

/// A non-owning reference to an open file, group or dataset and its name; for conforming types of this module.
package struct HDF5Handle: Sendable {
    /// The identifier, valid while its owner lives.
    let raw: hid_t
    /// Which file and object this is.
    let location: ObjectLocation

    /// Path of the file as it was opened.
    package var file: String { location.file }
    /// Path of the object within the file, `/` for the root.
    package var path: String { location.path }
}

/// A file and the path of an object within it, for errors.
struct ObjectLocation: Sendable, Equatable {
    let file: String
    let path: String

    /// The object `name` (or a path, `a/b`) below this group.
    func child(_ name: String) -> ObjectLocation {
        ObjectLocation(file: file, path: path == "/" ? "/\(name)" : "\(path)/\(name)")
    }

    /// The attribute `name` of this object.
    func attribute(_ name: String) -> ObjectLocation {
        ObjectLocation(file: file, path: "\(path)@\(name)")
    }
}
