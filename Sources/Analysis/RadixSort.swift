/// Sorts numbers with the image that each belongs to, ascending; memory is allocated once.
///
/// Six passes over 11 bits each: a few times faster than sorting by comparison, and it knows no bad case.
final class RadixSort {
    private struct Entry {
        var key: UInt64
        var image: Int32
    }

    private let capacity: Int
    private let entries: UnsafeMutablePointer<Entry>
    private let other: UnsafeMutablePointer<Entry>
    private let starts: UnsafeMutablePointer<Int32>
    private static let bits = 11
    private static let digits = 1 << bits

    /// Room for `capacity` numbers.
    init(capacity: Int) {
        self.capacity = capacity
        entries = .allocate(capacity: max(1, capacity))
        other = .allocate(capacity: max(1, capacity))
        starts = .allocate(capacity: Self.digits)
    }

    deinit {
        entries.deallocate()
        other.deallocate()
        starts.deallocate()
    }

    /// Orders `images` by `values[image]`, ascending; equal numbers keep their order. No value may be NaN.
    func sort(_ images: UnsafeMutableBufferPointer<Int32>, by values: UnsafePointer<Double>) {
        let count = images.count
        precondition(count <= capacity)
        var differing: UInt64 = 0
        for index in 0..<count {
            let key = Self.key(values[Int(images[index])])
            entries[index] = Entry(key: key, image: images[index])
            differing |= key ^ entries[0].key
        }
        var (from, to) = (entries, other)
        for shift in stride(from: 0, to: 64, by: Self.bits) {
            let mask = UInt64(Self.digits - 1)
            if (differing >> UInt64(shift)) & mask == 0 { continue }
            pass(from, to, count, UInt64(shift), mask)
            swap(&from, &to)
        }
        for index in 0..<count { images[index] = from[index].image }
    }

    private func pass(
        _ from: UnsafeMutablePointer<Entry>, _ to: UnsafeMutablePointer<Entry>, _ count: Int, _ shift: UInt64,
        _ mask: UInt64
    ) {
        starts.update(repeating: 0, count: Self.digits)
        for index in 0..<count { starts[Int((from[index].key >> shift) & mask)] &+= 1 }
        var start: Int32 = 0
        for digit in 0..<Self.digits {
            let here = starts[digit]
            starts[digit] = start
            start &+= here
        }
        for index in 0..<count {
            let digit = Int((from[index].key >> shift) & mask)
            to[Int(starts[digit])] = from[index]
            starts[digit] &+= 1
        }
    }

    /// Unsigned numbers in the order of the doubles.
    @inline(__always)
    private static func key(_ value: Double) -> UInt64 {
        let bits = value.bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }
}
