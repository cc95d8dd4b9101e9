import ArgumentParser
import Formats
import Model
import Networks

/// What decides the result of a training.
struct TrainingArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Dataset, from fetch-data.", valueName: "file.h5"))
    var data: String
    @Option(help: ArgumentHelp("Mask, from build-mask.", valueName: "file.h5"))
    var mask: String
    @Option(
        help:
            "Hidden nodes: rnn (one layer, recurrent, step by step) or feedforward (two layers, whole examples)."
    )
    var network: NetworkKind = .rnn
    @Option(
        help:
            "Function of the hidden nodes: \(Nonlinearity.allCases.map(\.rawValue).joined(separator: ", ")).")
    var nonlinearity: Nonlinearity = .relu
    @Option(help: "Seed of initial weights and batch orders.")
    var seed: Int = 0
    @Option(help: "Adam's step size.")
    var learningRate = Conditions.paper.learningRate
    @Option(help: "Images a step.")
    var batch = Conditions.paper.batch
    @Option(help: ArgumentHelp("Epochs that are finished already.", valueName: "epoch"))
    var fromEpoch = 0
    @Option(
        help: ArgumentHelp(
            "Epochs to have finished at the end; 0: the untrained network, untested.", valueName: "epoch"))
    var toEpoch = 1
    @Option(help: ArgumentHelp("State after --from-epoch, where that is not 0.", valueName: "file.h5"))
    var stateIn: String?
    @Option(
        help: ArgumentHelp(
            "Draw K training examples of each class, with NumPy's generator and --seed, and learn from them only.",
            valueName: "K"))
    var perClass: Int?
    @Option(
        help: ArgumentHelp(
            "End training when the test loss has not become lower for this many epochs; the paper's, with limited data, is 20.",
            valueName: "epochs"))
    var patience: Int?
    @Option(
        help: ArgumentHelp(
            "Stop after K steps, for comparisons; training cannot continue from within an epoch.",
            valueName: "K"))
    var maxSteps: Int?
    @Option(help: ArgumentHelp("Use the first K training examples only: for tests.", valueName: "K"))
    var trainLimit: Int?
    @Option(help: ArgumentHelp("Use the first K test examples only: for tests.", valueName: "K"))
    var testLimit: Int?
    @Option(
        help: ArgumentHelp(
            "Products with the recurrent weights: automatic (dense if all nodes are connected), sparse, dense; or openblas, to compare with.",
            valueName: "how"))
    var products: ProductChoice = .automatic

    @Option(
        help: ArgumentHelp(
            "Save the state within an epoch after this many seconds; a training that was killed goes on from it.",
            valueName: "seconds"))
    var saveEvery = 600.0
    @Option(
        help:
            "Weights between hidden nodes: trained, or fixed as they were drawn, so that only inputs, biases and read-out learn."
    )
    var recurrentWeights: RecurrentWeights = .trained
    @Option(
        help:
            "Magnitudes of initial weights between hidden nodes: drawn, or in proportion to those of the connectome that --mask is."
    )
    var initialWeights: InitialWeights = .drawn
    @Option(
        help: ArgumentHelp(
            "Draw initial weights between hidden nodes lognormal, with this standard deviation of their logarithms.",
            valueName: "S"))
    var weightSpread: Double?
    @Option(
        help: ArgumentHelp(
            "Draw initial weights between hidden nodes in ±G/√(E/N), by the mean number of inputs; the paper's are in ±0.001.",
            valueName: "G"))
    var weightGain: Double?
    @Option(help: ArgumentHelp("Give inputs to this fraction of the hidden nodes only.", valueName: "F"))
    var inputFraction: Double?
    @Option(
        help: ArgumentHelp("Let the read-out see this fraction of the hidden nodes only.", valueName: "F"))
    var readoutFraction: Double?
    @Option(
        help: ArgumentHelp(
            "Give inputs to the hidden nodes of this group of --mask only.", valueName: "group"))
    var inputGroup: String?
    @Option(
        help: ArgumentHelp(
            "Let the read-out see the hidden nodes of this group of --mask only.", valueName: "group"))
    var readoutGroup: String?
    @Option(
        help: ArgumentHelp(
            "Multiply initial weights of connections from the hidden nodes of these groups of --mask: sensory=2,motor=0.5.",
            valueName: "group=factor,…"),
        transform: GroupGains.init(argument:))
    var groupGains: GroupGains?
    @OptionGroup var dale: DaleArguments
    @Option(
        help: ArgumentHelp(
            "Start with weights at zero outside of this mask, but train all of --mask (sparse to dense).",
            valueName: "file.h5"))
    var startMask: String?

    /// What they say of the network; mask and dataset say the rest.
    var conditions: Conditions {
        Conditions(
            network: network, nonlinearity: nonlinearity, seed: seed, dale: dale.rule,
            recurrentWeights: recurrentWeights, initialWeights: initialWeights, weightSpread: weightSpread,
            weightGain: weightGain, inputFraction: inputFraction, readoutFraction: readoutFraction,
            inputGroup: inputGroup, readoutGroup: readoutGroup, groupGains: groupGains,
            learningRate: learningRate, batch: batch,
            perClass: perClass)
    }

    func validate() throws {
        guard (0...Int(UInt32.max)).contains(seed) else {
            throw ValidationError("--seed \(seed) is outside 0 to \(UInt32.max)")
        }
        guard learningRate > 0, learningRate.isFinite else {
            throw ValidationError(
                "--learning-rate \(learningRate) is not a positive number; the paper's is 0.001")
        }
        guard (1...Int(Int32.max)).contains(batch) else {
            throw ValidationError("--batch \(batch) is outside 1 to \(Int32.max); the paper's is 100")
        }
        for (name, value) in [("weight-spread", weightSpread), ("weight-gain", weightGain)] {
            if let value, !(value > 0 && value <= 10) {
                throw ValidationError("--\(name) \(value) is not above 0 and at most 10")
            }
        }
        for (name, value) in [("input-fraction", inputFraction), ("readout-fraction", readoutFraction)] {
            if let value, !(value > 0 && value <= 1) {
                throw ValidationError("--\(name) \(value) is not above 0 and at most 1")
            }
        }
        for (name, group) in [("input-group", inputGroup), ("readout-group", readoutGroup)] {
            // Tables write none for what is not said.
            guard let group else { continue }
            guard !group.isEmpty, group != "none" else {
                throw ValidationError(
                    "--\(name) \(group) names no group; leave it out, or name one of --mask")
            }
        }
        guard fromEpoch >= 0, toEpoch > fromEpoch || toEpoch == 0 && fromEpoch == 0 else {
            throw ValidationError(
                "--to-epoch \(toEpoch) must be above --from-epoch \(fromEpoch), which is at least 0; or both are 0"
            )
        }
        guard toEpoch <= Int(Int32.max) else {
            throw ValidationError("--to-epoch \(toEpoch) is above \(Int32.max)")
        }
        if fromEpoch > 0 && stateIn == nil {
            throw ValidationError("--from-epoch \(fromEpoch) needs the state after it: give --state-in")
        }
        if fromEpoch == 0 && stateIn != nil {
            throw ValidationError(
                "--state-in is there, but --from-epoch is not: give the epoch it was saved after")
        }
        guard saveEvery >= 0, saveEvery <= 1e9 else {
            throw ValidationError(
                "--save-every \(saveEvery) is not a number of seconds from 0 to 1,000,000,000")
        }
        for (name, value) in [
            ("max-steps", maxSteps), ("train-limit", trainLimit), ("test-limit", testLimit),
            ("per-class", perClass), ("patience", patience),
        ] {
            if let value, value < 1 { throw ValidationError("--\(name) \(value) is not at least 1") }
        }
    }
}

extension NetworkKind: ExpressibleByArgument {}
extension RecurrentWeights: ExpressibleByArgument {}
extension GroupGains {
    fileprivate init(argument: String) throws {
        guard let gains = GroupGains(argument) else {
            throw ValidationError(
                "give \(Self.advice), each group once and each factor of \(Self.range.lowerBound.canonical) to \(Self.range.upperBound.canonical)"
            )
        }
        self = gains
    }
}
extension InitialWeights: ExpressibleByArgument {}
extension Nonlinearity: ExpressibleByArgument {}
extension ProductChoice: ExpressibleByArgument {}
