/// The images as points (a, b) of two noises, and what of their neighbourhood does not depend on the node pair.
///
/// Where both nodes of a pair are silent only noise is left, and it is the same noise for every pair. So the nearest
/// neighbours of each image among all images are found once. Among the images in which both nodes are silent they are
/// found again by going down that list, and how many images are within that distance along one axis is a
/// difference of two prefix sums.
struct NoiseCloud: Sendable {
    /// The images whose noise is nearer than a neighbour's distance along each axis, that of the neighbour excluded.
    struct Extents: Sendable {
        /// Positions along axis a, in the order of that noise.
        let firstA: Int32, endA: Int32
        /// Positions along axis b.
        let firstB: Int32, endB: Int32
    }

    /// Neighbours known of each image.
    static let depth = 24

    /// Axis a: images in ascending order of noise.
    let orderA: [Int32]
    /// Axis b: images in ascending order of noise.
    let orderB: [Int32]
    /// Neighbours of each image, the nearest first, [listed][image]: of a list few are looked at, and of the next image the same.
    let neighbours: [Int32]
    /// For each neighbour, [listed][image].
    let extents: [Extents]
    /// Neighbours in each list: `depth`, or all other images.
    let listed: Int

    /// The cloud of the points (a[i], b[i]).
    init(_ a: [Double], _ b: [Double]) {
        let count = a.count
        let (orderA, orderB) = (Self.order(a), Self.order(b))
        let (sortedA, sortedB) = (orderA.map { a[Int($0)] }, orderB.map { b[Int($0)] })
        let alongA = orderA.map { b[Int($0)] }
        let listed = max(0, min(Self.depth, count - 1))
        var neighbours = [Int32](repeating: 0, count: count * listed)
        var extents = [Extents](
            repeating: Extents(firstA: 0, endA: 0, firstB: 0, endB: 0), count: count * listed)
        for position in 0..<count where listed > 0 {
            let image = Int(orderA[position])
            let nearest = Self.nearest(listed, position, sortedA, alongA)
            for (rank, (distance, place)) in nearest.enumerated() {
                let radius = distance.nextDown
                let rangeA = Self.range(sortedA, around: a[image], within: max(0, radius))
                let rangeB = Self.range(sortedB, around: b[image], within: max(0, radius))
                neighbours[rank * count + image] = orderA[place]
                extents[rank * count + image] = Extents(
                    firstA: Int32(rangeA.lowerBound), endA: Int32(rangeA.upperBound),
                    firstB: Int32(rangeB.lowerBound), endB: Int32(rangeB.upperBound))
            }
        }
        (self.orderA, self.orderB, self.listed) = (orderA, orderB, listed)
        (self.neighbours, self.extents) = (neighbours, extents)
    }

    private static func order(_ values: [Double]) -> [Int32] {
        values.indices.sorted { (values[$0], $0) < (values[$1], $1) }.map { Int32(truncatingIfNeeded: $0) }
    }

    /// The `count` nearest points by the larger of the two distances, ascending: a sweep along a to both sides, until
    /// what is left is farther away along a alone.
    private static func nearest(
        _ count: Int, _ position: Int, _ sorted: [Double], _ across: [Double]
    ) -> [(Double, Int)] {
        var nearest: [(Double, Int)] = []
        nearest.reserveCapacity(count + 1)
        var (left, right) = (position - 1, position + 1)
        let (a, b) = (sorted[position], across[position])
        while left >= 0 || right < sorted.count {
            let toLeft = left >= 0 ? a - sorted[left] : .infinity
            let toRight = right < sorted.count ? sorted[right] - a : .infinity
            let place = toLeft < toRight ? left : right
            let along = min(toLeft, toRight)
            if nearest.count == count, let last = nearest.last, along >= last.0 { break }
            let distance = max(along, abs(across[place] - b))
            if nearest.count < count || distance < nearest[count - 1].0 {
                let rank = nearest.firstIndex { distance < $0.0 } ?? nearest.count
                nearest.insert((distance, place), at: rank)
                if nearest.count > count { nearest.removeLast() }
            }
            if toLeft < toRight { left -= 1 } else { right += 1 }
        }
        return nearest
    }

    /// Positions of the numbers whose distance from `centre`, rounded to a double, is at most `radius`.
    private static func range(_ sorted: [Double], around centre: Double, within radius: Double) -> Range<Int>
    {
        let first = partition(sorted.count) { centre - sorted[$0] <= radius }
        return first..<max(first, partition(sorted.count) { sorted[$0] - centre > radius })
    }
}

/// The first of 0..<count for which `holds`, which holds from some index on; `count` if it never does.
///
/// Both outcomes leave as many candidates, so that the processor need not guess, which in a search it does badly.
@inline(__always)
func partition(_ count: Int, _ holds: (Int) -> Bool) -> Int {
    var (first, left) = (0, count)
    while left > 0 {
        let half = (left &+ 1) >> 1
        let step = holds(first &+ half &- 1) ? 0 : half
        first &+= step
        left &-= half
    }
    return first
}
