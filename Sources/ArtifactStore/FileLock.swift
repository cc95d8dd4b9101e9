import CFiles
import Foundation

/// An open file that this process may hold a kernel lock on, until this value goes away or the process dies.
package final class FileLock: Sendable {
    /// Who may hold the lock at the same time.
    package enum Kind: Sendable {
        /// Many, as long as nobody holds it exclusively.
        case shared
        /// Only one.
        case alone
    }

    private let descriptor: Int32
    private let path: String

    /// Opens the file, or makes it; its folder must exist.
    /// - Throws: `StoreError.cannotWrite`.
    package init(at path: String) throws(StoreError) {
        self.path = path
        descriptor = SharedMode.openOrMake(path)
        guard descriptor >= 0 else { throw StoreError.cannotWrite(path, errno) }
    }

    /// Opens a file that others may have locked; nil if there is none.
    package init?(ifThereAt path: String) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Waits until the lock can be had.
    /// - Throws: `StoreError.noLocks` if the file system has none, `StoreError.system`.
    package func wait(_ kind: Kind) throws(StoreError) { _ = try take(kind, waits: true) }

    /// Takes the lock unless somebody holds one that excludes it; false if somebody does.
    /// - Throws: like `wait`.
    package func take(_ kind: Kind) throws(StoreError) -> Bool { try take(kind, waits: false) }

    private func take(_ kind: Kind, waits: Bool) throws(StoreError) -> Bool {
        switch sc_lock(descriptor, kind == .alone ? 1 : 0, waits ? 1 : 0) {
        case 0: return true
        case EWOULDBLOCK: return false
        case let code where [ENOLCK, ENOSYS, EOPNOTSUPP, EINVAL].contains(code):
            throw StoreError.noLocks(path: path, reason: String(cString: strerror(code)))
        case let code: throw StoreError.system("flock", path, code)
        }
    }

    /// Replaces what the file holds.
    /// - Throws: `StoreError.cannotWrite`.
    package func write(_ text: String) throws(StoreError) {
        let bytes = Array(text.utf8)
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw StoreError.cannotWrite(path, errno)
        }
    }
}
