import Results

/// A numerical criterion of a claim, as `pipeline/claims.yaml` states it.
package enum Criterion: Equatable, Sendable {
    /// Of sparse and dense networks of every size in a range that was run.
    case sizes(SizeRule, SizeRange)
    /// Of sparse and dense networks with equal numbers of connections: the sparse ones are better at more than half of the
    /// numbers, and worse at none.
    case equalConnections(ConnectionRange)
    /// Of the course of accuracy over epochs.
    case overfit(Overfit)
    /// Of when networks come close to their own highest accuracy.
    case reachesLater(Reaching)
    /// Of a value without a deviation: at most this many times as large or as small as the paper's.
    case withinFactor(Double)
    /// Of the means of two kinds of networks, or of one kind and a number.
    case comparison(Comparison)
    /// Of sparse and dense networks that differ less after more epochs.
    case differenceNarrows(Narrowing)
    /// Of sparse networks that are the further ahead, the fewer examples there are.
    case advantageGrows(AdvantageTrend)
    /// Of accuracies after each epoch that were printed of one network.
    case printedRun(PrintedRun)
    /// Of networks none of which has a delay.
    case noDelay(NoDelay)
    /// Of delays that grow with density or size.
    case delayGrows(DelayTrend)
    /// Of the mutual information of pairs of nodes: in each two networks of one seed the Kolmogorov-Smirnov test says less
    /// than this p. Stands beside a comparison of the means.
    case pairsDiffer(significance: Double)
    /// Of the density that networks have: the paper's to this number of decimals, in every one.
    case networkDensity(Double, decimals: Int)
    /// Of the numbers of examples that networks were trained and tested on.
    case examples([ExampleCounts])
    /// Of the numbers of examples to learn from that each class has.
    case examplesPerClass([ClassCount])
    /// All of these.
    indirect case all([Criterion])
}

extension Criterion {
    /// The kind of claims that it judges.
    package var kind: Claim.Kind {
        switch self {
        case .withinFactor: .value
        case .networkDensity, .examples: .check
        case .pairsDiffer: .greater
        case .sizes, .equalConnections, .overfit, .reachesLater, .comparison, .differenceNarrows,
            .advantageGrows, .printedRun, .noDelay, .delayGrows, .examplesPerClass, .all:
            .shape
        }
    }
}

extension Criterion {
    /// Whether a claim that it judges may have an error that all networks share.
    package var takesSharedError: Bool {
        if case .withinFactor = self { return true }
        return false
    }
}

/// Which networks a criterion about sizes compares, and what counts as different.
package struct SizeRange: Equatable, Sendable {
    /// Density of the sparse networks; the dense ones have density 1.
    package var density: Double
    /// Whether networks of every lower density that was run count as well.
    package var sparser = false
    /// Smallest and largest number of hidden nodes that the claim is about.
    package var sizes: ClosedRange<Int>
    /// Fewest sizes (of all datasets together) that must have been run.
    package var leastSizes: Int
    /// Difference of means in points that is too small to matter; 0 where the rule has none.
    package var margin = 0.0
    /// Datasets of each of which networks must have been run.
    package var datasets: [String] = []
}

/// What must hold of the differences mean(sparse) - mean(dense) over sizes.
package enum SizeRule: String, Equatable, Sendable, CaseIterable {
    /// Nowhere above 0 by as much as the margin, somewhere below 0.
    case noBenefit = "no-benefit"
    /// Below 0 at more than half of the places.
    case mostlyWorse = "mostly-worse"
    /// Nowhere above 0 by as much as the margin.
    case noImprovement = "no-improvement"
    /// Everywhere within the margin.
    case equivalent = "equivalent"
    /// Everywhere above 0.
    case better = "better"

    /// True when the rule needs a margin.
    package var hasMargin: Bool { self != .mostlyWorse && self != .better }
}

/// Which networks a criterion about equal numbers of connections compares.
package struct ConnectionRange: Equatable, Sendable {
    /// Density of the sparse networks; the dense ones have density 1.
    package var density: Double
    /// Fewest numbers of connections that must have been run.
    package var leastNumbers: Int
}

/// When sparse networks overfit, and end below dense ones.
package struct Overfit: Equatable, Sendable {
    /// Density of the sparse networks; the dense ones have density 1.
    package var density: Double
    /// Fewest epochs of training.
    package var leastEpochs: Int
    /// Epochs between which the sparse networks must be at their best, on average.
    package var peak: ClosedRange<Int>
}
