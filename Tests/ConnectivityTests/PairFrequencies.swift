import Connectivity
@testable import Model
import Testing

/// Expects that over many seeds each pair of nodes is as often connected as its probability says.
///
/// Of each pair the number of masks that connect it is binomial. Squared differences from the mean, in variances, average 1; with
/// thousands of pairs within a few percent. The largest difference stays below five and a half standard deviations.
func expectFrequencies(
    _ nodes: Int, masks: Int = 2000, _ mask: (UInt64) throws -> ConnectivityMask,
    probability: (_ post: Int, _ pre: Int) -> Double, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    var counts = [Int](repeating: 0, count: nodes * nodes)
    for seed in 0..<masks {
        guard case .rows(let rowStarts, let columns) = try mask(UInt64(seed)).connections else { continue }
        for post in 0..<nodes {
            for pre in columns[rowStarts[post]..<rowStarts[post + 1]] { counts[post * nodes + Int(pre)] += 1 }
        }
    }
    var (sum, varied, largest) = (0.0, 0, 0.0)
    for pair in counts.indices {
        let p = probability(pair / nodes, pair % nodes)
        let difference = Double(counts[pair]) - Double(masks) * p
        let variance = Double(masks) * p * (1 - p)
        guard variance > 1 else {
            #expect(abs(difference) < 12, "pair \(pair), p = \(p)", sourceLocation: sourceLocation)
            continue
        }
        sum += difference * difference / variance
        varied += 1
        largest = max(largest, abs(difference) / variance.squareRoot())
    }
    guard varied > 0 else { return }
    #expect(
        abs(sum / Double(varied) - 1) < 5 * (2 / Double(varied)).squareRoot(), sourceLocation: sourceLocation)
    #expect(largest < 5.5, sourceLocation: sourceLocation)
}

extension ConnectivityMask {
    /// Inputs of each node.
    var inDegrees: [Double] {
        guard case .rows(let rowStarts, _) = connections else { return [] }
        return (0..<hiddenNodes).map { Double(rowStarts[$0 + 1] - rowStarts[$0]) }
    }

    /// Outputs of each node.
    var outDegrees: [Double] {
        var degrees = [Double](repeating: 0, count: hiddenNodes)
        forEachPresynapticNode { degrees[$0] += 1 }
        return degrees
    }
}

/// Mean, standard deviation.
func moments(_ values: [Double]) -> (mean: Double, sd: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)).squareRoot())
}

/// Pearson's correlation.
func correlation(_ one: [Double], _ other: [Double]) -> Double {
    let (first, second) = (moments(one), moments(other))
    let products = zip(one, other).map { ($0 - first.mean) * ($1 - second.mean) }.reduce(0, +)
    return products / Double(one.count) / (first.sd * second.sd)
}
