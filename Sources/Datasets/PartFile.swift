import CFiles
import Foundation

/// An incomplete download, locked for this process as long as it is open.
final class PartFile: Sendable {
    private let url: URL
    private let descriptor: Int32

    /// Opens or creates the file; waits while another process is downloading to it.
    init(_ url: URL) throws {
        self.url = url
        descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure(url, "opened") }
        errno = sc_lock(descriptor, 1, 1)
        guard errno == 0 else { throw Self.failure(url, "locked") }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Number of bytes in the file.
    func size() throws -> Int {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw Self.failure(url, "measured") }
        return Int(end)
    }

    /// Discards everything; the file stays, because others may be waiting for its lock.
    func truncate() throws {
        guard ftruncate(descriptor, 0) == 0 else { throw Self.failure(url, "emptied") }
    }

    /// Writes all of `bytes` at the end.
    func append(_ bytes: Data) throws {
        _ = try size()
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer
            while !rest.isEmpty {
                let written = write(descriptor, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw Self.failure(url, "written") }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    /// Waits until the bytes are on disk.
    func synchronize() throws {
        guard fsync(descriptor) == 0 else { throw Self.failure(url, "flushed to disk") }
    }

    static func failure(_ url: URL, _ action: String) -> DatasetFileError {
        DatasetFileError(
            url, .unreadable, expected: "a file that can be \(action)",
            found: String(cString: strerror(errno)), remedy: "check permissions and free space of the folder")
    }
}
