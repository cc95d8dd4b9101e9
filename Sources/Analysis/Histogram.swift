/// Counts of numbers in bins between ascending edges: bin i holds edge i ≤ number < edge i + 1, the last one its upper
/// edge, too, as `numpy.histogram`.
package struct Histogram: Equatable, Sendable {
    /// Ascending, one more than there are bins.
    package let edges: [Double]
    /// Numbers in each bin.
    package private(set) var counts: [Int]
    /// Numbers below the first edge.
    package private(set) var below = 0
    /// Numbers above the last edge.
    package private(set) var above = 0
    /// Bins per unit where all are equally wide, so that a bin is found by arithmetic; 0 where not.
    private let density: Double

    /// Numbers counted, those outside of the bins included.
    package var total: Int { counts.reduce(below + above, +) }

    /// `bins` bins of equal width over `range`; edge i is at lower + i · width, as `numpy.linspace` puts it.
    ///
    /// - Precondition: at least one bin, and a range that is not empty.
    package init(bins: Int, over range: ClosedRange<Double>) {
        precondition(
            bins > 0 && range.lowerBound < range.upperBound, "\(bins) bins over \(range) hold nothing")
        let width = (range.upperBound - range.lowerBound) / Double(bins)
        edges = (0..<bins).map { range.lowerBound + Double($0) * width } + [range.upperBound]
        counts = [Int](repeating: 0, count: bins)
        density = 1 / width
    }

    /// Bins between `edges`.
    ///
    /// - Precondition: at least two edges, ascending.
    package init(edges: [Double]) {
        precondition(edges.count > 1 && zip(edges, edges.dropFirst()).allSatisfy(<), "the edges must ascend")
        self.edges = edges
        counts = [Int](repeating: 0, count: edges.count - 1)
        density = 0
    }

    /// Counts one number.
    ///
    /// - Precondition: it is not NaN.
    @inline(__always)
    package mutating func add(_ number: Double) {
        if number < edges[0] {
            below += 1
        } else if number > edges[counts.count] {
            above += 1
        } else {
            counts[bin(number)] += 1
        }
    }

    /// Adds the counts of a histogram with the same edges.
    ///
    /// - Precondition: the edges are the same.
    package mutating func add(_ other: Histogram) {
        precondition(edges == other.edges, "histograms of different edges cannot be added")
        for index in counts.indices { counts[index] += other.counts[index] }
        below += other.below
        above += other.above
    }

    /// The bin of a number between the first and the last edge.
    @inline(__always)
    private func bin(_ number: Double) -> Int {
        let last = counts.count - 1
        guard density > 0 else { return min(last, partition(edges.count) { edges[$0] > number } - 1) }
        var index = min(last, Int((number - edges[0]) * density))
        // Rounding may put a number next to its bin.
        if number < edges[index] {
            index -= 1
        } else if index < last, number >= edges[index + 1] {
            index += 1
        }
        return index
    }
}
