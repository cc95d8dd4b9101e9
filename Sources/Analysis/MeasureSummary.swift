import Model

/// A number that was measured of one network: a single one, or one of a curve.
package struct MeasuredValue: Equatable, Sendable {
    /// Which network, whatever its seed, and after how many epochs.
    package let condition: SharedConditions
    /// Its seed.
    package let seed: Int
    /// What was measured, for instance `active_fraction`.
    package let quantity: String
    /// Where along its axis, for numbers of a curve.
    package let place: MeasurePlace?
    /// The number.
    package let number: Double

    /// A value; see the properties.
    package init(
        condition: SharedConditions, seed: Int, quantity: String, place: MeasurePlace? = nil, number: Double
    ) {
        self.condition = condition
        self.seed = seed
        self.quantity = quantity
        self.place = place
        self.number = number
    }

    /// All numbers of a measure; those that are NaN do not count.
    package static func of(_ numbers: MeasuredNumbers, network: Conditions, epoch: Int)
        -> [MeasuredValue]
    {
        let condition = SharedConditions(network, epoch: epoch)
        let single = numbers.values.map { ($0.quantity, MeasurePlace?.none, $0.number) }
        let curves = numbers.curves.flatMap { curve in
            curve.points.map { (curve.quantity, MeasurePlace?.some(.init($0.lower, $0.upper)), $0.number) }
        }
        return (single + curves).filter { !$0.2.isNaN }.map {
            MeasuredValue(
                condition: condition, seed: network.seed, quantity: $0.0, place: $0.1, number: $0.2)
        }
    }
}

/// A bin, or a place whose edges are equal, along the axis of a curve.
package struct MeasurePlace: Hashable, Comparable, Sendable {
    /// Lower edge.
    package let lower: Double
    /// Upper edge.
    package let upper: Double

    /// A place between two edges, which may be equal.
    package init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// By lower, then upper edge.
    package static func < (left: MeasurePlace, right: MeasurePlace) -> Bool {
        (left.lower, left.upper) < (right.lower, right.upper)
    }
}

/// A measured number of the networks of one condition, over their seeds.
package struct MeasureSummary: Equatable, Sendable {
    /// What the networks have in common.
    package let condition: SharedConditions
    /// What was measured.
    package let quantity: String
    /// Where along its axis, for numbers of a curve.
    package let place: MeasurePlace?
    /// Seeds, ascending; their number is n.
    package let seeds: [Int]
    /// The number of each network, in the order of `seeds`.
    package let numbers: [Double]
    /// Mean over networks.
    package let mean: Double
    /// Sample standard deviation (n - 1) over networks; nil for one network.
    package let sd: Double?

    private struct Key: Hashable {
        let condition: SharedConditions
        let quantity: String
        let place: MeasurePlace?
    }

    /// One summary for each condition, quantity and place, in this order.
    ///
    /// - Throws: `AnalysisError.repeatedSeed` when a number of a network is there twice.
    package static func summarise(_ values: [MeasuredValue]) throws -> [MeasureSummary] {
        let groups = Dictionary(grouping: values) {
            Key(condition: $0.condition, quantity: $0.quantity, place: $0.place)
        }
        return try groups.map { try MeasureSummary($0, $1) }.sorted(by: precedes)
    }

    private static func precedes(_ left: MeasureSummary, _ right: MeasureSummary) -> Bool {
        if left.condition != right.condition { return left.condition < right.condition }
        if left.quantity != right.quantity { return left.quantity < right.quantity }
        switch (left.place, right.place) {
        case (let one?, let other?): return one < other
        case (nil, .some): return true
        default: return false
        }
    }

    private init(_ key: Key, _ values: [MeasuredValue]) throws {
        let sorted = values.sorted { $0.seed < $1.seed }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.seed == next.seed {
            throw AnalysisError.repeatedSeed(key.condition, seed: one.seed)
        }
        (condition, quantity, place) = (key.condition, key.quantity, key.place)
        seeds = sorted.map(\.seed)
        numbers = sorted.map(\.number)
        mean = numbers.mean
        sd = numbers.sampleStandardDeviation
    }
}
