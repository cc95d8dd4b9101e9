import Formats

/// How large the tiles of a mask are: decided by the mask alone, so that the order of values, and with it the sum of
/// gradient magnitudes, does not depend on the machine.
///
/// A row of a tile should have at least about ten connections, or else loading and storing the row's sums costs more than
/// using them. Where the density allows, granules of 128 nodes fit into the first-level cache and several granules
/// make a tile, so that granules can be joined once nodes fall silent; else tiles of 1,024 nodes and more live in the
/// second-level cache.
struct TileLayout {
    /// Rows and columns of a tile.
    let side: Int
    /// Parts into which a row of a tile is cut.
    let granules: Int
    /// Tiles along one side of the matrix.
    let tiles: Int
    /// Connections of each tile, in the order of `ConnectionTiles`.
    let counts: [Int]

    /// Places in a tile and starts of rows are numbers of 16 bits.
    static let largestTile = Int(UInt16.max)
    /// Nodes of a granule whose activations, 100 images each, about fill the first-level cache.
    static let smallestGranule = 128

    init(_ mask: ConnectivityMask) {
        let pairs = Double(mask.hiddenNodes) * Double(mask.hiddenNodes)
        let granule = Self.granule(density: pairs > 0 ? Double(mask.count) / pairs : 0)
        let most = granule == Self.smallestGranule ? 4 : 1
        var layout = TileLayout(mask, side: granule * most, granules: most)
        while (layout.counts.max() ?? 0) > Self.largestTile {
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
        if density >= 0.04 { return smallestGranule }
        if density >= 0.0005 { return density >= 0.004 ? 1024 : 2048 }
        // Fewer than one connection a row of 2,048: larger tiles only keep the number of starts below that of connections.
        return density >= 0.00005 ? 8192 : 32768
    }
}
