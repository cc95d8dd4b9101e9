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
    /// The measurements.
    public var metrics: TrainingMetrics

    /// A record; see the properties.
    public init(
        description: NetworkDescription, fromEpoch: Int, toEpoch: Int, firstStep: Int,
        metrics: TrainingMetrics
    ) {
        self.description = description
        self.fromEpoch = fromEpoch
        self.toEpoch = toEpoch
        self.firstStep = firstStep
        self.metrics = metrics
    }

    /// For people.
    public var title: String { "Metrics of epochs \(fromEpoch) to \(toEpoch): \(description.title)" }

    /// Writes an artifact of kind `metrics`.
    /// - Throws: `HDF5Error`.
    public func write(to path: String) throws {
        try writeArtifact(at: path, kind: "metrics", title: title) { root in
            try description.write(to: root)
            try root.setAttribute("from_epoch", to: fromEpoch)
            try root.setAttribute("to_epoch", to: toEpoch)
            try root.setAttribute("first_step", to: firstStep)
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
        self = try readArtifact(at: path, kind: "metrics") { root in
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
                firstStep: try root.attribute("first_step", as: Int.self), metrics: metrics)
        }
    }

    /// One row of the tidy table for each evaluation.
    public var accuracyRecords: [AccuracyRecord] {
        metrics.testEpochs.indices.map { index in
            AccuracyRecord(
                dataset: description.dataset, network: description.network,
                nonlinearity: description.nonlinearity, hiddenNodes: description.hiddenNodes,
                density: description.density, connections: description.connections, seed: description.seed,
                epoch: metrics.testEpochs[index], trainingImages: description.trainingImages,
                testImages: description.testImages, testAccuracy: metrics.testAccuracy[index],
                testLoss: metrics.testLoss[index])
        }
    }
}
