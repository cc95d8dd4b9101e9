import Model

extension SharedConditions {
    /// The records of networks under this condition, ascending by seed.
    ///
    /// - Throws: `AnalysisError.repeatedSeed` when a network is there twice.
    func bySeed(_ records: [AccuracyRecord]) throws -> [AccuracyRecord] {
        let sorted = records.sorted { $0.seed < $1.seed }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.seed == next.seed {
            throw AnalysisError.repeatedSeed(self, seed: one.seed)
        }
        return sorted
    }
}

/// Test accuracy of the networks of one condition, over their seeds.
package struct AccuracySummary: Equatable, Sendable {
    /// What the networks have in common.
    package let condition: SharedConditions
    /// Seeds, ascending; their number is n.
    package let seeds: [Int]
    /// Test accuracy of each network, fraction 0...1, in the order of `seeds`.
    package let accuracies: [Double]
    /// Mean test accuracy, fraction 0...1.
    package let meanAccuracy: Double
    /// Sample standard deviation (n - 1) of the test accuracy; nil for one network.
    package let sdAccuracy: Double?
    /// Mean test loss, in nats; NaN if one of the networks diverged.
    package let meanLoss: Double
    /// For each network, in the order of `seeds`, the step in which it diverged; nil where it did not.
    package let divergedSteps: [Int?]

    /// Number of networks, n.
    package var count: Int { seeds.count }

    /// One summary a condition, in the order of conditions, whatever the order of the records.
    ///
    /// - Throws: `AnalysisError.repeatedSeed` when a network is there twice at the same epoch,
    ///   `AnalysisError.notFinite` when an accuracy is not a number.
    package static func summarise(_ records: [AccuracyRecord]) throws -> [AccuracySummary] {
        let groups = Dictionary(grouping: records, by: SharedConditions.init)
        return try groups.keys.sorted().map { condition in
            try AccuracySummary(condition, groups[condition] ?? [])
        }
    }

    private init(_ condition: SharedConditions, _ records: [AccuracyRecord]) throws {
        let sorted = try condition.bySeed(records)
        for record in sorted where !record.testAccuracy.isFinite {
            throw AnalysisError.notFinite(condition, seed: record.seed)
        }
        self.condition = condition
        self.seeds = sorted.map(\.seed)
        self.accuracies = sorted.map(\.testAccuracy)
        self.meanAccuracy = accuracies.mean
        self.sdAccuracy = accuracies.sampleStandardDeviation
        self.meanLoss = sorted.map(\.testLoss).mean
        self.divergedSteps = sorted.map(\.divergedStep)
    }
}

extension [Double] {
    /// Arithmetic mean; NaN for no values.
    package var mean: Double { reduce(0, +) / Double(count) }

    /// Standard deviation with n - 1 in the denominator; nil for fewer than two values.
    package var sampleStandardDeviation: Double? {
        guard count > 1 else { return nil }
        let centre = mean
        let squares = reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        return (squares / Double(count - 1)).squareRoot()
    }
}
