import Model

/// Networks that differ in each attribute that networks can differ in. A new field of `Conditions` needs a line in `others`: tests that
/// try each attribute fail without it (`namesOfTried`).
package enum NetworkSample {
    /// A network that is nowhere as in the paper.
    package static let unusual = Conditions(
        dataset: "mnist", network: .rnn, nonlinearity: .relu, hiddenNodes: 64, density: 0.25,
        connections: 1000,
        seed: 3, maskSeed: 7, dale: DaleRule(inhibitoryFraction: 0.5, inhibitoryScale: 2),
        wiring: Wiring(rule: "distance", values: ["length": .real(0.3)]), recurrentWeights: .fixed,
        initialWeights: .connectome,
        weightSpread: 1, weightGain: 0.01, inputFraction: 0.5, readoutFraction: 0.25, inputGroup: "sensory",
        readoutGroup: "motor cells", groupGains: GroupGains("sensory=2,motor cells=0.5"), startDensity: 0.1,
        learningRate: 0.01, batch: 20, trainingImages: 300, perClass: 30, testImages: 200)

    /// The same with one other value, by the name of the attribute.
    package static let others: [(name: String, conditions: Conditions)] = {
        let changes: [(String, (inout Conditions) -> Void)] = [
            ("dataset", { $0.dataset = "cifar10" }), ("network", { $0.network = .feedforward }),
            ("nonlinearity", { $0.nonlinearity = .tanh }), ("hidden_nodes", { $0.hiddenNodes = 65 }),
            ("density", { $0.density = 0.26 }), ("connections", { $0.connections = 1001 }),
            ("seed", { $0.seed = 4 }), ("mask_seed", { $0.maskSeed = 8 }),
            ("inhibitory_fraction", { $0.dale?.inhibitoryFraction = 0.4 }),
            ("inhibitory_scale", { $0.dale?.inhibitoryScale = 3 }),
            ("inhibitory_drawing", { $0.dale?.drawing = .replacement }),
            ("dale_enforced", { $0.dale?.isEnforced = false }),
            ("wiring", { $0.wiring = Wiring(rule: "distance", values: ["length": .real(0.4)]) }),
            ("recurrent_weights", { $0.recurrentWeights = .trained }),
            ("initial_weights", { $0.initialWeights = .drawn }),
            ("weight_spread", { $0.weightSpread = 2 }), ("weight_gain", { $0.weightGain = 0.02 }),
            ("input_fraction", { $0.inputFraction = 0.4 }),
            ("readout_fraction", { $0.readoutFraction = 0.3 }), ("input_group", { $0.inputGroup = "skin" }),
            ("readout_group", { $0.readoutGroup = "muscle" }),
            ("group_gains", { $0.groupGains = GroupGains("sensory=3,motor cells=0.5") }),
            ("start_density", { $0.startDensity = 0.2 }),
            ("learning_rate", { $0.learningRate = 0.02 }),
            ("batch", { $0.batch = 21 }), ("train_images", { $0.trainingImages = 301 }),
            ("per_class", { $0.perClass = 31 }), ("test_images", { $0.testImages = 201 }),
        ]
        return changes.map { name, change in
            var other = unusual
            change(&other)
            return (name, other)
        }
    }()

    /// Attributes that `others` try, each of which tells one of them apart from `unusual`: to be compared with `Conditions.attributes`.
    package static var namesOfTried: [String] {
        others.map { other in
            let names = other.conditions.differences(from: unusual)
            return names == [other.name] ? other.name : "\(other.name) changes \(names)"
        }
    }

    /// A network that has nothing that networks need not have.
    package static let plain = Conditions(
        dataset: "mnist", hiddenNodes: 100, density: 0.3, connections: 3000, trainingImages: 60_000,
        testImages: 10_000)

    /// `plain` with one field of `unusual`, and `unusual` with one field of `plain`.
    package static let mixed: [Conditions] = Conditions.fields.filter { !$0.agrees(plain, unusual) }
        .flatMap { field -> [Conditions] in
            var (one, other) = (plain, unusual)
            field.copy(from: unusual, to: &one)
            field.copy(from: plain, to: &other)
            return [one, other]
        }

    /// All of these, each once.
    package static let all: [Conditions] = ([plain, unusual] + others.map(\.conditions) + mixed)
        .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
}
