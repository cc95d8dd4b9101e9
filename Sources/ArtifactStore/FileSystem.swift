import Foundation

/// The few system calls of the store, each with an error that names the call and the path.
enum FileSystem {
    /// Makes a folder and those above it; all new ones are durable when this returns.
    static func makeFolder(_ path: String) throws(StoreError) {
        if isFolder(path) { return }
        let above = folder(of: path)
        if above != path, !above.isEmpty { try makeFolder(above) }
        let code = SharedMode.makeFolder(path)
        guard code == 0 || code == EEXIST && isFolder(path) else {
            throw StoreError.cannotWrite(path, code)
        }
        try synchronizeFolder(above)
    }

    /// What the system says of a file, a folder or, unless links are followed, a link; nil if there is none.
    static func status(of path: String, followingLinks: Bool = true) -> stat? {
        var status = stat()
        return (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 ? status : nil
    }

    /// Whether `path` is a folder (links followed).
    static func isFolder(_ path: String) -> Bool {
        status(of: path)?.isFolder ?? false
    }

    /// The bytes of a file of at most `limit` bytes.
    static func contents(of path: String, limit: Int = 1 << 28) throws(StoreError) -> [UInt8] {
        let file = try FileDescriptorHandle(path)
        let expected = size(of: path) ?? 0
        guard expected <= limit else {
            throw StoreError.system(
                call: "read", path: path, reason: "it has \(expected) bytes, more than \(limit)")
        }
        // One byte more, to notice whether the file is longer.
        var bytes = [UInt8](repeating: 0, count: expected + 1)
        var count = 0
        while true {
            let more = try bytes.withUnsafeMutableBufferPointer { (bytes) throws(StoreError) in
                try file.read(into: UnsafeMutableRawBufferPointer(.init(rebasing: bytes[count...])))
            }
            if more == 0 { break }
            count += more
            if count == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
        }
        return Array(bytes[..<count])
    }

    /// Writes a new file; readers see all of it only after this has returned.
    /// - Parameter isDurable: whether it survives a loss of power once this has returned.
    static func write(_ bytes: RawSpan, toNew path: String, isDurable: Bool = true) throws(StoreError) {
        let file = try FileDescriptorHandle(path, flags: O_WRONLY | O_CREAT | O_EXCL)
        do {
            try file.write(bytes)
            if isDurable { try file.synchronize() }
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Names in a folder, sorted; none if it cannot be read.
    static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    static func synchronizeFile(_ path: String) throws(StoreError) {
        try FileDescriptorHandle(path).synchronize()
    }

    static func synchronizeFolder(_ path: String) throws(StoreError) {
        try FileDescriptorHandle(path, flags: O_RDONLY | O_DIRECTORY).synchronize()
    }

    static func rename(_ from: String, to path: String) throws(StoreError) {
        guard Glibc.rename(from, path) == 0 else { throw StoreError.system("rename", path, errno) }
    }

    /// Gives a new file or link its final name, or removes it where that fails.
    static func put(_ new: String, at path: String) throws(StoreError) {
        do {
            try rename(new, to: path)
        } catch {
            unlink(new)
            throw error
        }
    }

    /// The folder that `path` is in.
    static func folder(of path: String) -> String { (path as NSString).deletingLastPathComponent }

    /// A hidden name beside `path` that no other process uses.
    static func hiddenName(beside path: String) -> String {
        let name = (path as NSString).lastPathComponent
        return "\(folder(of: path))/.\(name).\(getpid())-\(UInt32.random(in: 0 ... .max))"
    }

    static func remove(_ path: String) throws(StoreError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw StoreError.system("unlink", path, errno) }
    }

    /// Removes a file, a link, or a folder with everything in it; links are not followed.
    static func removeTree(_ path: String) throws(StoreError) {
        if linkDestination(path) == nil, isFolder(path) {
            for name in names(in: path) { try removeTree(path + "/" + name) }
            guard rmdir(path) == 0 || errno == ENOENT else { throw StoreError.system("rmdir", path, errno) }
        } else {
            try remove(path)
        }
    }

    /// Bytes of a file, or of all files in a folder; links are not followed.
    static func bytes(below path: String) -> Int {
        if let stamp = FileStamp(ofFileAt: path) { return stamp.bytes }
        guard linkDestination(path) == nil, isFolder(path) else { return 0 }
        return names(in: path).reduce(0) { $0 + bytes(below: path + "/" + $1) }
    }

    static func setReadOnly(_ path: String) throws(StoreError) {
        guard chmod(path, 0o444) == 0 else { throw StoreError.system("chmod", path, errno) }
    }

    /// Size in bytes of a regular file (links followed), or nil if there is none.
    static func size(of path: String) -> Int? {
        guard let status = status(of: path), status.isFile else { return nil }
        return Int(status.st_size)
    }

    /// Where a symbolic link points, unresolved, or nil if `path` is not a link.
    static func linkDestination(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether anything is there, even a dangling link.
    static func existsUnfollowed(_ path: String) -> Bool {
        status(of: path, followingLinks: false) != nil
    }

    /// `path` as an absolute path without `.`, `..` and doubled slashes; symbolic links are kept.
    static func absolute(_ path: String) -> String {
        let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// The path of `target` as seen from the folder `folder`; both absolute.
    static func relative(_ target: String, from folder: String) -> String {
        let to = target.split(separator: "/")
        let from = folder.split(separator: "/")
        let shared = zip(to, from).prefix { $0 == $1 }.count
        let up = Array(repeating: Substring(".."), count: from.count - shared)
        return (up + to[shared...]).joined(separator: "/")
    }

    /// Calls `body` with the path and status of each file and link below a folder, and of each folder if asked for.
    /// Links are not followed; what cannot be read is skipped.
    static func walk(
        _ folder: String, includingFolders: Bool = false, _ body: (String, stat) -> Void
    ) {
        guard let opened = opendir(folder) else { return }
        defer { closedir(opened) }
        while let entry = readdir(opened) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let path = folder + "/" + name
            guard let status = status(of: path, followingLinks: false) else { continue }
            if !status.isFolder || includingFolders { body(path, status) }
            if status.isFolder { walk(path, includingFolders: includingFolders, body) }
        }
    }

    /// Sets the modification time, in nanoseconds since 1970, of a file or of a link itself. What belongs to another
    /// user is replaced by a copy if its folder allows that.
    static func setTime(of path: String, to time: Int) throws(StoreError) {
        // UTIME_OMIT, which Swift does not import: the access time stays.
        let times = [
            timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2),
            timespec(tv_sec: time / 1_000_000_000, tv_nsec: time % 1_000_000_000),
        ]
        if utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) == 0 { return }
        guard errno == EPERM else { throw StoreError.system("utimensat", path, errno) }
        let new = hiddenName(beside: path)
        if let destination = linkDestination(path) {
            guard symlink(destination, new) == 0 else { throw StoreError.system("symlink", new, errno) }
        } else {
            let bytes = try contents(of: path)
            try write(bytes.span.bytes, toNew: new, isDurable: false)
        }
        _ = utimensat(AT_FDCWD, new, times, AT_SYMLINK_NOFOLLOW)
        try put(new, at: path)
    }
}

extension stat {
    var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
    var isFile: Bool { st_mode & S_IFMT == S_IFREG }
}
