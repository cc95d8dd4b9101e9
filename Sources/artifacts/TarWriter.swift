import Foundation
import StageKit

/// Writes a tar archive (POSIX ustar) whose bytes depend only on names and contents: no times, owners or hosts.
struct TarWriter: ~Copyable {
    private let file: FileHandle

    /// Starts a new file.
    /// - Throws: `StageFailure` if there is one already, or it cannot be written.
    init(path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ArchiveFile.failure(errno, path) }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Adds a file with these bytes.
    func add(_ name: String, _ bytes: Data) throws {
        try add(name, size: bytes.count) { write in try write(bytes) }
    }

    /// Adds a file of `size` bytes, which `body` gives to its argument in pieces.
    func add(_ name: String, size: Int, _ body: ((Data) throws -> Void) throws -> Void) throws {
        try file.write(contentsOf: try header(name, size: size))
        var written = 0
        try body { piece in
            written += piece.count
            try file.write(contentsOf: piece)
        }
        guard written == size else {
            throw StageFailure.inputOutput("\(name) has \(written) bytes, not \(size); nothing was archived")
        }
        try file.write(contentsOf: Data(count: (512 - size % 512) % 512))
    }

    /// Ends the archive and makes it durable.
    consuming func close() throws {
        try file.write(contentsOf: Data(count: 1024))
        try file.synchronize()
        try file.close()
    }

    private func header(_ name: String, size: Int) throws -> Data {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at start: Int) {
            for (index, byte) in text.utf8.enumerated() { block[start + index] = byte }
        }
        let (prefix, rest) = try split(name)
        put(rest, at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        guard size < 1 << 33 else {
            throw StageFailure.badData("\(name) has 8 GiB or more, which tar's ustar format cannot hold")
        }
        let octal = String(size, radix: 8)
        put(String(repeating: "0", count: 11 - octal.count) + octal, at: 124)
        put("00000000000", at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put(prefix, at: 345)
        let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum, at: 148)
        block[154] = 0
        block[155] = 0x20
        return Data(block)
    }

    /// A name of more than 100 bytes has its folders in a field of their own.
    private func split(_ name: String) throws -> (prefix: String, rest: String) {
        if name.utf8.count <= 100 { return ("", name) }
        for index in name.indices where name[index] == "/" {
            let (prefix, rest) = (name[..<index], name[name.index(after: index)...])
            if prefix.utf8.count <= 155 && rest.utf8.count <= 100 { return (String(prefix), String(rest)) }
        }
        throw StageFailure.badData("\(name) has too long a name for tar")
    }
}
