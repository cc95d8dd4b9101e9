import Compute
import Model

/// The weights between N nodes, [post, pre], to be multiplied with vectors in float64.
struct SquareMatrix {
    /// Number of rows, N.
    let size: Int
    /// First connection of each row, and the end of the last; nil where all pairs are connected.
    private let rowStarts: [Int]?
    /// Presynaptic node of each connection; empty where all pairs are connected.
    private let columns: [Int32]
    private let weights: [Float]

    /// The matrix of connections in the order of `mask`, one weight each.
    init(_ mask: ConnectivityMask, _ weights: [Float]) {
        size = mask.hiddenNodes
        self.weights = weights
        switch mask.connections {
        case .all: (rowStarts, columns) = (nil, [])
        case .rows(let starts, let columns): (rowStarts, self.columns) = (starts, columns)
        }
    }

    /// Those rows and columns of `matrix` that belong to `nodes`, which ascend.
    init(_ matrix: SquareMatrix, nodes: [Int]) {
        var places = [Int32](repeating: -1, count: matrix.size)
        for (place, node) in nodes.enumerated() { places[node] = Int32(place) }
        var (starts, columns, weights) = ([0], [Int32](), [Float]())
        for node in nodes {
            matrix.forEachConnection(of: node) { pre, weight in
                if places[pre] >= 0 {
                    columns.append(places[pre])
                    weights.append(weight)
                }
            }
            starts.append(columns.count)
        }
        (size, rowStarts, self.columns, self.weights) = (nodes.count, starts, columns, weights)
    }

    /// Calls `body` with presynaptic node and weight of each connection to `node`, in their order.
    func forEachConnection(of node: Int, _ body: (Int, Float) -> Void) {
        for place in connections(of: node) { body(presynaptic(place, of: node), weights[place]) }
    }

    /// Places of the connections to `node`.
    func connections(of node: Int) -> Range<Int> {
        guard let rowStarts else { return node * size..<(node + 1) * size }
        return rowStarts[node]..<rowStarts[node + 1]
    }

    /// The presynaptic node of the connection at `place`, one of those to `node`.
    func presynaptic(_ place: Int, of node: Int) -> Int {
        rowStarts == nil ? place - node * size : Int(columns[place])
    }

    /// The weight of the connection at `place`.
    func weight(_ place: Int) -> Float { weights[place] }

    /// result = W · vector. A row has eight partial sums: its connection c goes to partial sum c mod 8; so any number of threads
    /// gives the same bits.
    func multiply(
        _ vector: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>, _ engine: Engine
    ) {
        let block = 64
        weights.withUnsafeBufferPointer { weights in
            columns.withUnsafeBufferPointer { columns in
                engine.forEachBlock((size + block - 1) / block) { number, _ in
                    for row in number * block..<min(size, (number + 1) * block) {
                        let places = connections(of: row)
                        let values = UnsafeBufferPointer(rebasing: weights[places])
                        if rowStarts == nil {
                            result[row] = Self.product(values) { vector[$0] }
                        } else {
                            let pres = UnsafeBufferPointer(rebasing: columns[places])
                            result[row] = Self.product(values) { vector[Int(pres[$0])] }
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func product(_ values: UnsafeBufferPointer<Float>, _ factor: (Int) -> Double) -> Double {
        var sums = SIMD8<Double>(repeating: 0)
        let whole = values.count & ~7
        for start in stride(from: 0, to: whole, by: 8) {
            for lane in 0..<8 { sums[lane] += Double(values[start &+ lane]) * factor(start &+ lane) }
        }
        for index in whole..<values.count { sums[index &- whole] += Double(values[index]) * factor(index) }
        return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
    }
}
