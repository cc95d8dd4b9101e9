import Foundation

/// An open file descriptor, closed when it goes out of scope.
struct FileDescriptorHandle: ~Copyable {
    let descriptor: Int32
    let path: String

    init(reading path: String) throws {
        try self.init(path: path, flags: O_RDONLY | O_CLOEXEC)
    }

    init(path: String, flags: Int32, mode: mode_t = 0o644) throws {
        descriptor = open(path, flags, mode)
        self.path = path
        guard descriptor >= 0 else { throw StoreError.system("open", path, errno) }
    }

    deinit { close(descriptor) }

    /// Bytes read into `buffer`; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw StoreError.system("read", path, errno) }
        }
    }

    func synchronize() throws {
        guard fsync(descriptor) == 0 else { throw StoreError.system("fsync", path, errno) }
    }
}

/// The few system calls of the store, each with an error that names the call and the path.
enum FileSystem {
    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StoreError.cannotWrite(path: path, reason: describe(error))
        }
    }

    /// What went wrong, without the wrapping of NSError.
    private static func describe(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        return error.localizedDescription
    }

    static func synchronizeFile(_ path: String) throws {
        try FileDescriptorHandle(reading: path).synchronize()
    }

    static func synchronizeFolder(_ path: String) throws {
        try FileDescriptorHandle(path: path, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC).synchronize()
    }

    static func rename(_ from: String, to path: String) throws {
        guard Glibc.rename(from, path) == 0 else { throw StoreError.system("rename", path, errno) }
    }

    static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw StoreError.system("unlink", path, errno) }
    }

    static func setReadOnly(_ path: String) throws {
        guard chmod(path, 0o444) == 0 else { throw StoreError.system("chmod", path, errno) }
    }

    /// Size in bytes of a regular file (links followed), or nil where there is none.
    static func size(of path: String) -> Int? {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(information.st_size)
    }

    /// Where a symbolic link points, unresolved, or nil if `path` is no link.
    static func linkDestination(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Something of any kind is there, be it a dangling link.
    static func existsUnfollowed(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0
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
}
