import Model

/// Sparse against dense networks that are otherwise alike: accuracies of one density against those of density 1.
package struct DensityComparison: Equatable, Sendable {
    /// The sparser networks, density below 1.
    package let sparse: AccuracySummary
    /// The dense networks, density 1.
    package let dense: AccuracySummary
    /// Test of the one sample against the other.
    package let test: KolmogorovSmirnov

    /// Mean accuracy of the sparse networks minus that of the dense ones, fraction.
    package var difference: Double { sparse.meanAccuracy - dense.meanAccuracy }

    /// Every density below 1 against density 1, for each size and epoch that has both, in the order of conditions.
    ///
    /// - Throws: as `AccuracySummary.summarise`.
    package static func againstDense(_ records: [AccuracyRecord]) throws -> [DensityComparison] {
        try againstDense(AccuracySummary.summarise(records))
    }

    /// As above, from summaries.
    ///
    /// - Throws: `AnalysisError.unusableSample`, which summaries of records do not cause.
    package static func againstDense(_ summaries: [AccuracySummary]) throws -> [DensityComparison] {
        var dense: [SharedConditions: AccuracySummary] = [:]
        for summary in summaries where summary.condition.density == 1 { dense[summary.condition] = summary }
        return try summaries.filter { $0.condition.density < 1 }.compactMap { sparse in
            guard let partner = dense[sparse.condition.withDensity(1)] else { return nil }
            let test = try KolmogorovSmirnov(sparse.accuracies, partner.accuracies)
            return DensityComparison(sparse: sparse, dense: partner, test: test)
        }
    }
}
