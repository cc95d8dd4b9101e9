import Foundation
import StageKit

/// Reads the regular files of a tar archive (POSIX ustar) one after another. Names are given as they are: whoever uses them
/// must not trust them.
struct TarReader: ~Copyable {
    private let file: FileHandle
    private let path: String
    /// Bytes of the current member that were not read, with its padding.
    private var left = 0
    private var padding = 0

    private static let pieceBytes = 1 << 20

    /// Opens an archive.
    /// - Throws: `StageFailure` if it cannot be read.
    init(path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw StageFailure(
                StageExit.noInput, "\(path) cannot be opened; name an archive of artifacts archive")
        }
        self.file = file
        self.path = path
    }

    /// The next regular file, or nil at the end. Folders, which `tar` adds when it packs an archive again, are passed over; links
    /// and devices are refused.
    mutating func next() throws -> (name: String, size: Int)? {
        while let member = try nextMember() {
            switch member.kind {
            case UInt8(ascii: "0"), 0: return (member.name, member.size)
            case UInt8(ascii: "5"): continue
            // Names or sizes in a member of their own, as GNU and pax have them.
            case UInt8(ascii: "L"), UInt8(ascii: "x"), UInt8(ascii: "g"):
                throw bad("has another format; pack its folder with tar --format=ustar")
            default: throw bad("has the member \(member.name), which is no plain file")
            }
        }
        return nil
    }

    private mutating func nextMember() throws -> (name: String, size: Int, kind: UInt8)? {
        while let _ = try piece() {}
        _ = try take(padding)
        padding = 0
        guard let block = try file.read(upToCount: 512), !block.isEmpty, block.contains(where: { $0 != 0 })
        else {
            return nil
        }
        let bytes = [UInt8](block)
        guard bytes.count == 512, text(bytes, 257, 5) == "ustar" else { throw bad("has no ustar header") }
        let sum = bytes.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 32 : Int(bytes[$1])) }
        guard Int(text(bytes, 148, 8).trimmingCharacters(in: .whitespaces), radix: 8) == sum else {
            throw bad("has a damaged header")
        }
        guard let size = Int(text(bytes, 124, 12).trimmingCharacters(in: .whitespaces), radix: 8), size >= 0
        else {
            throw bad("has a member of unknown size")
        }
        let prefix = text(bytes, 345, 155)
        let name = (prefix.isEmpty ? "" : prefix + "/") + text(bytes, 0, 100)
        left = size
        padding = (512 - size % 512) % 512
        return (name, size, bytes[156])
    }

    /// The next piece of the current file, or nil at its end.
    mutating func piece() throws -> Data? {
        guard left > 0 else { return nil }
        let bytes = try take(min(left, Self.pieceBytes))
        left -= bytes.count
        return bytes
    }

    private func take(_ count: Int) throws -> Data {
        guard count > 0 else { return Data() }
        guard let bytes = try file.read(upToCount: count), bytes.count == count else {
            throw bad("is cut short")
        }
        return bytes
    }

    private func text(_ block: [UInt8], _ start: Int, _ count: Int) -> String {
        String(decoding: block[start..<start + count].prefix { $0 != 0 }, as: UTF8.self)
    }

    private func bad(_ reason: String) -> StageFailure {
        StageFailure(StageExit.badData, "\(path) \(reason); it was not imported any further")
    }
}
