import Foundation

/// An open file descriptor, closed when it goes out of scope.
struct FileDescriptorHandle: ~Copyable {
    let descriptor: Int32
    let path: String

    init(_ path: String, flags: Int32 = O_RDONLY) throws(StoreError) {
        descriptor = open(path, flags | O_CLOEXEC, 0o666)
        self.path = path
        guard descriptor >= 0 else {
            let code = errno
            if flags & O_CREAT == 0 { throw StoreError.system("open", path, code) }
            throw StoreError.cannotWrite(path, code)
        }
    }

    deinit { close(descriptor) }

    /// Bytes read into `buffer`; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw StoreError.system("read", path, errno) }
        }
    }

    /// The file's size in bytes; also tells the system that the file is read in order, so that it reads ahead.
    func sizeToReadInOrder() throws(StoreError) -> Int {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw StoreError.system("fstat", path, errno) }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        return Int(information.st_size)
    }

    func seek(to offset: Int) throws(StoreError) {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
            throw StoreError.system("lseek", path, errno)
        }
    }

    /// Writes all bytes.
    func write(_ bytes: RawSpan) throws(StoreError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.extracting(droppingFirst: count)
            } else if errno != EINTR {
                throw StoreError.cannotWrite(path, errno)
            }
        }
    }

    func synchronize() throws(StoreError) {
        guard fsync(descriptor) == 0 else { throw StoreError.system("fsync", path, errno) }
    }
}
