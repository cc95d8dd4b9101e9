import CKernels
import Model

/// How large the tiles of a mask are. The mask alone decides, so that the order of values, and with it the sum of
/// gradient magnitudes, does not depend on the machine.
///
/// A row of a tile should have at least about ten connections; otherwise loading and storing the row's sums costs
/// more than using them. If the density allows, granules of 128 nodes fit into the first-level cache and several
/// granules make a tile, so that granules can be joined once nodes fall silent. Otherwise tiles of 1,024 nodes and
/// more stay in the second-level cache.
struct TileLayout {
    /// Rows and columns of a tile.
    let side: Int
    /// Parts into which a row of a tile is cut.
    let granules: Int
    /// Tiles along one side of the matrix.
    let tiles: Int
    /// Connections of each tile, in the order of `ConnectionTiles`.
    let counts: [Int]

    init(_ mask: ConnectivityMask) {
        let pairs = Double(mask.hiddenNodes) * Double(mask.hiddenNodes)
        let granule = Self.granule(density: pairs > 0 ? Double(mask.count) / pairs : 0)
        let most = granule == SC_GRANULE ? SC_GRANULES : 1
        var layout = TileLayout(mask, side: granule * most, granules: most)
        while (layout.counts.max() ?? 0) > SC_TILE_CONNECTIONS {
            let granules = max(1, layout.granules / 2)
            layout = TileLayout(mask, side: layout.side / 2, granules: granules)
        }
        self = layout
    }

    init(_ mask: ConnectivityMask, side: Int, granules: Int) {
        self.side = side
        self.granules = granules
        tiles = max(1, (mask.hiddenNodes + side - 1) / side)
        var counts = [Int](repeating: 0, count: tiles * tiles)
        let rows = MaskRows(mask)
        for i in 0..<mask.hiddenNodes {
            let tileRow = i / side
            rows.forEachColumn(of: i) { [tiles] j in counts[j / side * tiles + tileRow] += 1 }
        }
        self.counts = counts
    }

    /// Nodes of a granule: ten connections a row, within what the caches hold.
    static func granule(density: Double) -> Int {
        if density >= 0.04 { return SC_GRANULE }
        if density >= 0.0005 { return density >= 0.004 ? 1024 : 2048 }
        // With fewer than one connection in a row of 2,048, larger tiles only keep the starts fewer than the
        // connections.
        return density >= 0.00005 ? 8192 : 32768
    }
}
