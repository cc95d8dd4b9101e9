import ArtifactStore
import Foundation
import StageKit

/// The file of an archive: complete or not there, and never replaced by a different one.
struct ArchiveFile {
    let path: String
    /// What a killed run leaves behind; the next run overwrites it.
    private var unfinished: String { path + ".unfinished" }

    /// Bytes of a file; nil if there is none.
    static func size(of path: String) -> Int? {
        try? URL(fileURLWithPath: path).resourceValues(forKeys: [.fileSizeKey]).fileSize
    }

    /// Has `body` write to a file beside it, and renames that file once it is durable.
    /// - Returns: false if there was one with the same bytes.
    /// - Throws: `StageFailure` if there is another file of that name; what `body` throws.
    func publish(_ body: (String) throws -> Void) throws -> Bool {
        unlink(unfinished)
        defer { unlink(unfinished) }
        try body(unfinished)
        // Unlike a rename, this fails if anything is there already.
        if link(unfinished, path) == 0 {
            try synchronizeFolder()
            return true
        }
        let code = errno
        guard code == EEXIST else { throw Self.failure(code, path) }
        guard try Digest(ofFileAt: path) == Digest(ofFileAt: unfinished) else {
            throw StageFailure.inputOutput(
                "\(path) exists and has other bytes; it is not overwritten: move it away, or choose another --output"
            )
        }
        return false
    }

    private func synchronizeFolder() throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(errno, path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure(errno, path) }
    }

    /// What the system said about a file that is being made.
    static func failure(_ code: Int32, _ path: String) -> StageFailure {
        StageFailure.inputOutput(
            "\(path) cannot be made: \(String(cString: strerror(code))); choose another --output")
    }
}
