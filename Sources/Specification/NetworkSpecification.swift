/// A dataset, or the first examples of it.
public struct DatasetSelection: Codable, Hashable, Sendable {
    /// Name in the catalogue, for instance `mnist`.
    public var name: String
    /// Only the first examples to learn from; nil for all.
    public var trainLimit: Int?
    /// Only the first examples to test on; nil for all.
    public var testLimit: Int?

    /// A dataset with its limits.
    public init(name: String, trainLimit: Int? = nil, testLimit: Int? = nil) {
        self.name = name
        self.trainLimit = trainLimit
        self.testLimit = testLimit
    }

    /// Name in paths: `mnist`, or `mnist-train300-test200`.
    public var folder: String {
        name + (trainLimit.map { "-train\($0)" } ?? "") + (testLimit.map { "-test\($0)" } ?? "")
    }

    /// Where the fetched dataset lies in the store; limits are options of the stages, not of the file.
    public var path: String { "data/\(name).h5" }

    enum CodingKeys: String, CodingKey {
        case name
        case trainLimit = "train-limit"
        case testLimit = "test-limit"
    }
}

/// One network to train: everything that decides its numbers but for the number of epochs.
///
/// Two panels or figures that ask for the same specification share the network and all its files.
public struct NetworkSpecification: Codable, Hashable, Sendable {
    /// Adam's learning rate in the paper (Methods).
    public static let paperLearningRate = 0.001
    /// Images in a batch in the paper's notebook.
    public static let paperBatch = 100

    /// What it learns.
    public var dataset: DatasetSelection
    /// Name in the catalogue: `rnn`.
    public var network: String
    /// Name in the catalogue: `relu` or `tanh`.
    public var nonlinearity: String
    /// Hidden nodes, N.
    public var hidden: Int
    /// Connection probability, in (0, 1].
    public var density: Double
    /// Seed of mask, initial weights and batch orders.
    public var seed: Int
    /// Adam's learning rate.
    public var learningRate: Double
    /// Examples in a batch.
    public var batch: Int

    /// A network; see the properties.
    public init(
        dataset: DatasetSelection, network: String, nonlinearity: String, hidden: Int, density: Double,
        seed: Int,
        learningRate: Double = paperLearningRate, batch: Int = paperBatch
    ) {
        self.dataset = dataset
        self.network = network
        self.nonlinearity = nonlinearity
        self.hidden = hidden
        self.density = density
        self.seed = seed
        self.learningRate = learningRate
        self.batch = batch
    }

    /// Where its files lie in the store: `runs/mnist/rnn-relu/n1000-p0.1/s0`.
    ///
    /// Whatever differs from the paper is part of the path, so a changed parameter is a new path.
    public var folder: String {
        let rate = learningRate == Self.paperLearningRate ? "" : "-lr\(canonical(learningRate))"
        let images = batch == Self.paperBatch ? "" : "-b\(batch)"
        let model = "\(network)-\(nonlinearity)\(rate)\(images)"
        return "runs/\(dataset.folder)/\(model)/n\(hidden)-p\(canonical(density))/s\(seed)"
    }

    /// Where its mask lies in the store; all seeds of a size share the full one.
    public var maskPath: String {
        isFull ? "masks/full/n\(hidden).h5" : "masks/bernoulli/n\(hidden)-p\(canonical(density))-s\(seed).h5"
    }

    /// True when every node is connected to every node, so that no connection is drawn.
    public var isFull: Bool { density == 1 }

    enum CodingKeys: String, CodingKey {
        case dataset, network, nonlinearity, hidden, density, seed, batch
        case learningRate = "learning-rate"
    }
}

extension NetworkSpecification: Comparable {
    /// By what they learn, then by kind, size, density and seed: the order of tables.
    public static func < (left: Self, right: Self) -> Bool {
        let leftKind = [left.dataset.folder, left.network, left.nonlinearity]
        let rightKind = [right.dataset.folder, right.network, right.nonlinearity]
        if leftKind != rightKind { return leftKind.lexicographicallyPrecedes(rightKind) }
        return (left.hidden, left.density, left.learningRate, left.batch, left.seed)
            < (right.hidden, right.density, right.learningRate, right.batch, right.seed)
    }
}
