import CHDF5

/// An open HDF5 file.
///
/// What is written depends only on the content and the order of the calls, not on time, path or host: object times
/// are off and the format is HDF5 1.8's. Closing a file that is being written closes its groups and datasets too:
/// they then throw. Those of a file that is being read stay usable.
package struct HDF5File: ~Copyable, Sendable, HDF5Object {
    /// The group `/`.
    package let root: HDF5Group
    private let identifier: Identifier
    private let failedClosesBefore = CLibrary.failedCloses.withLock { $0 }

    /// The root group's identifier: its attributes are the file's.
    package var handle: HDF5Handle { root.handle }

    /// Creates a new file at `path`, to write to.
    ///
    /// - Throws: `HDF5Error` if there is something at `path` already or it cannot be written.
    package static func create(at path: String) throws(HDF5Error) -> HDF5File {
        let location = ObjectLocation(file: path, path: "/")
        let creation = try PropertyList.fileCreation(location)
        let access = try PropertyList.newFileAccess(location)
        let identifier = try CLibrary.open("H5Fcreate", location, closing: H5Fclose) {
            H5Fcreate(path, chdf5_new_file(), creation.raw, access.raw)
        }
        return try HDF5File(identifier: identifier, location: location)
    }

    /// Whether the file at `path` begins like an HDF5 file; nothing else of it is read.
    ///
    /// - Returns: `nil` if it is missing or cannot be read.
    package static func isHDF5(at path: String) -> Bool? {
        let answer = CLibrary.synchronized { H5Fis_hdf5(path) }
        return answer < 0 ? nil : answer > 0
    }

    /// Opens the file at `path` to read.
    ///
    /// - Throws: `HDF5Error` if it is missing, cannot be read, is not an HDF5 file, or is truncated.
    package static func open(at path: String) throws(HDF5Error) -> HDF5File {
        let location = ObjectLocation(file: path, path: "/")
        do {
            let identifier = try CLibrary.open("H5Fopen", location, closing: H5Fclose) {
                H5Fopen(path, chdf5_read_only(), CLibrary.defaultProperties)
            }
            return try HDF5File(identifier: identifier, location: location)
        } catch {
            guard isHDF5(at: path) == false else { throw error }
            throw HDF5Error(
                location, "this is not an HDF5 file", call: error.call, frames: error.frames)
        }
    }

    /// Takes over an open file.
    private init(identifier: consuming Identifier, location: ObjectLocation) throws(HDF5Error) {
        let raw = identifier.raw
        let opened = try CLibrary.open("H5Gopen2", location, closing: H5Gclose) {
            H5Gopen2(raw, "/", CLibrary.defaultProperties)
        }
        self.root = HDF5Group(identifier: opened, location: location)
        self.identifier = identifier
    }

    /// Writes everything out and closes the file.
    ///
    /// Call this for each file that was created. If it was not called, nobody is told of a failure at the end of the
    /// file's life, and at the end of the process nothing is written out.
    ///
    /// - Throws: `HDF5Error` if that fails, such as on a full disk; the file is then incomplete.
    package consuming func close() throws(HDF5Error) {
        let location = root.location
        guard CLibrary.failedCloses.withLock({ $0 }) == failedClosesBefore else {
            throw HDF5Error(
                location,
                "an object could not be closed, so what was written to it may be missing; check the disk")
        }
        // First, since nothing is left to ask after a close that fails.
        try CLibrary.check("H5Fflush", location) { H5Fflush(identifier.raw, H5F_SCOPE_GLOBAL) }
        try identifier.close("H5Fclose", location)
    }
}
