import Compute
import Model
import Networks
import Random

/// Trains a network of the paper by back-propagation (through time) and Adam (paper, Methods).
///
/// The order of draws is that of the authors' notebook, so that masks, initial weights and batch orders are theirs bit
/// for bit: all parameters, one pass over the test set, then for each epoch one pass over the training images and one
/// over the test set. The same options, mask and dataset give the same bits, whatever the number of threads, and
/// whether or not training was resumed in between.
package final class Trainer {
    /// Sizes of the network.
    package let shape: NetworkShape
    /// How it is trained.
    package let options: TrainingOptions
    /// Epochs finished.
    package private(set) var epoch: Int
    /// Steps (batches) finished since the start of training.
    package internal(set) var step: Int
    /// The best of all evaluations since the start of training; nil before the first.
    package internal(set) var best: BestEvaluation?
    /// True when the test loss has not become lower for `options.patience` epochs: training has ended.
    package internal(set) var hasStopped = false
    /// The first step, counted from 1, in which the loss or the mean magnitude of the gradient was NaN; nil while there is none.
    ///
    /// From then on all outputs are NaN, as in PyTorch: a NaN among the recurrent weights makes its node NaN and so all outputs, and a
    /// loss that is NaN gives NaN gradients of all biases of the read-out. So nothing more is computed (artifacts/FORMAT.md).
    package internal(set) var divergedStep: Int?
    /// What was measured since this trainer was made.
    package internal(set) var metrics = TrainingMetrics()

    /// The network, for its activations and for `products`, the choice that was made.
    package let network: Network
    let engine: Engine
    let dataset: Dataset
    let firstMoments: ParameterSet
    let secondMoments: ParameterSet
    let blockSums: AlignedArray<Float>
    private(set) var order: [Int64] = []
    private var random: TorchRandom
    /// The generator before it drew the order of this epoch.
    private var epochStart: GeneratorState
    /// Which nodes are inhibitory under Dale's rule; nil without one.
    package let inhibitoryNodes: [Bool]?
    /// Which nodes get inputs and are read; nil: all.
    let chosenNodes: ChosenNodes?
    /// The signs that the rule enforces, in the order of the weights in memory.
    let signs: AlignedArray<UInt8>?

    /// An untrained network with the parameters that `options.seed` gives.
    ///
    /// - Parameters:
    ///   - start: a mask outside of which weights start at zero, although they are trained (paper, figure S5B).
    ///   - connectome: what the mask's file says of weights and groups, where the options name them.
    ///   - device: what computes the network; nil: the processor does.
    /// - Throws: `TrainingError`, `NumPyDrawError`, `InstructionSetError`, `EngineError`, `DeviceError`.
    package convenience init(
        _ options: TrainingOptions, mask: ConnectivityMask, startingOn start: ConnectivityMask? = nil,
        connectome: Connectome? = nil, dataset: Dataset, device: Device? = nil
    ) throws {
        try self.init(
            options, mask: mask, connectome, dataset: dataset, device: device,
            random: TorchRandom(seed: UInt64(options.seed)))
        guard start.map({ $0.hiddenNodes == mask.hiddenNodes }) ?? true else {
            throw TrainingError.startMask(nodes: start?.hiddenNodes ?? 0, wanted: mask.hiddenNodes)
        }
        let scale = -Float(options.dale?.inhibitoryScale ?? 1)
        let signs = inhibitoryNodes?.map { $0 ? scale : 1 }
        let bound = InitialParameters.recurrentBound(gain: options.weightGain, mask)
        var drawn = InitialParameters.draw(
            shape, mask: mask, bound: bound, signs: signs, start: start, from: &random)
        if let spread = options.weightSpread {
            InitialParameters.spread(
                &drawn.recurrentWeights, mask, by: spread, bound: bound, scales: signs,
                seed: UInt32(options.seed))
        }
        if options.initialWeights == .connectome {
            InitialParameters.scale(
                &drawn.recurrentWeights, mask, to: connectome?.weights ?? [], bound: bound, scales: signs)
        }
        if let gains = options.groupGains?.byNode(groups: connectome?.groups ?? []) {
            InitialParameters.multiply(&drawn.recurrentWeights, mask, by: gains)
        }
        try network.parameters.copy(from: drawn)
        chosenNodes?.clearOthers(in: network.parameters)
        _ = random.shuffledPass(dataset.test.count)  // the notebook tests once before it trains
        network.parametersChanged()
    }

    /// Goes on after a step, bit for bit as if training had never stopped.
    ///
    /// - Throws: `TrainingError`, `ShapeMismatch` if the state is of another mask or dataset, `GeneratorStateError`,
    ///   `InstructionSetError`, `EngineError`, `DeviceError`.
    package convenience init(
        _ options: TrainingOptions, mask: ConnectivityMask, connectome: Connectome? = nil, dataset: Dataset,
        resuming state: TrainingState, device: Device? = nil
    ) throws {
        try self.init(
            options, mask: mask, connectome, dataset: dataset, device: device,
            random: TorchRandom(state: state.generator))
        guard state.epoch >= 0, (0...stepsPerEpoch).contains(state.step - state.epoch * stepsPerEpoch) else {
            throw TrainingError.state(
                "step \(state.step) is not one of the epoch after \(state.epoch) epochs of \(stepsPerEpoch) steps each; "
                    + "use the same batch and training images as before")
        }
        epoch = state.epoch
        step = state.step
        best = state.best
        (hasStopped, divergedStep) = (state.hasStopped, state.divergedStep)
        try network.parameters.copy(from: state.parameters)
        try firstMoments.copy(from: state.firstMoments)
        try secondMoments.copy(from: state.secondMoments)
        network.parametersChanged()
    }

    private init(
        _ options: TrainingOptions, mask: ConnectivityMask, _ connectome: Connectome?, dataset: Dataset,
        device: Device?, random: TorchRandom
    ) throws {
        try Self.check(options, mask, dataset)
        try Self.check(options, connectome)
        self.options = options
        self.dataset = dataset
        self.random = random
        epochStart = random.state
        epoch = 0
        step = 0
        shape = NetworkShape(options.network, mask: mask, dataset: dataset)
        let batch = min(options.batch, dataset.training.count)
        engine = try Engine(
            threads: options.threads, instructionSet: options.instructionSet, device: device)
        network = Network(
            shape: shape, mask: mask, nonlinearity: options.nonlinearity,
            batch: batch, products: options.products, engine: engine)
        try engine.prepareDevice(
            network.deviceNeed(parameterSets: 4, signs: shape.connections), batch: batch)
        inhibitoryNodes = try Self.inhibitoryNodes(options, mask)
        signs = options.dale?.isEnforced == true ? Self.signs(mask, inhibitoryNodes ?? [], network) : nil
        chosenNodes = try ChosenNodes(
            options.conditions, nodes: mask.hiddenNodes, groups: connectome?.groups)
        firstMoments = ParameterSet(like: network.parameters)
        secondMoments = ParameterSet(like: network.parameters)
        blockSums = AlignedArray(count: Engine.adamBlocks(shape.connections))
    }

    /// Steps in an epoch; the last batch may be smaller than the others.
    package var stepsPerEpoch: Int { (dataset.training.count + options.batch - 1) / options.batch }

    /// Images of the test set, or of its part that is used.
    package var testImages: Int { dataset.test.count }

    /// A copy of the parameters.
    package var parameters: NetworkParameters { network.parameters.values() }

    /// Steps of the current epoch that are finished.
    package var stepInEpoch: Int { step - epoch * stepsPerEpoch }

    /// A copy of everything that `init(_:mask:dataset:resuming:)` needs. Within an epoch, which ends with the evaluation, its generator is
    /// that of the epoch's start, from which the same order is drawn again.
    ///
    /// The copy takes the place of the network's working memory: the activations of the last batch are gone.
    /// - Throws: `DeviceError` if the device has failed, so that what it computed is lost.
    package func takeState() throws(DeviceError) -> TrainingState {
        network.releaseWorkingMemory()
        let state = TrainingState(
            epoch: epoch, step: step, best: best, hasStopped: hasStopped, divergedStep: divergedStep,
            parameters: parameters, firstMoments: firstMoments.values(),
            secondMoments: secondMoments.values(),
            generator: stepInEpoch == 0 ? random.state : epochStart)
        try engine.checkDevice()
        return state
    }

    /// Trains to the end of an epoch and evaluates the test set after it.
    ///
    /// - Parameters:
    ///   - maxSteps: stop after this step of the epoch.
    ///   - progress: called after each step with the step of this epoch (from 1), the steps of an epoch, and the loss. It
    ///     may take the state, or end training by an error.
    ///   - shouldStop: asked before each step; true ends the epoch there.
    ///   - proceed: called before each batch of the evaluation with the test images that are done. It may take the state, from which
    ///     another trainer evaluates, and end training by an error.
    /// - Precondition: training has not stopped early, and no call was ended within an epoch.
    /// - Returns: whether the epoch was finished. If not, the test set is not evaluated; only another trainer can go on, from the
    ///   state.
    /// - Throws: what `progress` and `proceed` throw; `DeviceError` if the device failed: the step is not counted then.
    @discardableResult
    package func runEpoch(
        maxSteps: Int? = nil, progress: ((_ step: Int, _ steps: Int, _ loss: Float) throws -> Void)? = nil,
        shouldStop: (() -> Bool)? = nil, proceed: (Int) throws -> Void = { _ in }
    ) throws -> Bool {
        precondition(!hasStopped, "training has ended early")
        epochStart = random.state
        order = random.shuffledPass(dataset.training.count).map { Int64($0) }
        let steps = stepsPerEpoch
        for index in stepInEpoch..<steps {
            if let maxSteps, index >= maxSteps { return false }
            if let shouldStop, shouldStop() { return false }
            let first = index * options.batch
            let loss = try trainStep(first..<min(order.count, first + options.batch))
            try progress?(index + 1, steps, loss)
        }
        let result = try evaluation(proceed)
        _ = random.shuffledPass(dataset.test.count)
        epoch += 1
        note(result)
        try engine.checkDevice()
        return true
    }
}
