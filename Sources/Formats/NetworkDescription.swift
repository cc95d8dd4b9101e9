import HDF5

/// Which network was trained on what: the root attributes of weights, state and metrics.
public struct NetworkDescription: Equatable, Sendable {
    /// Name of the dataset, for instance `mnist`.
    public var dataset: String
    /// `rnn` (recurrent) or `feedforward`.
    public var network: String
    /// `relu` or `tanh`.
    public var nonlinearity: String
    /// Hidden nodes, N.
    public var hiddenNodes: Int
    /// Connection probability that was asked for.
    public var density: Double
    /// Connections that there are, E.
    public var connections: Int
    /// Seed of initial weights and batch orders.
    public var seed: Int
    /// Seed that the mask was drawn with; nil if it was not drawn.
    public var maskSeed: Int?
    /// Density of the mask on which initial weights were drawn, if other connections could become nonzero later.
    public var startDensity: Double?
    /// Dale's principle, if the network has it.
    public var dale: DaleRule?
    /// Adam's step size.
    public var learningRate: Double
    /// Images a step.
    public var batch: Int
    /// Training images used.
    public var trainingImages: Int
    /// How many training images of each class were drawn; nil if none were left out for that.
    public var perClass: Int?
    /// Test images used.
    public var testImages: Int

    /// A description; see the properties.
    public init(
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
    public var title: String {
        let images = perClass.map { ", \($0) images a class" } ?? ""
        return
            "\(network) (\(nonlinearity)) of \(hiddenNodes) hidden nodes, density \(density), seed \(seed), "
            + "on \(dataset)\(images)"
    }

    func write(to root: borrowing HDF5Group) throws {
        try root.setAttribute("dataset", to: dataset)
        try root.setAttribute("network", to: network)
        try root.setAttribute("nonlinearity", to: nonlinearity)
        try root.setAttribute("hidden_nodes", to: hiddenNodes)
        try root.setAttribute("density", to: density)
        try root.setAttribute("connections", to: connections)
        try root.setAttribute("seed", to: seed)
        if let maskSeed { try root.setAttribute("mask_seed", to: maskSeed) }
        if let startDensity { try root.setAttribute("start_density", to: startDensity) }
        try dale?.write(to: root)
        try root.setAttribute("learning_rate", to: learningRate)
        try root.setAttribute("batch", to: batch)
        try root.setAttribute("train_images", to: trainingImages)
        if let perClass { try root.setAttribute("per_class", to: perClass) }
        try root.setAttribute("test_images", to: testImages)
    }

    init(reading root: borrowing HDF5Group) throws {
        dataset = try root.attribute("dataset", as: String.self)
        network = try root.attribute("network", as: String.self)
        nonlinearity = try root.attribute("nonlinearity", as: String.self)
        hiddenNodes = try root.attribute("hidden_nodes", as: Int.self)
        density = try root.attribute("density", as: Double.self)
        connections = try root.attribute("connections", as: Int.self)
        seed = try root.attribute("seed", as: Int.self)
        maskSeed = try root.optionalAttribute("mask_seed")
        startDensity =
            try root.attributeNames.contains("start_density")
            ? root.attribute("start_density", as: Double.self) : nil
        dale = try DaleRule(ifIn: root)
        learningRate = try root.attribute("learning_rate", as: Double.self)
        batch = try root.attribute("batch", as: Int.self)
        trainingImages = try root.attribute("train_images", as: Int.self)
        perClass = try root.optionalAttribute("per_class")
        testImages = try root.attribute("test_images", as: Int.self)
    }
}

extension HDF5Group {
    /// A whole number that need not be there.
    func optionalAttribute(_ name: String) throws -> Int? {
        try attributeNames.contains(name) ? attribute(name, as: Int.self) : nil
    }
}
