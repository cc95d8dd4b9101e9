import HDF5

/// What was measured while one network was trained from one epoch to another.
public struct MetricsRecord: Equatable, Sendable {
    /// Which network.
    public var description: NetworkDescription
    /// Epochs finished before the segment.
    public var fromEpoch: Int
    /// Epochs finished after it (or the epoch in which a limit of steps ended it).
    public var toEpoch: Int
    /// Steps before the segment.
    public var firstStep: Int
    /// Epochs that were finished when the segment ended: `toEpoch`, unless training ended early, in it or before.
    public var epoch: Int
    /// True when training ended early: no later segment computes anything.
    public var hasStopped: Bool
    /// The best of all evaluations from the start of training to the end of the segment; nil if there was none.
    public var best: BestEvaluation?
    /// The measurements.
    public var metrics: TrainingMetrics

    /// A record; see the properties.
    public init(
        description: NetworkDescription, fromEpoch: Int, toEpoch: Int, firstStep: Int, epoch: Int? = nil,
        hasStopped: Bool = false, best: BestEvaluation? = nil, metrics: TrainingMetrics
    ) {
        self.description = description
        self.fromEpoch = fromEpoch
        self.toEpoch = toEpoch
        self.firstStep = firstStep
        self.epoch = epoch ?? toEpoch
        self.hasStopped = hasStopped
        self.best = best
        self.metrics = metrics
    }

    /// For people.
    public var title: String { "Metrics of epochs \(fromEpoch) to \(toEpoch): \(description.title)" }

    /// Writes an artifact of kind `metrics`.
    /// - Throws: `HDF5Error`.
    public func write(to path: String) throws {
        try writeArtifact(at: path, kind: "metrics", version: 2, title: title) { root in
            try description.write(to: root)
            try root.setAttribute("from_epoch", to: fromEpoch)
            try root.setAttribute("to_epoch", to: toEpoch)
            try root.setAttribute("first_step", to: firstStep)
            try root.setAttribute("epoch", to: epoch)
            try root.setAttribute("stopped", to: hasStopped ? 1 : 0)
            if let best { try best.write(to: root) }
            let train = try root.createGroup("train")
            try train.writeArray(metrics.trainLoss, to: "loss", units: "nat", axes: ["step"])
            try train.writeArray(
                metrics.meanAbsGradient, to: "mean_abs_gradient", units: "nat", axes: ["step"])
            let test = try root.createGroup("test")
            let epochs = metrics.testEpochs.map { Int64($0) }
            try test.writeArray(epochs, to: "epoch", units: "epoch", axes: ["evaluation"])
            try test.writeArray(metrics.testAccuracy, to: "accuracy", units: "fraction", axes: ["evaluation"])
            try test.writeArray(metrics.testLoss, to: "loss", units: "nat", axes: ["evaluation"])
        }
    }

    /// Reads an artifact of kind `metrics`.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    public init(readingFrom path: String) throws {
        self = try readArtifact(at: path, kind: "metrics", versions: 2...2) { root in
            var metrics = TrainingMetrics()
            let train = try root.group("train")
            metrics.trainLoss = try train.read("loss", as: Float.self, shape: [nil])
            metrics.meanAbsGradient = try train.read(
                "mean_abs_gradient", as: Float.self, shape: [metrics.trainLoss.count])
            let test = try root.group("test")
            metrics.testEpochs = try test.read("epoch", as: Int64.self, shape: [nil]).map { Int($0) }
            let count = metrics.testEpochs.count
            metrics.testAccuracy = try test.read("accuracy", as: Double.self, shape: [count])
            metrics.testLoss = try test.read("loss", as: Double.self, shape: [count])
            if let wrong = metrics.testAccuracy.first(where: { !(0...1).contains($0) }) {
                throw FormatError(
                    path, "test/accuracy", "holds \(wrong), but fractions of 0 to 1 were expected")
            }
            return MetricsRecord(
                description: try NetworkDescription(reading: root),
                fromEpoch: try root.attribute("from_epoch", as: Int.self),
                toEpoch: try root.attribute("to_epoch", as: Int.self),
                firstStep: try root.attribute("first_step", as: Int.self),
                epoch: try root.attribute("epoch", as: Int.self),
                hasStopped: try root.attribute("stopped", as: Int.self) == 1,
                best: try BestEvaluation(ifIn: root),
                metrics: metrics)
        }
    }

    /// One row of the tidy table for each evaluation.
    public var accuracyRecords: [AccuracyRecord] {
        metrics.testEpochs.indices.map { index in
            let epoch = metrics.testEpochs[index]
            return AccuracyRecord(
                description, epoch: epoch, endsTraining: hasStopped && epoch == self.epoch,
                testAccuracy: metrics.testAccuracy[index], testLoss: metrics.testLoss[index],
                meanAbsGradient: meanAbsGradient(ofEpoch: epoch))
        }
    }

    /// Mean over the steps of an epoch that this segment trained; nil for another.
    private func meanAbsGradient(ofEpoch epoch: Int) -> Double? {
        let steps = (description.trainingImages + description.batch - 1) / description.batch
        let range = (epoch - 1) * steps - firstStep..<epoch * steps - firstStep
        guard range.lowerBound >= 0, range.upperBound <= metrics.meanAbsGradient.count, steps > 0 else {
            return nil
        }
        return metrics.meanAbsGradient[range].reduce(0) { $0 + Double($1) } / Double(steps)
    }
}
