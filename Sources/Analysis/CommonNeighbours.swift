import Compute

/// Counts the nodes that are connected with two nodes, by how they are connected with each.
///
/// Where nodes have many neighbours, as bits: a row of bits for each node and kind. Else along the neighbours of one of the two, with
/// those of the other marked. Both count the same.
struct CommonNeighbours {
    /// With more nodes, bits would take more than 150 MB.
    private static let mostNodes = 20_000

    private let neighbours: Neighbours
    private let kinds: [Int]
    /// Words of a row of bits; 0: lists are used.
    private let words: Int
    private let bits: AlignedArray<UInt64>
    /// By worker and node, 1 more than the kind of connection with the node that was started.
    private let marks: AlignedArray<UInt8>
    private let found: AlignedArray<Int64>

    /// - Parameter asBits: nil: whichever is faster.
    init(_ neighbours: Neighbours, engine: Engine, asBits: Bool? = nil) {
        let size = neighbours.count
        let words = (size + 63) / 64
        let isDense = neighbours.nodes.count > words * size && size <= Self.mostNodes
        self.neighbours = neighbours
        self.words = asBits ?? isDense ? words : 0
        bits = AlignedArray(count: max(1, 3 * self.words * size))
        marks = AlignedArray(count: max(1, self.words > 0 ? 1 : engine.threads * size))
        found = AlignedArray(count: 16 * engine.threads)
        var kinds = [Int](repeating: 0, count: 3 * size)
        for node in 0..<size {
            for place in neighbours.places(of: node) {
                let row = 3 * node + Int(neighbours.kinds[place].rawValue)
                kinds[row] += 1
                guard self.words > 0 else { continue }
                let other = Int(neighbours.nodes[place])
                bits.pointer[row * words + other >> 6] |= 1 << UInt64(other & 63)
            }
        }
        self.kinds = kinds
    }

    /// How many neighbours of a kind a node has.
    func degree(of node: Int, _ kind: Int) -> Int { kinds[3 * node + kind] }

    /// To be called before any pair of a node is counted, on the same worker.
    func start(_ node: Int, _ worker: Int) {
        guard words == 0 else { return }
        let row = marks.pointer + worker * neighbours.count
        for place in neighbours.places(of: node) {
            row[Int(neighbours.nodes[place])] = neighbours.kinds[place].rawValue + 1
        }
    }

    /// To be called after the pairs of a node.
    func end(_ node: Int, _ worker: Int) {
        guard words == 0 else { return }
        let row = marks.pointer + worker * neighbours.count
        for place in neighbours.places(of: node) { row[Int(neighbours.nodes[place])] = 0 }
    }

    /// The nodes connected with both: number 3 i + j of those that are of kind i to `node` and of kind j to `other`.
    func counts(_ node: Int, _ other: Int, _ worker: Int, _ engine: Engine) -> UnsafePointer<Int64> {
        let counts = found.pointer + 16 * worker
        if words > 0 {
            engine.countCommon(
                bits.pointer + 3 * node * words, bits.pointer + 3 * other * words, words: words, into: counts)
            return UnsafePointer(counts)
        }
        for index in 0..<9 { counts[index] = 0 }
        let row = marks.pointer + worker * neighbours.count
        neighbours.nodes.withUnsafeBufferPointer { nodes in
            for place in neighbours.places(of: other) {
                let mark = Int(row[Int(nodes[place])])
                if mark > 0 { counts[3 * (mark - 1) + Int(neighbours.kinds[place].rawValue)] += 1 }
            }
        }
        return UnsafePointer(counts)
    }
}
