import Foundation

/// Stores that the members of a group use together (FORMAT.md, "Shared stores"). If a folder is setgid and its group
/// may write to it, whatever is made in it grants the group the same, whatever its maker's umask.
enum SharedMode {
    private static let group: mode_t = 0o070

    /// What the folder `path` grants its group, if it is shared.
    static func bits(ofFolder path: String) -> mode_t? {
        guard let mode = FileSystem.status(of: path)?.st_mode, mode & S_ISGID != 0, mode & S_IWGRP != 0
        else { return nil }
        return mode & group
    }

    /// Makes a folder; returns 0 or an errno. A shared one has its mode from the moment it appears, since another
    /// member may be about to write into it.
    static func makeFolder(_ path: String) -> Int32 {
        guard let bits = bits(ofFolder: FileSystem.folder(of: path)) else {
            return mkdir(path, 0o777) == 0 ? 0 : errno
        }
        let new = FileSystem.hiddenName(beside: path)
        guard mkdir(new, 0o777) == 0 else { return errno }
        // An empty folder of that name is replaced; anything else stays.
        guard grant(bits | S_ISGID, to: new), rename(new, path) == 0 else {
            let code = errno
            rmdir(new)
            return code == ENOTEMPTY ? EEXIST : code
        }
        return 0
    }

    /// Opens a file to read and write, and makes it if there is none; returns a descriptor, or -1 with errno. A
    /// shared one has its mode from the moment it appears.
    static func openOrMake(_ path: String) -> Int32 {
        if let bits = bits(ofFolder: FileSystem.folder(of: path)), access(path, F_OK) != 0 {
            let new = FileSystem.hiddenName(beside: path)
            let made = open(new, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if made >= 0 {
                close(made)
                _ = grant(bits & 0o060, to: new)
                // Somebody else made it first.
                link(new, path)
                unlink(new)
            }
        }
        return open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    }

    private static func grant(_ bits: mode_t, to path: String) -> Bool {
        guard let mode = FileSystem.status(of: path)?.st_mode else { return false }
        return chmod(path, mode & 0o7777 | bits) == 0
    }
}
