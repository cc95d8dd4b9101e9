/// N nodes on a ring (or line), a sheet or a cube, one a unit apart from the next, row after row and sheet after sheet.
///
/// The sides are as equal as whole numbers allow, a first: a = ⌈N^(1/d)⌉, and so on. If N is not their product, the last row or
/// sheet is not full.
struct Lattice {
    /// A place relative to another, in units; the nearest of its images if opposite ends are neighbours.
    struct Offset {
        let x: Int32
        let y: Int32
        let z: Int32
    }

    private let nodes: Int
    private let sides: (x: Int, y: Int, z: Int)
    private let isPeriodic: Bool
    private let isLine: Bool
    /// The places of nodes as boxes: the full sheets, the full rows of the next one, and its last row.
    private let boxes: [[Range<Int>]]

    init(nodes: Int, dimensions: Int, isPeriodic: Bool) {
        let x = Self.side(of: nodes, dimensions)
        let y = dimensions < 2 ? 1 : Self.side(of: (nodes + x - 1) / x, dimensions - 1)
        let z = dimensions < 3 ? 1 : (nodes + x * y - 1) / (x * y)
        (self.nodes, self.isPeriodic, isLine) = (nodes, isPeriodic, dimensions == 1)
        sides = (x, y, z)
        let (sheets, rest) = nodes.quotientAndRemainder(dividingBy: x * y)
        let (rows, last) = rest.quotientAndRemainder(dividingBy: x)
        boxes = [
            [0..<x, 0..<y, 0..<sheets], [0..<x, 0..<rows, sheets..<sheets + 1],
            [0..<last, rows..<rows + 1, sheets..<sheets + 1],
        ].filter { box in box.allSatisfy { !$0.isEmpty } }
    }

    /// The smallest whole number whose power is at least `count`.
    private static func side(of count: Int, _ power: Int) -> Int {
        guard power > 1 else { return count }
        func isEnough(_ side: Int) -> Bool { power == 2 ? side * side >= count : side * side * side >= count }
        var (low, high) = (1, power == 2 ? 1 << 16 : 1 << 11)
        while low < high {
            let middle = (low + high) / 2
            (low, high) = isEnough(middle) ? (low, middle) : (middle + 1, high)
        }
        return low
    }

    // MARK: Distances

    /// One more than the largest key of an offset.
    var keyCount: Int {
        let farthest = Offset(x: reach(sides.x), y: reach(sides.y), z: reach(sides.z))
        return key(farthest) + 1
    }

    private func reach(_ side: Int) -> Int32 { Int32(isPeriodic ? side / 2 : side - 1) }

    /// A whole number that grows with the distance: on a line the distance in units, else its square.
    @inline(__always)
    func key(_ offset: Offset) -> Int {
        let (x, y, z) = (Int(offset.x), Int(offset.y), Int(offset.z))
        return isLine ? abs(x) : x &* x &+ y &* y &+ z &* z
    }

    /// The distance in sides of the ring, sheet or cube.
    func distance(key: Int) -> Double {
        (isLine ? Double(key) : Double(key).squareRoot()) / Double(sides.x)
    }

    // MARK: Offsets

    /// All offsets between places, nearest first; of equally far ones, in the order of z, y and x.
    func offsetsByDistance(withSelf: Bool) -> [Offset] {
        var starts = [Int](repeating: 0, count: keyCount + 1)
        forEachOffset(withSelf) { starts[key($0) + 1] += 1 }
        for key in 0..<keyCount { starts[key + 1] += starts[key] }
        let count = starts[keyCount]
        return [Offset](unsafeUninitializedCapacity: count) { sorted, initialized in
            forEachOffset(withSelf) { offset in
                sorted.initializeElement(at: starts[key(offset)], to: offset)
                starts[key(offset)] += 1
            }
            initialized = count
        }
    }

    private func forEachOffset(_ withSelf: Bool, _ body: (Offset) -> Void) {
        func range(_ side: Int) -> ClosedRange<Int32> {
            isPeriodic ? Int32(side / 2 - side + 1)...Int32(side / 2) : Int32(1 - side)...Int32(side - 1)
        }
        for z in range(sides.z) {
            for y in range(sides.y) {
                for x in range(sides.x) where withSelf || x != 0 || y != 0 || z != 0 {
                    body(Offset(x: x, y: y, z: z))
                }
            }
        }
    }

    /// How many pairs of nodes lie so far apart.
    func pairs(at offset: Offset) -> Int {
        var sum = 0
        for from in boxes {
            for onto in boxes {
                sum +=
                    overlap(from[0], onto[0], Int(offset.x), sides.x)
                    * overlap(from[1], onto[1], Int(offset.y), sides.y)
                    * overlap(from[2], onto[2], Int(offset.z), sides.z)
            }
        }
        return sum
    }

    private func overlap(_ from: Range<Int>, _ onto: Range<Int>, _ shift: Int, _ side: Int) -> Int {
        func shared(_ shift: Int) -> Int {
            max(
                0,
                min(from.upperBound + shift, onto.upperBound) - max(from.lowerBound + shift, onto.lowerBound))
        }
        return isPeriodic ? shared(shift) + shared(shift - side) + shared(shift + side) : shared(shift)
    }

    // MARK: Nodes

    /// Where a node lies.
    func site(of node: Int) -> (x: Int, y: Int, z: Int) {
        let (rest, x) = node.quotientAndRemainder(dividingBy: sides.x)
        let (z, y) = rest.quotientAndRemainder(dividingBy: sides.y)
        return (x, y, z)
    }

    /// The node at an offset from a place; nil if there is none.
    @inline(__always)
    func node(at offset: Offset, from site: (x: Int, y: Int, z: Int)) -> Int? {
        guard let x = place(site.x &+ Int(offset.x), sides.x),
            let y = place(site.y &+ Int(offset.y), sides.y),
            let z = place(site.z &+ Int(offset.z), sides.z)
        else { return nil }
        let node = x &+ sides.x &* (y &+ sides.y &* z)
        return node < nodes ? node : nil
    }

    @inline(__always)
    private func place(_ place: Int, _ side: Int) -> Int? {
        if place >= 0 && place < side { return place }
        guard isPeriodic else { return nil }
        return place < 0 ? place &+ side : place &- side
    }
}
