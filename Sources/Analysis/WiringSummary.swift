import Compute
import Model
import Random

/// How nodes are connected: what tells wirings of the same density apart.
///
/// All numbers are about which nodes are connected, not about weights. Connections of nodes to themselves count for density and degrees
/// only, as in networkx.
package struct WiringSummary: Sendable {
    /// Connections of nodes to themselves.
    package let selfConnections: Int
    /// Inputs of each node.
    package let inDegrees: [Int]
    /// Outputs of each node.
    package let outDegrees: [Int]
    /// Pearson's correlation of inputs and outputs over nodes; NaN where all have the same.
    package let degreeCorrelation: Double
    /// Share of connections between different nodes whose reverse is there, too; NaN without any.
    package let reciprocity: Double
    /// Mean over nodes of the share of directed triangles (Fagiolo, Physical Review E 76, 2007).
    package let clustering: Double
    /// Sets of three nodes by how they are connected; in the order of `MeasureKind.triads`.
    package let triads: [Int]
    /// Mean length of the shortest paths to the nodes drawn; NaN where there is none.
    package let pathLength: Double
    /// The longest of these.
    package let longestPath: Int
    /// Share of pairs with a path.
    package let reachable: Double
    /// Sets of nodes that hang together in either direction.
    package let weakComponents: Int
    /// Nodes of the largest.
    package let largestWeak: Int
    /// Sets of nodes that reach each other.
    package let strongComponents: Int
    /// Nodes of the largest.
    package let largestStrong: Int
    /// Of the matrix of zeros and ones.
    package let spectralRadius: SpectralRadius

    /// Measures a mask.
    ///
    /// - Parameters:
    ///   - targets: how many nodes to follow paths to, drawn like `numpy.random.choice` without replacement; all, if there are no more.
    ///   - seed: of that draw, in 0 ..< 2³².
    /// - Throws: what drawing and the spectral radius throw.
    package init(of mask: ConnectivityMask, targets: Int, seed: UInt32, engine: Engine) throws {
        let inputs = AdjacencyRows(mask)
        let outputs = AdjacencyRows(turning: inputs)
        let neighbours = Neighbours(inputs, outputs: outputs)
        let size = mask.hiddenNodes
        (inDegrees, outDegrees) = (inputs.degrees, outputs.degrees)
        degreeCorrelation = Self.correlation(inDegrees, outDegrees)
        let returned = neighbours.kinds.count { $0 == .both }
        let others = neighbours.kinds.count + returned
        selfConnections = mask.count - others / 2
        reciprocity = others == 0 ? .nan : 2 * Double(returned) / Double(others)

        let census = TriadCensus(neighbours, engine: engine)
        triads = census.counts
        clustering = Self.clustering(neighbours, census.triangles)

        var random = NumPyRandom(seed: seed)
        let drawn =
            targets < size
            ? try random.choice(size, size: targets, replacement: false) : Array(0..<size)
        let paths = ShortestPaths(to: drawn, inputs: inputs)
        (pathLength, longestPath) = (paths.mean, paths.longest)
        reachable = paths.pairs == 0 ? .nan : Double(paths.reached) / Double(paths.pairs)

        let weak = neighbours.weakComponents
        (weakComponents, largestWeak) = (weak.count, weak.first ?? 0)
        let ones = [Float](repeating: 1, count: mask.count)
        let strong = SquareMatrix(mask, ones).strongComponents.map(\.count)
        (strongComponents, largestStrong) = (strong.count, strong.max() ?? 0)
        spectralRadius = try SpectralRadius(of: ones, mask: mask, maximum: 3000, engine: engine)
    }

    /// Over nodes; NaN where one of them does not vary.
    private static func correlation(_ one: [Int], _ other: [Int]) -> Double {
        let (first, second) = (one.map(Double.init), other.map(Double.init))
        let (mean, otherMean) = (first.mean, second.mean)
        let product = zip(first, second).map { ($0 - mean) * ($1 - otherMean) }.mean
        let squares = first.map { ($0 - mean) * ($0 - mean) }.mean
        let otherSquares = second.map { ($0 - otherMean) * ($0 - otherMean) }.mean
        return squares > 0 && otherSquares > 0 ? product / (squares * otherSquares).squareRoot() : .nan
    }

    /// Of a node with d connections, r of them returned: its (A + Aᵀ)³ / (2 (d (d − 1) − 2 r)); 0 where no triangle is possible.
    private static func clustering(_ neighbours: Neighbours, _ triangles: [Int]) -> Double {
        (0..<neighbours.count).map { node in
            var (degree, returned) = (0, 0)
            for place in neighbours.places(of: node) {
                let isReturned = neighbours.kinds[place] == .both
                degree += isReturned ? 2 : 1
                returned += isReturned ? 1 : 0
            }
            let possible = 2 * (degree * (degree - 1) - 2 * returned)
            return possible == 0 ? 0 : Double(triangles[node]) / Double(possible)
        }.mean
    }
}
