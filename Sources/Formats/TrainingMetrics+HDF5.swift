import HDF5
import Model

extension MetricsRecord {
    /// Writes an artifact of kind `metrics`.
    /// - Throws: `HDF5Error`.
    package func write(to path: String) throws {
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

    /// Reads an artifact of kind `metrics`. Losses and gradients of a network that diverged may be infinite or NaN: what is
    /// measured of them refuses that.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package init(readingFrom path: String) throws {
        self = try readArtifact(at: path, kind: "metrics", versions: 2...2) { root in
            let description = try Conditions(reading: root)
            let from = try root.attribute("from_epoch", in: CountRange.any)
            let to = try root.attribute("to_epoch", in: from...CountRange.any.upperBound)
            let hasStopped = try root.flag("stopped")
            let epoch = try root.attribute("epoch", in: (hasStopped ? 0 : from)...to)
            let steps = description.stepsPerEpoch
            // A training that ended before this segment had finished fewer epochs.
            let before = hasStopped ? min(epoch, from) * steps : from * steps
            let firstStep = try root.attribute("first_step", in: CountRange.steps)
            guard firstStep == before else {
                throw root.wrong(
                    "first_step",
                    "is \(firstStep), but \(before) was expected by from_epoch, train_images and batch")
            }
            return MetricsRecord(
                description: description, fromEpoch: from, toEpoch: to, firstStep: firstStep, epoch: epoch,
                hasStopped: hasStopped, best: try BestEvaluation(ifIn: root, upTo: to),
                metrics: try TrainingMetrics(
                    reading: root, epochs: from...to, maximumSteps: (to - from) * steps))
        }
    }
}

extension TrainingMetrics {
    /// Reads the arrays of an artifact of kind `metrics`.
    ///
    /// - Parameters:
    ///   - epochs: those that can have been evaluated.
    ///   - maximumSteps: how many steps they have.
    fileprivate init(
        reading root: borrowing HDF5Group, epochs: ClosedRange<Int>, maximumSteps: Int
    ) throws {
        self.init()
        let train = try root.group("train")
        trainLoss = try train.readNumbers(
            "loss", as: Float.self, shape: [nil], units: "nat", axes: ["step"], in: .magnitude)
        guard trainLoss.count <= maximumSteps else {
            throw try train.dataset("loss").wrong(
                "has \(trainLoss.count) steps, but the epochs \(epochs) have \(maximumSteps)")
        }
        meanAbsGradient = try train.readNumbers(
            "mean_abs_gradient", as: Float.self, shape: [trainLoss.count], units: "nat", axes: ["step"],
            in: .anyMagnitude)
        let test = try root.group("test")
        testEpochs = try test.readCounts(
            "epoch", count: nil, units: "epoch", axis: "evaluation", in: epochs)
        if let place = testEpochs.indices.dropFirst().first(where: { testEpochs[$0] <= testEpochs[$0 - 1] }) {
            throw try test.dataset("epoch").wrong(
                "holds \(testEpochs[place]) after \(testEpochs[place - 1]), but increasing epochs were expected"
            )
        }
        let count = testEpochs.count
        testAccuracy = try test.readNumbers(
            "accuracy", as: Double.self, shape: [count], units: "fraction", axes: ["evaluation"],
            in: .fraction)
        testLoss = try test.readNumbers(
            "loss", as: Double.self, shape: [count], units: "nat", axes: ["evaluation"], in: .anyMagnitude)
    }
}
