import Foundation
import Hashing

/// A SHA-256, the name of an object or a recipe.
package struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package let hex: String

    /// The digest written as `text`, or nil unless that is 64 lower-case hexadecimal digits.
    package init?(hex text: some StringProtocol) {
        guard text.utf8.count == 64, text.utf8.allSatisfy(Self.isHexDigit) else { return nil }
        hex = String(text)
    }

    /// The digest of `bytes`.
    package init(of bytes: some DataProtocol) {
        var running = RunningDigest()
        for region in bytes.regions { region.withUnsafeBytes { running.update($0.bytes) } }
        self = running.finish()
    }

    fileprivate init(_ digest: [UInt8]) { hex = digest.hexadecimal }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte)
    }

    /// The 64 digits.
    package var description: String { hex }
    /// The first twelve digits, enough for people.
    package var short: String { String(hex.prefix(12)) }

    /// Order of the digits.
    package static func < (left: Digest, right: Digest) -> Bool { left.hex < right.hex }
}

/// A digest that is being computed piece by piece.
package struct RunningDigest: ~Copyable {
    private var function = SHA256()

    /// Nothing hashed yet.
    package init() {}

    /// Appends bytes.
    package mutating func update(_ bytes: RawSpan) { function.update(bytes) }

    /// Appends the UTF-8 bytes of `text`, preceded by their number, so that different sequences of texts never look
    /// alike.
    package mutating func update(counted text: String) {
        var count = UInt64(text.utf8.count).littleEndian
        withUnsafeBytes(of: &count) { function.update($0.bytes) }
        var text = text
        text.withUTF8 { function.update(UnsafeRawBufferPointer($0).bytes) }
    }

    /// The digest of everything so far.
    package consuming func finish() -> Digest { Digest(function.finish()) }
}
