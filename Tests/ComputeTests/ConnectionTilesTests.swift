import CKernels
import Testing

@testable import Compute
@testable import Model

/// Tiles hold exactly the mask's connections, in both directions.
@Suite struct ConnectionTilesTests {
    /// Layouts that the test's small masks would not get by themselves, too.
    static let layouts = [(32, 1), (64, 2), (128, 4), (1024, 1)]

    private struct Connection: Hashable {
        let post: Int
        let pre: Int
        let place: Int
    }

    @Test(arguments: [1, 43, 128, 200], [0, 0.2, 1]) func holdAllConnections(nodes: Int, density: Double) {
        var random = RandomNumbers(seed: 8)
        let mask = random.mask(nodes: nodes, density: density)
        for (side, granules) in Self.layouts {
            let tiles = ConnectionTiles(mask, layout: TileLayout(mask, side: side, granules: granules))
            let expected = connections(of: mask, tiles)
            #expect(forward(tiles) == expected)
            #expect(backward(tiles) == expected)
        }
    }

    /// By the mask, with the places that `tiled` gives them.
    private func connections(of mask: ConnectivityMask, _ tiles: ConnectionTiles) -> Set<Connection> {
        let places = AlignedArray<Float>(count: mask.count)
        tiles.tiled((0..<mask.count).map(Float.init), into: places)
        #expect(tiles.inMaskOrder(places) == (0..<mask.count).map(Float.init))
        var place = [Int](repeating: 0, count: mask.count)
        for k in 0..<mask.count { place[Int(places[k])] = k }
        var result: Set<Connection> = []
        var c = 0
        for i in 0..<mask.hiddenNodes {
            MaskRows(mask).forEachColumn(of: i) { j in
                result.insert(Connection(post: i, pre: j, place: place[c]))
                c += 1
            }
        }
        return result
    }

    private func forward(_ tiles: ConnectionTiles) -> Set<Connection> {
        var result: Set<Connection> = []
        forEachSegment(tiles, tiles.rowStarts) { tile, row, granule, range in
            for k in range {
                let start = Int(tiles.first[tile])
                let column = Int(tiles.rowColumns[start + k])
                #expect(column / (tiles.side / tiles.granules) == granule)
                result.insert(
                    Connection(
                        post: tile % tiles.tiles * tiles.side + row,
                        pre: tile / tiles.tiles * tiles.side + column,
                        place: start + Int(tiles.rowPlaces[start + k])))
            }
        }
        return result
    }

    private func backward(_ tiles: ConnectionTiles) -> Set<Connection> {
        var result: Set<Connection> = []
        forEachSegment(tiles, tiles.columnStarts) { tile, column, granule, range in
            for k in range {
                let place = Int(tiles.first[tile]) + k
                let row = Int(tiles.columnRows[place])
                #expect(row / (tiles.side / tiles.granules) == granule)
                result.insert(
                    Connection(
                        post: tile % tiles.tiles * tiles.side + row,
                        pre: tile / tiles.tiles * tiles.side + column, place: place))
            }
        }
        return result
    }

    private func forEachSegment(
        _ tiles: ConnectionTiles, _ starts: AlignedArray<UInt16>,
        _ body: (_ tile: Int, _ row: Int, _ granule: Int, _ range: Range<Int>) -> Void
    ) {
        let size = tiles.side * tiles.granules + 1
        for tile in 0..<tiles.tiles * tiles.tiles {
            for segment in 0..<size - 1 {
                let start = Int(starts[tile * size + segment])
                let end = Int(starts[tile * size + segment + 1])
                body(tile, segment / tiles.granules, segment % tiles.granules, start..<end)
            }
        }
    }

    @Test func tilesNeverOutgrowTheirNumbers() {
        var random = RandomNumbers(seed: 9)
        // Half of the density in one corner: a tile of 1,024 nodes would hold 100 times the mean.
        let nodes = 1500
        var starts = [0]
        var columns: [Int32] = []
        for i in 0..<nodes {
            for j in 0..<nodes where i < 300 && j < 300 || random.below(1000) < 2 { columns.append(Int32(j)) }
            starts.append(columns.count)
        }
        let mask = ConnectivityMask(
            hiddenNodes: nodes, connections: .rows(rowStarts: starts, columns: columns), density: 0.04,
            rule: "test", seed: nil)
        let layout = TileLayout(mask)
        #expect((layout.counts.max() ?? 0) <= SC_TILE_CONNECTIONS)
        #expect(layout.counts.reduce(0, +) == mask.count)
    }

    @Test(arguments: [(0.5, 128), (0.04, 128), (0.01, 1024), (0.001, 2048), (0.0001, 8192), (0.00001, 32768)])
    func granulesGrowAsTheDensityFalls(density: Double, nodes: Int) {
        #expect(TileLayout.granule(density: density) == nodes)
    }
}
