/// What was measured while one network was trained from one epoch to another.
package struct MetricsRecord: Equatable, Sendable {
    /// Which network.
    package var description: Conditions
    /// Epochs finished before the segment.
    package var fromEpoch: Int
    /// Epochs finished after it (or the epoch in which a limit of steps ended it).
    package var toEpoch: Int
    /// Steps before the segment.
    package var firstStep: Int
    /// Epochs that were finished when the segment ended: `toEpoch`, unless training ended early, in it or before.
    package var epoch: Int
    /// True when training ended early: no later segment computes anything.
    package var hasStopped: Bool
    /// The step, counted from 1, in which the network diverged, in this segment or before.
    package var divergedStep: Int?
    /// The best of all evaluations from the start of training to the end of the segment; nil if there was none.
    package var best: BestEvaluation?
    /// The measurements.
    package var metrics: TrainingMetrics

    /// A record; see the properties.
    package init(
        description: Conditions, fromEpoch: Int, toEpoch: Int, firstStep: Int, epoch: Int? = nil,
        hasStopped: Bool = false, divergedStep: Int? = nil, best: BestEvaluation? = nil,
        metrics: TrainingMetrics
    ) {
        self.description = description
        self.fromEpoch = fromEpoch
        self.toEpoch = toEpoch
        self.firstStep = firstStep
        self.epoch = epoch ?? toEpoch
        self.hasStopped = hasStopped
        self.divergedStep = divergedStep
        self.best = best
        self.metrics = metrics
    }

    /// For people.
    package var title: String { "Metrics of epochs \(fromEpoch) to \(toEpoch): \(description.title)" }

    /// One row of the tidy table for each evaluation.
    package var accuracyRecords: [AccuracyRecord] {
        metrics.testEpochs.indices.map { index in
            let epoch = metrics.testEpochs[index]
            return AccuracyRecord(
                description, epoch: epoch, endsTraining: hasStopped && epoch == self.epoch,
                testAccuracy: metrics.testAccuracy[index], testLoss: metrics.testLoss[index],
                meanAbsGradient: meanAbsGradient(ofEpoch: epoch),
                divergedStep: divergedStep.flatMap { $0 <= epoch * description.stepsPerEpoch ? $0 : nil })
        }
    }

    /// Mean over the steps of an epoch that this segment trained; nil for another, and where it is not a finite number.
    private func meanAbsGradient(ofEpoch epoch: Int) -> Double? {
        let steps = description.stepsPerEpoch
        let range = (epoch - 1) * steps - firstStep..<epoch * steps - firstStep
        guard range.lowerBound >= 0, range.upperBound <= metrics.meanAbsGradient.count, steps > 0 else {
            return nil
        }
        let mean = metrics.meanAbsGradient[range].reduce(0) { $0 + Double($1) } / Double(steps)
        return mean.isFinite ? mean : nil
    }
}
