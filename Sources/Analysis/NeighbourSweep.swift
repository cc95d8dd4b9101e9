import Compute

/// The three smallest numbers so far, ascending.
struct NearestThree {
    private var first = Double.infinity
    private var second = Double.infinity
    /// The third: only what is smaller is of interest.
    private(set) var last = Double.infinity

    /// Takes a number that is smaller than `last`.
    @inline(__always)
    mutating func insert(_ distance: Double) {
        if distance < second {
            last = second
            if distance < first {
                second = first
                first = distance
            } else {
                second = distance
            }
        } else {
            last = distance
        }
    }
}

/// Finds the third nearest neighbour of an image in the plane of two nodes' activations, by the larger of the two
/// distances.
///
/// Two sweeps start at the image, one in the order of either node's activations, and go on in turns. When one of them
/// is as far along its own axis as the third nearest image so far, it has seen all that can be nearer. So an image costs
/// twice the shorter sweep, which on average is at most about the square root of three times the number of images,
/// whatever the distribution: many equal activations make the sweep along their node long, and the other one short.
final class NeighbourSweep {
    private let x, y: Marginal
    /// In the order of x: the number of y; in the order of y: that of x.
    private let across: [AlignedArray<Double>]
    /// In the order of x: the place in the order of y; and the reverse.
    private let otherPlace: [AlignedArray<Int32>]
    /// Images that a sweep looks at to either side before the other one's turn.
    private static let turn = 8

    init(_ x: Marginal, _ y: Marginal) {
        (self.x, self.y) = (x, y)
        across = (0..<2).map { _ in AlignedArray(count: x.count) }
        otherPlace = (0..<2).map { _ in AlignedArray(count: x.count) }
    }

    /// To be called after both nodes were loaded.
    func prepare() {
        for (axis, (own, other)) in [(x, y), (y, x)].enumerated() {
            let (numbers, places) = (across[axis].pointer, otherPlace[axis].pointer)
            for index in 0..<own.count {
                let image = Int(own.order[index])
                numbers[index] = other.values[image]
                places[index] = other.place[image]
            }
        }
    }

    /// Distance of the third nearest other image.
    func radius(of image: Int) -> Double {
        var alongX = Side(x, across[0], otherPlace[0], image, centre: y.values[image])
        var alongY = Side(y, across[1], otherPlace[1], image, centre: x.values[image])
        var nearest = NearestThree()
        while true {
            if alongX.advance(Self.turn, &nearest, seen: alongY) { return nearest.last }
            if alongY.advance(Self.turn, &nearest, seen: alongX) { return nearest.last }
        }
    }

    /// A sweep along one axis: it has seen the images between `left` and `right`, both exclusive.
    private struct Side {
        let sorted: UnsafePointer<Double>
        let across: UnsafePointer<Double>
        let otherPlace: UnsafePointer<Int32>
        let count: Int
        let centre: Double
        let centreAcross: Double
        var left: Int
        var right: Int

        @inline(__always)
        init(
            _ own: Marginal, _ across: AlignedArray<Double>, _ otherPlace: AlignedArray<Int32>, _ image: Int,
            centre centreAcross: Double
        ) {
            (sorted, count) = (own.sorted, own.count)
            (self.across, self.otherPlace) = (
                UnsafePointer(across.pointer), UnsafePointer(otherPlace.pointer)
            )
            (centre, self.centreAcross) = (own.values[image], centreAcross)
            left = Int(own.place[image]) &- 1
            right = left &+ 2
        }

        /// Looks at up to `steps` more images on either side; returns whether nothing nearer can follow.
        @inline(__always)
        mutating func advance(_ steps: Int, _ nearest: inout NearestThree, seen other: Side) -> Bool {
            var isDone = true
            let end = min(count, right &+ steps)
            while right < end, sorted[right] - centre < nearest.last {
                look(right, sorted[right] - centre, &nearest, other)
                right &+= 1
            }
            if right < count, sorted[right] - centre < nearest.last { isDone = false }
            let stop = max(-1, left &- steps)
            while left > stop, centre - sorted[left] < nearest.last {
                look(left, centre - sorted[left], &nearest, other)
                left &-= 1
            }
            return isDone && (left < 0 || centre - sorted[left] >= nearest.last)
        }

        @inline(__always)
        private func look(_ index: Int, _ along: Double, _ nearest: inout NearestThree, _ other: Side) {
            let distance = max(along, abs(across[index] - centreAcross))
            guard distance < nearest.last else { return }
            // What the other sweep has seen is counted already.
            let place = Int(otherPlace[index])
            if place <= other.left || place >= other.right { nearest.insert(distance) }
        }
    }
}
