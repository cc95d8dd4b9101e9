import CKernels
import Model

/// The connections of a network in square tiles: the order in which weights, gradients and moments are kept in
/// memory.
///
/// The nodes of a tile fit into a cache, so a pass over the tile's connections reads activations from there. Values
/// are ordered tile by tile (tile columns one after the other), and within a tile by presynaptic, then postsynaptic
/// node: the order of backward products. Forward products read a copy that is sorted by postsynaptic node within each
/// tile (`sortByRows`), because looking up each weight there would cost a third of their time. Memory: 6 bytes a
/// connection, plus the values and their copy.
package final class ConnectionTiles {
    /// Nodes, N.
    package let nodes: Int
    /// Connections, E.
    package let count: Int
    /// Rows and columns of a tile.
    package let side: Int
    let granules: Int
    let tiles: Int
    /// First value of each tile; tile (row i, column j) is j · tiles + i.
    let first: AlignedArray<Int64>
    /// First connection of each row of a tile and granule of columns, [tiles²][side · granules + 1].
    let rowStarts: AlignedArray<UInt16>
    /// The same for columns of a tile and granules of rows.
    let columnStarts: AlignedArray<UInt16>
    /// By row: column in the tile.
    let rowColumns: AlignedArray<UInt16>
    /// By row: place of the value in the tile.
    let rowPlaces: AlignedArray<UInt16>
    /// By column: row in the tile.
    let columnRows: AlignedArray<UInt16>
    let forward: UnsafeMutablePointer<sc_connections>
    let backward: UnsafeMutablePointer<sc_connections>

    /// Memory of both orders.
    package var bytes: Int {
        first.bytes
            + [rowStarts, columnStarts, rowColumns, rowPlaces, columnRows].reduce(0) { $0 + $1.bytes }
    }

    /// The connections of `mask`. Time and memory O(N + E).
    package convenience init(_ mask: ConnectivityMask) {
        self.init(mask, layout: TileLayout(mask))
    }

    init(_ mask: ConnectivityMask, layout: TileLayout) {
        precondition(layout.counts.allSatisfy { $0 <= SC_TILE_CONNECTIONS }, "a tile is too full")
        let connections = MaskRows(mask)
        nodes = mask.hiddenNodes
        count = mask.count
        side = layout.side
        granules = layout.granules
        tiles = layout.tiles
        first = AlignedArray(count: tiles * tiles + 1)
        let starts = tiles * tiles * (side * granules + 1)
        rowStarts = AlignedArray(count: starts)
        columnStarts = AlignedArray(count: starts)
        rowColumns = AlignedArray(count: count)
        rowPlaces = AlignedArray(count: count)
        columnRows = AlignedArray(count: count)
        forward = .allocate(capacity: 1)
        backward = .allocate(capacity: 1)
        describe()
        var sums = 0
        for (tile, connections) in layout.counts.enumerated() {
            sums += connections
            first[tile + 1] = Int64(sums)
        }
        for row in 0..<tiles { fill(tileRow: row, from: connections) }
    }

    deinit {
        forward.deallocate()
        backward.deallocate()
    }

    private func describe() {
        var view = sc_connections()
        view.nodes = nodes
        view.side = side
        view.granules = granules
        view.tiles = tiles
        view.first = UnsafePointer(first.pointer)
        view.out_step = 1
        view.factor_step = tiles
        view.starts = UnsafePointer(rowStarts.pointer)
        view.factor_nodes = UnsafePointer(rowColumns.pointer)
        forward.initialize(to: view)
        view.out_step = tiles
        view.factor_step = 1
        view.starts = UnsafePointer(columnStarts.pointer)
        view.factor_nodes = UnsafePointer(columnRows.pointer)
        backward.initialize(to: view)
    }

    /// Copies `values` into the order of forward products; call it after each change of the weights.
    package func sortByRows(
        _ values: AlignedArray<Float>, into out: AlignedArray<Float>, on engine: Engine
    ) {
        precondition(values.count == count && out.count == count, "one value for each connection")
        engine.kernels.sortByRows(self, values, into: out)
    }

    /// Reorders `values`, one for each connection, from the mask's order to the order of the tiles.
    package func tiled<Value>(_ values: [Value], into out: AlignedArray<Value>) {
        precondition(values.count == count && out.count == count, "one value for each connection")
        values.withUnsafeBufferPointer { values in
            var k = 0
            forEachPlace { place in
                out.pointer[place] = values[k]
                k += 1
            }
        }
    }

    /// Reorders `values`, one for each connection, from the order of the tiles to the mask's order.
    package func inMaskOrder(_ values: AlignedArray<Float>) -> [Float] {
        precondition(values.count == count, "one value for each connection")
        return [Float](unsafeUninitializedCapacity: count) { result, filled in
            forEachPlace { place in
                result.initializeElement(at: filled, to: values.pointer[place])
                filled += 1
            }
        }
    }

    /// Calls `body(place)` for each connection in the mask's order: by postsynaptic, then presynaptic node.
    private func forEachPlace(_ body: (_ place: Int) -> Void) {
        let size = side * granules + 1
        for i in 0..<nodes {
            for column in 0..<tiles {
                let tile = column * tiles + i / side
                let row = rowStarts.pointer + tile * size + i % side * granules
                let start = Int(first.pointer[tile])
                for k in Int(row[0])..<Int(row[granules]) {
                    body(start + Int(rowPlaces.pointer[start + k]))
                }
            }
        }
    }
}

// MARK: - Filling

extension ConnectionTiles {
    /// The tiles of one row of tiles, from the mask's rows that cross them.
    private func fill(tileRow: Int, from connections: MaskRows) {
        let size = side * granules + 1
        let granule = side / granules
        var next = [Int](repeating: 0, count: tiles)
        for r in 0..<min(side, nodes - tileRow * side) {
            connections.forEachColumn(of: tileRow * side + r) { j in
                let column = j / side
                let tile = column * tiles + tileRow
                rowColumns.pointer[Int(first.pointer[tile]) + next[column]] = UInt16(
                    truncatingIfNeeded: j % side)
                next[column] += 1
                let starts = rowStarts.pointer + tile * size + r * granules + 1
                starts[j % side / granule] += 1
                columnStarts.pointer[tile * size + j % side * granules + r / granule + 1] += 1
            }
        }
        for column in 0..<tiles {
            let tile = column * tiles + tileRow
            accumulate(rowStarts.pointer + tile * size, size)
            accumulate(columnStarts.pointer + tile * size, size)
            placeByColumn(tile, rows: rowStarts.pointer + tile * size, columnStarts.pointer + tile * size)
        }
    }

    private func accumulate(_ counts: UnsafeMutablePointer<UInt16>, _ size: Int) {
        for k in 1..<size { counts[k] += counts[k - 1] }
    }

    /// Counting sort of a tile's connections by column; stable, so that rows ascend within a column.
    private func placeByColumn(
        _ tile: Int, rows: UnsafePointer<UInt16>, _ columns: UnsafePointer<UInt16>
    ) {
        let start = Int(first.pointer[tile])
        var next = (0..<side).map { Int(columns[$0 * granules]) }
        for r in 0..<side {
            for k in Int(rows[r * granules])..<Int(rows[(r + 1) * granules]) {
                let column = Int(rowColumns.pointer[start + k])
                columnRows.pointer[start + next[column]] = UInt16(truncatingIfNeeded: r)
                rowPlaces.pointer[start + k] = UInt16(truncatingIfNeeded: next[column])
                next[column] += 1
            }
        }
    }
}

/// The rows of a mask, including a mask in which all nodes are connected.
struct MaskRows {
    private let nodes: Int
    private let connections: ConnectivityMask.Connections

    init(_ mask: ConnectivityMask) {
        nodes = mask.hiddenNodes
        connections = mask.connections
    }

    func forEachColumn(of row: Int, _ body: (_ column: Int) -> Void) {
        switch connections {
        case .all: for j in 0..<nodes { body(j) }
        case .rows(let rowStarts, let columns):
            for c in rowStarts[row]..<rowStarts[row + 1] { body(Int(columns[c])) }
        }
    }
}
