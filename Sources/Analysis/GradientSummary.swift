import Model

/// Mean magnitude of the gradient of the weights between hidden nodes, over one epoch and all pairs of nodes, of the networks of one
/// condition.
package struct GradientSummary: Equatable, Sendable {
    /// What the networks have in common.
    package let condition: SharedConditions
    /// Seeds, ascending; their number is n.
    package let seeds: [Int]
    /// One number a network, in nats.
    package let gradients: [Double]
    /// The same over connections alone.
    package let gradientsOfConnections: [Double]

    /// Number of networks, n.
    package var count: Int { seeds.count }

    /// One summary a condition, of the gradients in the epoch that ends with `epoch`, in the order of conditions.
    ///
    /// Records without a gradient (before training) do not count.
    /// - Throws: `AnalysisError.repeatedSeed` when a network is there twice, `AnalysisError.notFinite` when a gradient is no
    ///   number.
    package static func summarise(_ records: [AccuracyRecord], epoch: Int) throws -> [GradientSummary] {
        let measured = records.filter { $0.epoch == epoch && $0.meanAbsGradient != nil }
        let groups = Dictionary(grouping: measured, by: SharedConditions.init)
        return try groups.keys.sorted().map { condition in
            try GradientSummary(condition, groups[condition] ?? [])
        }
    }

    private init(_ condition: SharedConditions, _ records: [AccuracyRecord]) throws {
        let sorted = try condition.bySeed(records)
        gradients = sorted.map { $0.meanAbsGradientOfPairs ?? .nan }
        gradientsOfConnections = sorted.map { $0.meanAbsGradient ?? .nan }
        for (record, gradient) in zip(sorted, gradients) where !gradient.isFinite {
            throw AnalysisError.notFinite(condition, seed: record.seed)
        }
        self.condition = condition
        seeds = sorted.map(\.seed)
    }
}
