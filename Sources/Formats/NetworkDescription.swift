import HDF5

/// Which network was trained on what: the root attributes of weights, state and metrics.
package struct NetworkDescription: Equatable, Sendable {
    /// Name of the dataset, for instance `mnist`.
    package var dataset: String
    /// `rnn` (recurrent) or `feedforward`.
    package var network: String
    /// `relu` or `tanh`.
    package var nonlinearity: String
    /// Hidden nodes, N.
    package var hiddenNodes: Int
    /// Connection probability that was asked for.
    package var density: Double
    /// Connections that there are, E.
    package var connections: Int
    /// Seed of initial weights and batch orders.
    package var seed: Int
    /// Seed that the mask was drawn with; nil if it was not drawn.
    package var maskSeed: Int?
    /// Density of the mask on which initial weights were drawn, if other connections could become nonzero later.
    package var startDensity: Double?
    /// Dale's principle, if the network has it.
    package var dale: DaleRule?
    /// Adam's step size.
    package var learningRate: Double
    /// Images a step.
    package var batch: Int
    /// Training images used.
    package var trainingImages: Int
    /// How many training images of each class were drawn; nil if none were left out for that.
    package var perClass: Int?
    /// Test images used.
    package var testImages: Int

    /// A description; see the properties.
    package init(
        dataset: String, network: String, nonlinearity: String, hiddenNodes: Int, density: Double,
        connections: Int, seed: Int, maskSeed: Int? = nil, startDensity: Double? = nil,
        dale: DaleRule? = nil, learningRate: Double, batch: Int,
        trainingImages: Int,
        perClass: Int? = nil, testImages: Int
    ) {
        self.dataset = dataset
        self.network = network
        self.nonlinearity = nonlinearity
        self.hiddenNodes = hiddenNodes
        self.density = density
        self.connections = connections
        self.seed = seed
        self.maskSeed = maskSeed
        self.startDensity = startDensity
        self.dale = dale
        self.learningRate = learningRate
        self.batch = batch
        self.trainingImages = trainingImages
        self.perClass = perClass
        self.testImages = testImages
    }

    /// For people: `recurrent network (relu) of 1000 hidden nodes, density 0.1, seed 0, on mnist`.
    package var title: String {
        let images = perClass.map { ", \($0) images a class" } ?? ""
        return
            "\(network) (\(nonlinearity)) of \(hiddenNodes) hidden nodes, density \(density), seed \(seed), "
            + "on \(dataset)\(images)"
    }

    /// The attributes, in the order in which they are written.
    private var attributes: [(name: String, value: HDF5AttributeValue)] {
        func optional(_ name: String, _ value: HDF5AttributeValue?) -> [(String, HDF5AttributeValue)] {
            value.map { [(name, $0)] } ?? []
        }
        return [
            ("dataset", .string(dataset)), ("network", .string(network)),
            ("nonlinearity", .string(nonlinearity)), ("hidden_nodes", .integer(hiddenNodes)),
            ("density", .real(density)), ("connections", .integer(connections)), ("seed", .integer(seed)),
        ]
            + optional("mask_seed", maskSeed.map { .integer($0) })
            + optional("start_density", startDensity.map { .real($0) }) + (dale?.attributes ?? [])
            + [
                ("learning_rate", .real(learningRate)), ("batch", .integer(batch)),
                ("train_images", .integer(trainingImages)),
            ] + optional("per_class", perClass.map { .integer($0) }) + [("test_images", .integer(testImages))]
    }

    /// Names of the attributes in which two networks differ.
    package func differences(from other: NetworkDescription) -> [String] {
        let theirs = Dictionary(uniqueKeysWithValues: other.attributes.map { ($0.name, $0.value) })
        let mine = Dictionary(uniqueKeysWithValues: attributes.map { ($0.name, $0.value) })
        return Set(mine.keys).union(theirs.keys).filter { mine[$0] != theirs[$0] }.sorted()
    }

    func write(to root: borrowing HDF5Group) throws {
        for (name, value) in attributes { try root.setAttribute(name, to: value) }
    }

    /// - Throws: `HDF5Error` where an attribute is missing or of another type, `FormatError` where it is out of range, not
    ///   known, or contradicts another.
    init(reading root: borrowing HDF5Group) throws {
        dataset = try root.text("dataset")
        network = try root.attribute("network", oneOf: NetworkKind.allCases.map(\.rawValue))
        nonlinearity = try root.attribute("nonlinearity", oneOf: Nonlinearity.allCases.map(\.rawValue))
        hiddenNodes = try root.attribute("hidden_nodes", in: CountRange.nodes)
        density = try root.attribute("density", in: .density)
        connections = try root.attribute("connections", in: 0...hiddenNodes * hiddenNodes)
        try root.requireDensity(density, connections: connections, nodes: hiddenNodes)
        seed = try root.attribute("seed", in: CountRange.seed)
        maskSeed = try root.optionalAttribute("mask_seed", in: 0...Int.max)
        startDensity =
            try root.attributeNames.contains("start_density")
            ? root.attribute("start_density", in: .density) : nil
        dale = try DaleRule(ifIn: root)
        learningRate = try root.attribute("learning_rate", in: .positive)
        batch = try root.attribute("batch", in: CountRange.some)
        trainingImages = try root.attribute("train_images", in: CountRange.some)
        perClass = try root.optionalAttribute("per_class", in: 1...trainingImages)
        testImages = try root.attribute("test_images", in: CountRange.some)
    }

    /// Reads how far the training of this network had come: epochs that were finished, and steps, which may be in the middle of
    /// the next one.
    func readProgress(of root: borrowing HDF5Group) throws -> (epoch: Int, step: Int) {
        let epoch = try root.attribute("epoch", in: CountRange.any)
        let step = try root.attribute("step", in: CountRange.steps)
        guard step / stepsPerEpoch == epoch else {
            throw root.wrong(
                "step",
                "is \(step), but attribute epoch is \(epoch), and by train_images and batch an epoch has "
                    + "\(stepsPerEpoch) steps")
        }
        return (epoch, step)
    }

    /// Steps in an epoch; the last batch may be smaller than the others.
    var stepsPerEpoch: Int { (trainingImages + batch - 1) / batch }
}
