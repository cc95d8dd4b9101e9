import Random

/// Probabilities min(1, c·exp(g)) for classes of pairs with falling g, with c such that this many pairs are connected on average.
///
/// Exponentials are only taken of differences within the classes that stay below 1, so none overflows.
///
/// - Parameters:
///   - logarithms: g of each class, never increasing.
///   - counts: pairs in each class.
///   - expected: connections on average; at most all pairs.
/// - Returns: the probability of each class, never increasing.
func fallingProbabilities(logarithms: [Double], counts: [Int], expected: Double) -> [Double] {
    let classes = logarithms.count
    // Weights of a class and all after it, relative to its own.
    var sums = counts.map(Double.init)
    for index in (0..<max(0, classes - 1)).reversed() {
        sums[index] += sums[index + 1] * ElementaryFunctions.exp(logarithms[index + 1] - logarithms[index])
    }
    var saturated = 0
    for first in 0..<classes {
        let factor = max(0, expected - Double(saturated)) / sums[first]
        if factor <= 1 {
            return (0..<classes).map {
                $0 < first ? 1 : factor * ElementaryFunctions.exp(logarithms[$0] - logarithms[first])
            }
        }
        saturated += counts[first]
    }
    return [Double](repeating: 1, count: classes)
}
