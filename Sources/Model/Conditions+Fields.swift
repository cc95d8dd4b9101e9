// The one table of what tells networks apart. Its order is that of attributes, columns and comparisons.

extension ConditionField {
    package static let dataset = ConditionField(
        "dataset", \.dataset, plural: "datasets", .dataset, [.name("dataset", \.dataset)], place: (0, 0),
        path: { $0.dataset }, cell: { $0.dataset }, words: { "on \($0.dataset)" })

    package static let network = ConditionField(
        "network", \.network, plural: "networks", .choice(NetworkKind.names), [.choice("network", \.network)],
        place: (1, 0), path: { $0.network.rawValue }, cell: { $0.network.rawValue },
        note: { $0.network.title })

    package static let nonlinearity = ConditionField(
        "nonlinearity", \.nonlinearity, plural: "nonlinearities", .choice(Nonlinearity.names),
        [.choice("nonlinearity", \.nonlinearity)], place: (1, 1), path: { "-\($0.nonlinearity)" },
        cell: { $0.nonlinearity.rawValue })

    package static let hiddenNodes = ConditionField(
        "hidden", \.hiddenNodes, title: "hidden nodes", plural: "sizes",
        .integer(1...10_000_000, advice: "a number of hidden nodes such as 1000"),
        [.integer("hidden_nodes", units: "node", in: CountRange.nodes, \.hiddenNodes)], place: (2, 0),
        path: { "n\($0.hiddenNodes)" }, cell: { $0.hiddenNodes.grouped },
        words: { "\($0.hiddenNodes.grouped) hidden nodes" })

    package static let density = ConditionField(
        "density", \.density, plural: "densities",
        .real(0...1, isOpen: true, advice: "a fraction such as 0.1"),
        [.real("density", units: "fraction", in: .density, \.density)], place: (2, 1),
        path: { "-p\($0.density.canonical)" }, cell: { $0.density.canonical },
        words: { "density \($0.density.brief)" })

    package static let connections = ConditionField(
        "connections", \.connections, title: "number of connections", plural: "numbers of connections",
        .never,
        isOfSeed: true,
        [.integer("connections", units: "connection", in: 0...Int.max, \.connections)],
        cell: { $0.connections.grouped })

    package static let seed = ConditionField(
        "seed", \.seed, plural: "seeds", .integer(CountRange.seed, advice: "a seed such as 0"),
        isOfSeed: true,
        [.integer("seed", units: "1", in: CountRange.seed, parameter: "seed", \.seed)], place: (3, 0),
        path: { "s\($0.seed)" }, cell: { "\($0.seed)" }, words: { "seed \($0.seed)" })

    package static let maskSeed = ConditionField(
        "mask-seed", \.maskSeed, title: "seed of masks", plural: "seeds of masks",
        .integer(CountRange.seed, advice: "a seed such as 42"),
        none: (written: "none", table: "", page: "the network's"), isOfSeed: true,
        [.integer("mask_seed", units: "1", in: 0...Int.max, \.maskSeed)], place: (1, 6),
        path: { conditions in
            conditions.density == 1 ? "" : conditions.maskSeed.map { "-m\($0)" } ?? ""
        }, cell: { $0.maskSeed.map { "\($0)" } },
        words: { $0.maskSeed.map { "seed \($0) of the mask" } ?? "a mask of its own" })

    package static let dale = ConditionField(
        "dale", \.dale, title: "Dale's principle", plural: "variants of Dale's principle", .dale,
        none: (written: "none", table: "none", page: "none"), DaleRule.attributes, place: (1, 2),
        path: { $0.dale.map { "-dale-\($0.path)" } ?? "" }, cell: { $0.dale?.words },
        words: { $0.dale?.words ?? "with weights of any sign" },
        note: { $0.dale.map(\.variantName) ?? "any sign" },
        options: { conditions in
            guard let dale = conditions.dale else { return [] }
            return [
                "--dale", dale.variantName, "--inhibitory",
                dale.drawing == .mask ? "mask" : dale.inhibitoryFraction.canonical,
                "--inhibitory-scale", dale.inhibitoryScale.canonical,
            ]
        })

    package static let wiring = ConditionField(
        "wiring", \.wiring, plural: "wiring rules", .wiring,
        none: (written: "bernoulli", table: "", page: "independent"), goesWithoutSaying: true,
        [
            ConditionAttribute(
                name: "wiring", column: "wiring", units: "text", parameter: nil, kind: .name,
                isOptional: true, get: { $0.wiring.map { .text($0.words) } },
                set: { if case .text(let words) = $1 { $0.wiring = Wiring(words: words) } })
        ], place: (2, 2),
        path: { $0.wiring.map { "-\($0.path)" } ?? "" }, cell: { $0.wiring?.label },
        words: { $0.wiring.map { "wiring \($0.label)" } ?? "independent connections" },
        note: { $0.wiring?.note ?? "independent" })

    package static let startDensity = ConditionField(
        "start-density", \.startDensity, title: "start density", plural: "start densities",
        .real(0...1, isOpen: true, advice: "a fraction such as 0.1, or none"),
        none: (written: "none", table: "", page: "its own"),
        [.real("start_density", units: "fraction", in: .density, \.startDensity)], place: (1, 3),
        path: { $0.startDensity.map { "-from\($0.canonical)" } ?? "" },
        cell: { $0.startDensity.map { $0.canonical } },
        words: {
            $0.startDensity.map { "starting at density \($0.canonical)" } ?? "starting at their density"
        },
        note: { $0.startDensity.map { "from \($0.canonical)" } ?? "" })

    package static let learningRate = ConditionField(
        "learning-rate", \.learningRate, title: "learning rate", plural: "learning rates",
        .real(0...1, isOpen: true, advice: "a step size such as 0.001"),
        [.real("learning_rate", units: "1", in: .positive, parameter: "learning-rate", \.learningRate)],
        place: (1, 4),
        path: {
            $0.learningRate == Conditions.paper.learningRate ? "" : "-lr\($0.learningRate.canonical)"
        }, cell: { $0.learningRate.canonical }, words: { "learning rate \($0.learningRate.canonical)" })

    package static let batch = ConditionField(
        "batch", \.batch, plural: "batch sizes", .integer(1...1_000_000, advice: "a batch size such as 100"),
        [.integer("batch", units: "image", in: CountRange.some, parameter: "batch", \.batch)], place: (1, 5),
        path: { $0.batch == Conditions.paper.batch ? "" : "-b\($0.batch)" }, cell: { "\($0.batch)" },
        words: { "batches of \($0.batch)" })

    package static let trainingImages = ConditionField(
        "training-images", \.trainingImages, title: "training images", plural: "numbers of training images",
        .never,
        [
            .integer(
                "train_images", column: "training_images", units: "image", in: CountRange.some,
                \.trainingImages)
        ], cell: { $0.trainingImages.grouped }, words: { "\($0.trainingImages.grouped) training examples" })

    package static let perClass = ConditionField(
        "per-class", \.perClass, title: "examples per class", plural: "numbers of examples per class",
        .integer(1...100_000_000, advice: "a number of examples such as 50, or all"),
        none: (written: "all", table: "all", page: "all"),
        [.integer("per_class", units: "image", in: CountRange.some, parameter: "per-class", \.perClass)],
        place: (0, 1), path: { $0.perClass.map { "-\($0)perclass" } ?? "" },
        cell: { $0.perClass.map(\.grouped) },
        words: { "\($0.perClass.map(\.grouped) ?? "all") examples per class" })

    package static let testImages = ConditionField(
        "test-images", \.testImages, title: "test images", plural: "numbers of test images", .never,
        [.integer("test_images", units: "image", in: CountRange.some, \.testImages)],
        cell: { $0.testImages.grouped }, words: { "\($0.testImages.grouped) test images" })
}

extension Conditions {
    /// All fields. Attributes of files are written in this order.
    package static let fields: [ConditionField] = [
        .dataset, .network, .nonlinearity, .hiddenNodes, .density, .connections, .seed, .maskSeed, .dale,
        .wiring, .recurrentWeights, .initialWeights, .weightSpread, .weightGain, .inputFraction,
        .readoutFraction, .inputGroup, .readoutGroup, .groupGains, .startDensity,
        .learningRate, .batch, .trainingImages, .perClass, .testImages,
    ]

    /// All attributes.
    package static let attributes = fields.flatMap(\.attributes)
}

extension DaleRule {
    fileprivate static let attributes: [ConditionAttribute] = [
        .dale(
            "inhibitory_fraction", units: "fraction", parameter: "inhibitory-fraction", .real(.fraction),
            get: { .real($0.inhibitoryFraction) },
            set: { if case .real(let number) = $1 { $0.inhibitoryFraction = number } }),
        .dale(
            "inhibitory_scale", units: "1", parameter: "inhibitory-scale", .real(.positive),
            get: { .real($0.inhibitoryScale) },
            set: { if case .real(let number) = $1 { $0.inhibitoryScale = number } }),
        .dale(
            "inhibitory_drawing", units: "text", parameter: "dale-drawing",
            .oneOf(Drawing.allCases.map(\.rawValue)), get: { .text($0.drawing.rawValue) },
            set: {
                if case .text(let text) = $1, let drawing = Drawing(rawValue: text) { $0.drawing = drawing }
            }),
        .dale(
            "dale_enforced", units: "1", parameter: "dale-enforced", .flag, get: { .flag($0.isEnforced) },
            set: { if case .flag(let isSet) = $1 { $0.isEnforced = isSet } }),
    ]
}
