import Foundation
import NetworkSamples
import Testing

@testable import Model

/// Whatever distinguishes two networks shows wherever networks are named.
@Suite struct ConditionsTests {
    private static let unusual = NetworkSample.unusual
    private static let others = NetworkSample.others

    /// Values that follow from the others and from the dataset, and so need not be said.
    private static let following: Set = ["connections", "train_images", "test_images"]
    /// Values that come to `train` with an input, whose digest is in the recipe.
    private static let ofInputs: Set = [
        "dataset", "hidden_nodes", "density", "connections", "mask_seed", "wiring", "start_density",
        "train_images",
        "test_images",
    ]

    @Test func everyAttributeIsTried() {
        #expect(NetworkSample.namesOfTried == Conditions.attributes.map(\.name))
    }

    @Test func everyAttributeTellsNetworksApart() throws {
        for (name, other) in Self.others {
            #expect(other.differences(from: Self.unusual) == [name])
            let data = try JSONEncoder().encode(other)
            #expect(try JSONDecoder().decode(Conditions.self, from: data) == other)
            #expect((other < Self.unusual) != (Self.unusual < other), "\(name) decides an order")
            let isOfSeed = ["connections", "seed", "mask_seed"].contains(name)
            #expect((other.unseeded == Self.unusual.unseeded) == isOfSeed, "\(name)")
        }
    }

    /// An unknown name is not taken for another one, and no number is taken that nothing can have.
    @Test(arguments: [
        #"{"network": "lstm"}"#, #"{"nonlinearity": "sigmoid"}"#, #"{"hidden_nodes": -3}"#,
        #"{"density": 1.5}"#, #"{"density": "0.1"}"#, #"{"inhibitory_drawing": "never"}"#,
        #"{"start_density": 0}"#, #"{"learning_rate": -1}"#, #"{"seed": -1}"#,
    ])
    func whatCannotBeIsRefused(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Conditions.self, from: Data(text.utf8))
        }
    }

    @Test func everyAttributeIsInPathsRecipesAndSentences() {
        func parameters(_ conditions: Conditions) -> [String] {
            conditions.parameters.map { "\($0.name) \($0.value)" }
        }
        for (name, other) in Self.others where !Self.following.contains(name) {
            #expect(other.folder(limits: "") != Self.unusual.folder(limits: ""), "\(name)")
            #expect(other.title != Self.unusual.title, "\(name)")
            let isParameter = !Self.ofInputs.contains(name)
            #expect((parameters(other) != parameters(Self.unusual)) == isParameter, "\(name)")
            #expect(Conditions.fields.words(other) != Conditions.fields.words(Self.unusual), "\(name)")
        }
    }

    /// These are in every store: they may not change.
    @Test func namesAreTheOnesOfTheFormat() {
        #expect(
            Conditions.attributes.map(\.name) == [
                "dataset", "network", "nonlinearity", "hidden_nodes", "density", "connections", "seed",
                "mask_seed", "inhibitory_fraction", "inhibitory_scale", "inhibitory_drawing", "dale_enforced",
                "wiring", "recurrent_weights", "initial_weights", "weight_spread", "weight_gain",
                "input_fraction", "readout_fraction", "input_group", "readout_group", "group_gains",
                "start_density", "learning_rate", "batch", "train_images", "per_class",
                "test_images",
            ])
        #expect(
            Self.unusual.parameters.map(\.name) == [
                "network", "nonlinearity", "seed", "inhibitory-fraction", "inhibitory-scale", "dale-drawing",
                "dale-enforced", "recurrent-weights", "initial-weights", "weight-spread", "weight-gain",
                "input-fraction", "readout-fraction", "input-group", "readout-group", "group-gains",
                "learning-rate", "batch", "per-class",
            ])
        #expect(
            Self.unusual.folder(limits: "-train300-test200")
                == "runs/mnist-train300-test200-30perclass/rnn-relu-dale-enforced0.5x2-from0.1-lr0.01-b20-m7"
                + "-fixed-spread1-gain0.01-in0.5-out0.25-weights-connectome-in-sensory-out-motor_20cells-gains-motor_20cells_3d0.5_2csensory_3d2/n64-p0.25-distance-length0.3/s3"
        )
        let paper = Conditions(dataset: "mnist", hiddenNodes: 1000, density: 0.1, seed: 2)
        #expect(paper.folder(limits: "") == "runs/mnist/rnn-relu/n1000-p0.1/s2")
        #expect(paper.title == "rnn (relu) of 1000 hidden nodes, density 0.1, seed 2, on mnist")
    }

    @Test func factorsOfGroups() {
        #expect(GroupGains("b=2, a = x=0.50")?.text == "a = x=0.5,b=2")
        #expect(GroupGains("a=0")?.byNode(groups: ["a", "c"]) == [0, 1])
        #expect(GroupGains("a=0,b=2")?.byNode(groups: ["a", "c"]) == nil)
        for wrong in ["", "a", "a=", "a=x", "=1", "a=1,", "a=1,a=2", "a=-1", "a=nan", "a=1001"] {
            #expect(GroupGains(wrong) == nil, "\(wrong)")
        }
    }

    @Test func optionsOfTrainSayWhatDiffers() {
        #expect(
            Self.unusual.options == [
                "--network", "rnn", "--nonlinearity", "relu", "--seed", "3", "--dale", "enforced",
                "--inhibitory",
                "0.5", "--inhibitory-scale", "2", "--recurrent-weights", "fixed",
                "--initial-weights", "connectome", "--weight-spread", "1",
                "--weight-gain", "0.01", "--input-fraction", "0.5", "--readout-fraction", "0.25",
                "--input-group", "sensory", "--readout-group", "motor cells",
                "--group-gains", "motor cells=0.5,sensory=2",
                "--learning-rate", "0.01", "--batch",
                "20", "--per-class",
                "30",
            ])
    }
}
