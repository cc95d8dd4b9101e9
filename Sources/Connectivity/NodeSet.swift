/// A set of nodes that is filled in any order and emptied in increasing order, in time proportional to its size: a bit for each
/// node, one for each word of these that is not empty, and one for each word of those.
///
/// Rows of a mask are drawn in whatever order is cheapest; this sorts them, and says what was there already.
final class NodeSet {
    private let bits: UnsafeMutablePointer<UInt64>
    private let words: UnsafeMutablePointer<UInt64>
    private let pages: UnsafeMutablePointer<UInt64>
    private let pageCount: Int

    /// An empty set for nodes below `capacity`.
    init(capacity: Int) {
        func zeros(_ bits: Int) -> (UnsafeMutablePointer<UInt64>, Int) {
            let count = bits / 64 + 1
            let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
            memory.initialize(repeating: 0, count: count)
            return (memory, count)
        }
        let (bits, count) = zeros(capacity)
        let (words, wordCount) = zeros(count)
        (self.bits, self.words) = (bits, words)
        (pages, pageCount) = zeros(wordCount)
    }

    deinit {
        bits.deallocate()
        words.deallocate()
        pages.deallocate()
    }

    /// Adds a node; returns whether it was not there yet.
    @inline(__always)
    func insert(_ node: Int) -> Bool {
        let bit = UInt64(1) << UInt64(node & 63)
        let old = bits[node >> 6]
        guard old & bit == 0 else { return false }
        bits[node >> 6] = old | bit
        if old == 0 {
            words[node >> 12] |= 1 << UInt64((node >> 6) & 63)
            pages[node >> 18] |= 1 << UInt64((node >> 12) & 63)
        }
        return true
    }

    /// Takes all nodes out, in increasing order.
    @inline(__always)
    func drain(_ body: (Int32) -> Void) {
        for page in 0..<pageCount {
            Self.forEachBit(&pages[page], of: page) { word in
                Self.forEachBit(&words[word], of: word) { index in
                    Self.forEachBit(&bits[index], of: index) { body(Int32(truncatingIfNeeded: $0)) }
                }
            }
        }
    }

    /// Takes the ones out of a word, and says their places among those of all words.
    @inline(__always)
    private static func forEachBit(_ word: inout UInt64, of index: Int, _ body: (Int) -> Void) {
        var left = word
        word = 0
        while left != 0 {
            body(index << 6 | left.trailingZeroBitCount)
            left &= left &- 1
        }
    }
}
