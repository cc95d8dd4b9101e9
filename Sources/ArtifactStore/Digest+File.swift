import CFiles
import Foundation

extension Digest {
    /// Small enough to stay in a core's own cache between reading and hashing.
    private static let pieceBytes = 1 << 17
    /// Bytes that are mapped at a time: enough that mapping and unmapping cost nothing, few enough not to count as
    /// memory.
    private static let windowBytes = 1 << 23

    /// The digest of a file's bytes.
    /// - Throws: `StoreError` if the file cannot be read to its end, or is truncated while it is read.
    package init(ofFileAt path: String) throws(StoreError) {
        let file = try FileDescriptorHandle(path)
        var running = RunningDigest()
        try Self.hashMapped(file, into: &running)
        try Self.hashRest(file, into: &running)
        self = running.finish()
    }

    /// Hashes whole windows in the page cache, without a copy (docs/performance.md, "The store"). What is left is
    /// read from the descriptor, which is moved to that point; on a file system that cannot map files, everything is.
    private static func hashMapped(
        _ file: borrowing FileDescriptorHandle, into running: inout RunningDigest
    ) throws(StoreError) {
        let size = try file.sizeToReadInOrder()
        var offset = 0
        while size - offset >= windowBytes,
            let start = sc_mapping_begin(file.descriptor, Int64(offset), windowBytes)
        {
            running.update(UnsafeRawBufferPointer(start: start, count: windowBytes).bytes)
            guard sc_mapping_end() == 0 else {
                throw StoreError.system(
                    call: "read", path: file.path,
                    reason: "the disk failed, or the file was truncated while it was read")
            }
            offset += windowBytes
        }
        if offset > 0 { try file.seek(to: offset) }
    }

    private static func hashRest(
        _ file: borrowing FileDescriptorHandle, into running: inout RunningDigest
    ) throws(StoreError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try file.read(into: buffer)
            if count == 0 { break }
            running.update(buffer.bytes.extracting(first: count))
        }
    }
}
