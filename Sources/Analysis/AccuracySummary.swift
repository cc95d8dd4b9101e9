import Formats

/// What makes two networks comparable: the same task, the same network but for its seed, the same training.
package struct AccuracyCondition: Hashable, Comparable, Sendable {
    /// Name of the dataset.
    package let dataset: String
    /// `rnn` or `feedforward`.
    package let network: String
    /// `relu` or `tanh`.
    package let nonlinearity: String
    /// Hidden nodes, N.
    package let hiddenNodes: Int
    /// Connection probability, 0...1.
    package private(set) var density: Double
    /// Dale's principle, if networks have it.
    package let dale: DaleRule?
    /// Density of the mask on which initial weights were drawn, if other connections could become nonzero later.
    package let startDensity: Double?
    /// Adam's step size.
    package let learningRate: Double
    /// Images a step.
    package let batch: Int
    /// Epochs of training.
    package let epoch: Int
    /// Training images used.
    package let trainingImages: Int
    /// How many training images of each class were drawn; nil if none were left out for that.
    package let perClass: Int?
    /// Test images used.
    package let testImages: Int

    /// The condition that a record was measured under: all but its seed and what was measured.
    package init(_ record: AccuracyRecord) {
        self.dataset = record.dataset
        self.network = record.network
        self.nonlinearity = record.nonlinearity
        self.hiddenNodes = record.hiddenNodes
        self.density = record.density
        self.dale = record.dale
        self.startDensity = record.startDensity
        self.learningRate = record.learningRate
        self.batch = record.batch
        self.epoch = record.epoch
        self.trainingImages = record.trainingImages
        self.perClass = record.perClass
        self.testImages = record.testImages
    }

    /// The condition of a network after so many epochs.
    package init(_ network: NetworkDescription, epoch: Int) {
        self.init(
            AccuracyRecord(
                network, epoch: epoch, endsTraining: false, testAccuracy: .nan, testLoss: .nan,
                meanAbsGradient: nil))
    }

    /// The same but for the density.
    package func withDensity(_ density: Double) -> AccuracyCondition {
        var other = self
        other.density = density
        return other
    }

    /// What differs in the weights that networks start with, as numbers.
    private var beginning: [Double] {
        let rule = dale.map {
            [
                $0.inhibitoryFraction, $0.inhibitoryScale, $0.isEnforced ? 1 : 0,
                $0.drawing == .distinct ? 0 : 1,
            ]
        }
        return (rule ?? [-1]) + [startDensity ?? -1]
    }

    private var counts: [Int] { [batch, trainingImages, perClass ?? 0, testImages, epoch] }

    /// Order of tables: by dataset, network, nonlinearity, hidden nodes, density, learning rate, epoch, images.
    package static func < (left: AccuracyCondition, right: AccuracyCondition) -> Bool {
        let names = [left.dataset, left.network, left.nonlinearity]
        let otherNames = [right.dataset, right.network, right.nonlinearity]
        if names != otherNames { return names.lexicographicallyPrecedes(otherNames) }
        if left.hiddenNodes != right.hiddenNodes { return left.hiddenNodes < right.hiddenNodes }
        if left.density != right.density { return left.density < right.density }
        if left.beginning != right.beginning {
            return left.beginning.lexicographicallyPrecedes(right.beginning)
        }
        if left.learningRate != right.learningRate { return left.learningRate < right.learningRate }
        return left.counts.lexicographicallyPrecedes(right.counts)
    }
}

extension AccuracyCondition {
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
    package let condition: AccuracyCondition
    /// Seeds, ascending; their number is n.
    package let seeds: [Int]
    /// Test accuracy of each network, fraction 0...1, in the order of `seeds`.
    package let accuracies: [Double]
    /// Mean test accuracy, fraction 0...1.
    package let meanAccuracy: Double
    /// Sample standard deviation (n - 1) of the test accuracy; nil for one network.
    package let sdAccuracy: Double?
    /// Mean test loss, in nats.
    package let meanLoss: Double

    /// Number of networks, n.
    package var count: Int { seeds.count }

    /// One summary a condition, in the order of conditions, whatever the order of the records.
    ///
    /// - Throws: `AnalysisError.repeatedSeed` when a network is there twice at the same epoch,
    ///   `AnalysisError.notFinite` when a measured number is none.
    package static func summarise(_ records: [AccuracyRecord]) throws -> [AccuracySummary] {
        let groups = Dictionary(grouping: records, by: AccuracyCondition.init)
        return try groups.keys.sorted().map { condition in
            try AccuracySummary(condition, groups[condition] ?? [])
        }
    }

    private init(_ condition: AccuracyCondition, _ records: [AccuracyRecord]) throws {
        let sorted = try condition.bySeed(records)
        for record in sorted where !record.testAccuracy.isFinite || !record.testLoss.isFinite {
            throw AnalysisError.notFinite(condition, seed: record.seed)
        }
        self.condition = condition
        self.seeds = sorted.map(\.seed)
        self.accuracies = sorted.map(\.testAccuracy)
        self.meanAccuracy = mean(accuracies)
        self.sdAccuracy = sampleStandardDeviation(accuracies)
        self.meanLoss = mean(sorted.map(\.testLoss))
    }
}

/// Arithmetic mean; NaN for no values.
package func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
}

/// Standard deviation with n - 1 in the denominator; nil for fewer than two values.
package func sampleStandardDeviation(_ values: [Double]) -> Double? {
    guard values.count > 1 else { return nil }
    let centre = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    return (squares / Double(values.count - 1)).squareRoot()
}
