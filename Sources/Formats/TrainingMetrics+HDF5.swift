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
            try root.setDivergedStep(divergedStep)
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

    /// Reads an artifact of kind `metrics`. Losses and gradients may be infinite, and NaN from the step on in which the network
    /// diverged.
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
            let metrics = try TrainingMetrics(
                reading: root, epochs: from...to, maximumSteps: (to - from) * steps)
            let divergedStep = try root.divergedStep(upTo: firstStep + metrics.trainLoss.count)
            try Self.requireNumbers(metrics, before: divergedStep.map { $0 - 1 - firstStep }, root)
            return MetricsRecord(
                description: description, fromEpoch: from, toEpoch: to, firstStep: firstStep, epoch: epoch,
                hasStopped: hasStopped, divergedStep: divergedStep,
                best: try BestEvaluation(ifIn: root, upTo: to), metrics: metrics)
        }
    }

    /// Throws where a loss or gradient is NaN before the place of the step in which the network diverged, or is a number after it.
    private static func requireNumbers(
        _ metrics: TrainingMetrics, before diverged: Int?, _ root: borrowing HDF5Group
    ) throws {
        for (name, values) in [
            ("loss", metrics.trainLoss), ("mean_abs_gradient", metrics.meanAbsGradient),
        ] {
            // In that step the loss may still be a number.
            let isWrong = { (place: Int) in
                place == diverged && name == "loss"
                    ? false : values[place].isNaN != (place >= diverged ?? .max)
            }
            guard let place = values.indices.first(where: isWrong) else { continue }
            throw try root.group("train").dataset(name).wrong(
                "holds \(values[place].words) at place \(place), but numbers were expected before the step in which the "
                    + "network diverged (attribute diverged_step), and nan after it")
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
            "loss", as: Float.self, shape: [nil], units: "nat", axes: ["step"], in: .anyMagnitude)
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
