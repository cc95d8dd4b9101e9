import Foundation

/// What a file looked like: enough to tell that nobody has written to it since.
struct FileStamp: Equatable {
    let device: UInt64
    let inode: UInt64
    let bytes: Int
    /// Nanoseconds since 1970.
    let modified: Int
    /// Change of status: no program can set it back.
    let changed: Int

    /// The stamp of a regular file, or nil if there is none (links are not followed).
    init?(ofFileAt path: String) {
        guard let status = FileSystem.status(of: path, followingLinks: false), status.isFile else {
            return nil
        }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        bytes = Int(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// A stamp is relied on only if the status last changed at least this long before it was taken: longer than the
    /// clock tick of any file system, within which something that changes again looks the same.
    static let settledNanoseconds = 100_000_000

    /// Since 1970.
    static func nanoseconds(_ time: timespec) -> Int { time.tv_sec * 1_000_000_000 + time.tv_nsec }

    /// The text that `checked/` keeps (FORMAT.md, "Damage").
    var line: String { "\(device) \(inode) \(bytes) \(modified) \(changed)\n" }

    /// The current time by the clock that stamps files on this machine, in nanoseconds since 1970.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return nanoseconds(time)
    }
}
