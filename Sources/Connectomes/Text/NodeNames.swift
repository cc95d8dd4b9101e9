import Foundation

/// Names of nodes, each with a number: 0 for the first that came, 1 for the second.
///
/// Bytes are compared, in a table of open addresses; a name takes its bytes and about 30 more.
final class NodeNames {
    private var bytes: [UInt8] = []
    /// Where each name begins in `bytes`, and the end of the last.
    private var starts: [Int] = [0]
    private var hashes: [UInt32] = []
    /// The line on which each name came first.
    private var lines: [Int32] = []
    /// Numbers of names by the last digits of their hashes; -1 where there is none.
    private var slots = [Int32](repeating: -1, count: 1024)

    /// Number of names.
    var count: Int { hashes.count }

    /// The name's number, if it is known.
    @inline(__always)
    func find(_ name: Field) -> Int? {
        let slot = slot(of: name, Self.hash(name))
        return slots[slot] >= 0 ? Int(slots[slot]) : nil
    }

    /// The name's number; a new one if it is not known.
    @inline(__always)
    func number(of name: Field, line: Int) -> Int32 {
        let hash = Self.hash(name)
        let slot = slot(of: name, hash)
        return slots[slot] >= 0 ? slots[slot] : add(name, hash, slot, line)
    }

    /// The name with this number.
    func name(_ number: Int) -> String { withBytes(number) { $0.text } }

    /// Calls `body` with the bytes of the name.
    func withBytes<Result>(_ number: Int, _ body: (Field) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBufferPointer {
            try body(Field(rebasing: $0[starts[number]..<starts[number + 1]]))
        }
    }

    /// The line on which a name came first.
    func line(_ number: Int) -> Int { Int(lines[number]) }

    private func add(_ name: Field, _ hash: UInt32, _ slot: Int, _ line: Int) -> Int32 {
        let number = Int32(truncatingIfNeeded: count)
        slots[slot] = number
        bytes.append(contentsOf: name)
        starts.append(bytes.count)
        hashes.append(hash)
        lines.append(Int32(clamping: line))
        if 2 * count > slots.count { enlarge() }
        return number
    }

    private func enlarge() {
        slots = [Int32](repeating: -1, count: 4 * slots.count)
        for number in 0..<count {
            var slot = Int(hashes[number]) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(truncatingIfNeeded: number)
        }
    }

    /// Where the name is in the table, or would be.
    @inline(__always)
    private func slot(of name: Field, _ hash: UInt32) -> Int {
        slots.withUnsafeBufferPointer { slots in
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot] >= 0, !isEqual(Int(slots[slot]), name, hash) {
                slot = (slot + 1) & (slots.count - 1)
            }
            return slot
        }
    }

    @inline(__always)
    private func isEqual(_ number: Int, _ name: Field, _ hash: UInt32) -> Bool {
        guard hashes[number] == hash else { return false }
        let start = starts[number]
        guard starts[number + 1] - start == name.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, let other = name.baseAddress else { return true }
            return memcmp(base + start, other, name.count) == 0
        }
    }

    /// Mixes eight bytes at a time.
    @inline(__always)
    private static func hash(_ name: Field) -> UInt32 {
        var mixed = UInt64(truncatingIfNeeded: name.count) &+ 0x9E37_79B9_7F4A_7C15
        let raw = UnsafeRawBufferPointer(name)
        var place = 0
        while place + 8 <= raw.count {
            mixed = mix(mixed ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest: UInt64 = 0
        while place < raw.count {
            rest = rest << 8 | UInt64(raw[place])
            place += 1
        }
        return UInt32(truncatingIfNeeded: mix(mixed ^ rest) >> 32)
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}
