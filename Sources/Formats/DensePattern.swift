import HDF5
import Model

/// Which elements of a dense square matrix of zeros and ones are 1, read from the first row to the last.
struct DensePattern {
    private let nodes: Int
    /// Connections that are held at most. All of them are not held: where there are N², nothing need be.
    private let room: Int
    private var rowStarts = [0]
    private var columns: [Int32] = []
    private var column = 0
    /// Ones so far.
    private(set) var count = 0

    /// Reads `dataset`, of shape [N, N].
    ///
    /// A mask whose file stores no bytes and has the fill value 1 is not read: that is how full masks of any size are
    /// written.
    /// - Parameter claimed: how many ones there are to be; more are counted only.
    /// - Throws: `FormatError` where something is neither 0 nor 1, `HDF5Error` where it cannot be read.
    init(reading dataset: borrowing HDF5Dataset, nodes: Int, claimed: Int) throws {
        self.nodes = nodes
        room = claimed < nodes * nodes ? claimed : 0
        if let isOne = try ZerosAndOnes.unstored(dataset) {
            count = isOne ? nodes * nodes : 0
            rowStarts = [Int](repeating: 0, count: isOne ? 1 : nodes + 1)
            return
        }
        columns.reserveCapacity(min(room, 1 << 28))
        try ZerosAndOnes.forEachPiece(of: dataset) { _, values in append(values) }
    }

    /// The connections, where `count` is as claimed: others are not all held.
    var connections: ConnectivityMask.Connections {
        count == nodes * nodes ? .all : .rows(rowStarts: rowStarts, columns: columns)
    }

    private mutating func append(_ values: Span<Double>) {
        for place in values.indices {
            if values[place] == 1 {
                if count < room { columns.append(Int32(column)) }
                count += 1
            }
            column += 1
            if column == nodes {
                column = 0
                rowStarts.append(count)
            }
        }
    }
}
