import ArtifactStore
import Compute
import Formats
import Model
import Foundation
import HDF5
import Networks
import Random
import StageKit
import Training

/// One segment of a network's training, between two snapshots.
struct Segment {
    let arguments: TrainingArguments
    let threads: Int
    let device: DeviceChoice

    var inputs: [StageCall.Input] {
        [.one(.data, arguments.data), .one(.mask, arguments.mask)]
            + (arguments.startMask.map { [.one(.startMask, $0)] } ?? [])
            + (arguments.stateIn.map { [.one(.state, $0)] } ?? [])
    }

    var recipeParameters: [String: CanonicalJSON] {
        var parameters: [String: CanonicalJSON] = [
            "from-epoch": .integer(arguments.fromEpoch), "to-epoch": .integer(arguments.toEpoch),
        ]
        for (name, value) in arguments.conditions.parameters { parameters[name] = CanonicalJSON(value) }
        // The order of connections in memory decides the last bits of the mean gradient; OpenBLAS decides more.
        if arguments.products != .automatic { parameters["products"] = .string(arguments.products.rawValue) }
        for (name, value) in [
            ("max-steps", arguments.maxSteps), ("train-limit", arguments.trainLimit),
            ("test-limit", arguments.testLimit), ("patience", arguments.patience),
        ] {
            if let value { parameters[name] = .integer(value) }
        }
        return parameters
    }

    /// Products through OpenBLAS depend on its version and on the kernels that it picks for this processor.
    var libraries: [String: String] {
        var libraries = ["hdf5": HDF5Library.version]
        if arguments.products == .openBLAS {
            libraries["openblas"] = "\(OpenBLAS.version), \(OpenBLAS.coreType)"
        }
        return libraries
    }

    /// Trains, or goes on from what a killed predecessor saved last, and writes the outputs.
    func train(_ workspace: Workspace) throws {
        Interruption.watch()
        let maskDigest = workspace.digests(of: .mask)[0]
        let (trainer, checkpoints, saved) = try prepare(workspace, maskDigest)
        var record = saved
        let before = record.metrics
        try run(trainer, workspace.progress, alreadyDone: record.metrics.trainLoss.count) {
            record.metrics = before.followed(by: trainer.metrics)
            record.divergedStep = trainer.divergedStep
            try checkpoints.save(try trainer.takeState(), record)
        }
        record.metrics = before.followed(by: trainer.metrics)
        (record.epoch, record.hasStopped, record.best) = (trainer.epoch, trainer.hasStopped, trainer.best)
        record.divergedStep = trainer.divergedStep
        if let step = trainer.divergedStep {
            workspace.progress.say("diverged at step \(step): what it answers from then on is known")
        }
        try write(trainer, maskDigest, record, to: workspace)
    }

    /// Everything to train with, and the record of what a killed predecessor did. The mask and the state that training
    /// starts from are not kept: with the trainer's own copies they would be the largest part of the memory.
    private func prepare(
        _ workspace: Workspace, _ maskDigest: String
    ) throws -> (Trainer, Checkpoints, MetricsRecord) {
        let (mask, connectome) = try readMask()
        let dataset = try readDataset()
        let start = try readStartMask(nodes: mask.hiddenNodes)
        let network = description(of: mask, startingOn: start, dataset)
        let checkpoints = Checkpoints(workspace: workspace, network: network, mask: maskDigest)
        let found = try checkpoints.latest()
        let state =
            try found?.state ?? arguments.stateIn.map { try readState($0, of: network, mask: maskDigest) }
        let device = try Device.open(device)
        device?.admit = workspace.admit
        let trainer = try makeTrainer(mask, connectome, startingOn: start, dataset, resuming: state, device)
        if found != nil { workspace.progress.say("goes on after \(Self.words(trainer))") }
        // Who asks for the untrained network alone wants its weights; their accuracy is chance, and costs more than they do.
        if state == nil && arguments.toEpoch > 0 {
            try trainer.evaluateBeforeTraining { done in
                evaluates(done, trainer, workspace.progress)
                try stopIfWanted(trainer)
            }
        }
        if trainer.hasStopped { workspace.progress.say("training ended after epoch \(trainer.epoch)") }
        return (trainer, checkpoints, found?.metrics ?? emptyRecord(network, firstStep: trainer.step))
    }

    private func namingMask<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch TrainingError.connectome(let problem) {
            throw StageFailure.badData("\(arguments.mask): \(problem)")
        }
    }

    private func makeTrainer(
        _ mask: ConnectivityMask, _ connectome: Connectome?, startingOn start: ConnectivityMask?,
        _ dataset: Dataset, resuming state: TrainingState?, _ device: Device?
    ) throws -> Trainer {
        let options = TrainingOptions(
            arguments.conditions, patience: arguments.patience, products: arguments.products, threads: threads
        )
        guard let state else {
            return try namingMask {
                try Trainer(
                    options, mask: mask, startingOn: start, connectome: connectome, dataset: dataset,
                    device: device)
            }
        }
        do {
            return try namingMask {
                try Trainer(
                    options, mask: mask, connectome: connectome, dataset: dataset, resuming: state,
                    device: device)
            }
        } catch let error where error is ShapeMismatch || error is GeneratorStateError {
            throw StageFailure.badData("\(arguments.stateIn ?? "the saved state"): \(error)")
        }
    }

    private static func words(_ trainer: Trainer) -> String {
        let epoch = "epoch \(trainer.epoch)"
        guard trainer.stepInEpoch > 0 else { return epoch }
        return epoch + " and \(trainer.stepInEpoch) of \(trainer.stepsPerEpoch) steps"
    }

    private func evaluates(_ done: Int, _ trainer: Trainer, _ progress: StageProgress) {
        progress.update(done, of: trainer.testImages, unit: "test images")
    }

    private func stopIfWanted(_ trainer: Trainer) throws {
        try Interruption.check(
            "stopped after \(Self.words(trainer)), of \(arguments.toEpoch) epochs, as it was asked to")
    }

    /// Runs the epochs that are left. `save` is called after each but the last, within one whenever the last call is long ago, and
    /// before training ends because it was asked to.
    private func run(
        _ trainer: Trainer, _ progress: StageProgress, alreadyDone: Int, save: @escaping () throws -> Void
    ) throws {
        let clock = ContinuousClock()
        var saved = clock.now
        let epochs = arguments.toEpoch - arguments.fromEpoch
        let total = min(arguments.maxSteps ?? .max, epochs * trainer.stepsPerEpoch)
        var done = alreadyDone
        // After the last step there may be an evaluation left.
        while !trainer.hasStopped && trainer.epoch < arguments.toEpoch
            && (done < total || trainer.stepInEpoch == trainer.stepsPerEpoch)
        {
            let before = done - trainer.stepInEpoch
            func note(step: Int, steps: Int, loss: Float) throws {
                done = before + step
                progress.update(done, of: total, unit: "steps", note: String(format: ", loss %.4f", loss))
                guard step < steps, done < total else { return }
                if Interruption.isWanted || saved.duration(to: clock.now) >= .seconds(arguments.saveEvery) {
                    try save()
                    try stopIfWanted(trainer)
                    saved = clock.now
                }
            }
            func evaluating(done: Int) throws {
                evaluates(done, trainer, progress)
                guard Interruption.isWanted else { return }
                try save()
                try stopIfWanted(trainer)
            }
            let isFinished = try trainer.runEpoch(
                maxSteps: total - before, progress: note, proceed: evaluating)
            if isFinished && trainer.epoch < arguments.toEpoch && done < total && !trainer.hasStopped {
                try save()
                try stopIfWanted(trainer)
                saved = clock.now
            }
        }
    }

    private func write(
        _ trainer: Trainer, _ maskDigest: String, _ record: MetricsRecord, to workspace: Workspace
    ) throws {
        let state = try trainer.takeState()
        let mask = try ConnectivityMask(readingFrom: arguments.mask)
        try WeightSnapshot(
            description: record.description, epoch: trainer.epoch, step: trainer.step, mask: mask,
            parameters: state.parameters, inhibitoryNodes: trainer.inhibitoryNodes,
            divergedStep: trainer.divergedStep
        ).write(to: workspace.path(.weights))
        try state.write(to: workspace.path(.state), description: record.description, mask: maskDigest)
        try record.write(to: workspace.path(.metrics))
    }

    private func description(
        of mask: ConnectivityMask, startingOn start: ConnectivityMask?, _ dataset: Dataset
    ) -> Conditions {
        var network = arguments.conditions
        network.dataset = dataset.name
        (network.trainingImages, network.testImages) = (dataset.training.count, dataset.test.count)
        (network.hiddenNodes, network.density) = (mask.hiddenNodes, mask.density)
        (network.connections, network.maskSeed) = (mask.count, mask.seed.map { Int($0) })
        // Where all nodes are connected, no rule wires them.
        network.wiring = mask.density == 1 ? nil : mask.wiring.distinguishing
        network.startDensity = start?.density
        return network
    }

    private func emptyRecord(_ network: Conditions, firstStep: Int) -> MetricsRecord {
        MetricsRecord(
            description: network, fromEpoch: arguments.fromEpoch, toEpoch: arguments.toEpoch,
            firstStep: firstStep, metrics: TrainingMetrics())
    }
}
