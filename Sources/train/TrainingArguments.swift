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
    @OptionGroup var weightOptions: FieldOptions
    @OptionGroup var dale: DaleArguments
    @Option(
        help: ArgumentHelp(
            "Start with weights at zero outside of this mask, but train all of --mask (sparse to dense).",
            valueName: "file.h5"))
    var startMask: String?

    /// What they say of the network; mask and dataset say the rest.
    var conditions: Conditions {
        weightOptions.applied(
            to: Conditions(
                network: network, nonlinearity: nonlinearity, seed: seed, dale: dale.rule,
                learningRate: learningRate, batch: batch, perClass: perClass))
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
extension Nonlinearity: ExpressibleByArgument {}
extension ProductChoice: ExpressibleByArgument {}
