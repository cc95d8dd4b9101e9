/// A dataset, or a part of it.
package struct DatasetSelection: Codable, Hashable, Sendable {
    /// Name in the catalogue, for instance `mnist`.
    package var name: String
    /// Only the first examples to learn from; nil for all.
    package var trainLimit: Int?
    /// Only the first examples to test on; nil for all.
    package var testLimit: Int?
    /// Only so many examples of each class to learn from, drawn by each network's seed; nil for all.
    package var perClass: Int?

    /// A dataset with its limits.
    package init(name: String, trainLimit: Int? = nil, testLimit: Int? = nil, perClass: Int? = nil) {
        self.name = name
        self.trainLimit = trainLimit
        self.testLimit = testLimit
        self.perClass = perClass
    }

    /// Name in paths: `mnist`, `mnist-train300-test200` or `mnist-50perclass`.
    package var folder: String {
        name + (trainLimit.map { "-train\($0)" } ?? "") + (testLimit.map { "-test\($0)" } ?? "")
            + (perClass.map { "-\($0)perclass" } ?? "")
    }

    /// Where the fetched dataset lies in the store; limits are options of the stages, not of the file.
    package var path: String { "data/\(name).h5" }

    enum CodingKeys: String, CodingKey {
        case name
        case trainLimit = "train-limit"
        case testLimit = "test-limit"
        case perClass = "per-class"
    }
}

/// One network to train: everything that decides its numbers but for the number of epochs.
///
/// Two panels or figures that ask for the same specification share the network and all its files.
package struct NetworkSpecification: Codable, Hashable, Sendable {
    /// Adam's learning rate in the paper (Methods).
    package static let paperLearningRate = 0.001
    /// Images in a batch in the paper's notebook.
    package static let paperBatch = 100

    /// What it learns.
    package var dataset: DatasetSelection
    /// Name in the catalogue: `rnn` or `feedforward`.
    package var network: String
    /// Name in the catalogue: `relu` or `tanh`.
    package var nonlinearity: String
    /// Hidden nodes, N.
    package var hidden: Int
    /// Connection probability, in (0, 1].
    package var density: Double
    /// Seed of initial weights and batch orders, and of the mask unless it has its own.
    package var seed: Int
    /// Seed of the mask, the same for all networks (the authors' notebook: 42 for feedforward ones); nil: `seed`.
    package var maskSeed: Int?
    /// Dale's principle; nil: weights of any sign.
    package var dale: DaleSpecification?
    /// Density of the mask outside of which weights start at zero (sparse to dense); nil: none do.
    package var startDensity: Double?
    /// Adam's learning rate.
    package var learningRate: Double
    /// Examples in a batch.
    package var batch: Int
    /// Epochs without a lower test loss after which training ends; nil: it does not.
    package var patience: Int?

    /// A network; see the properties.
    package init(
        dataset: DatasetSelection, network: String, nonlinearity: String, hidden: Int, density: Double,
        seed: Int, maskSeed: Int? = nil, dale: DaleSpecification? = nil, startDensity: Double? = nil,
        learningRate: Double = paperLearningRate, batch: Int = paperBatch,
        patience: Int? = nil
    ) {
        self.dataset = dataset
        self.network = network
        self.nonlinearity = nonlinearity
        self.hidden = hidden
        self.density = density
        self.seed = seed
        self.maskSeed = maskSeed
        self.dale = dale
        self.startDensity = startDensity
        self.learningRate = learningRate
        self.batch = batch
        self.patience = patience
    }

    /// Where its files lie in the store: `runs/mnist/rnn-relu/n1000-p0.1/s0`.
    ///
    /// Whatever differs from the paper is part of the path, so a changed parameter is a new path. Patience is not: networks
    /// with and without it share what is trained before it can matter.
    package var folder: String {
        let rate = learningRate == Self.paperLearningRate ? "" : "-lr\(canonical(learningRate))"
        let images = batch == Self.paperBatch ? "" : "-b\(batch)"
        let mask = maskSeed.map { isFull ? "" : "-m\($0)" } ?? ""
        let start = startDensity.map { "-from\(canonical($0))" } ?? ""
        let model = "\(network)-\(nonlinearity)\(dale?.folder ?? "")\(start)\(rate)\(images)\(mask)"
        return "runs/\(dataset.folder)/\(model)/n\(hidden)-p\(canonical(density))/s\(seed)"
    }

    /// Where its mask lies in the store; all seeds of a size share the full one.
    package var maskPath: String {
        isFull
            ? "masks/full/n\(hidden).h5"
            : "masks/bernoulli/n\(hidden)-p\(canonical(density))-s\(maskSeed ?? seed).h5"
    }

    /// Where the mask lies outside of which weights start at zero.
    package var startMaskPath: String? {
        startDensity.map { "masks/bernoulli/n\(hidden)-p\(canonical($0))-s\(maskSeed ?? seed).h5" }
    }

    /// True when every node is connected to every node, so that no connection is drawn.
    package var isFull: Bool { density == 1 }

    enum CodingKeys: String, CodingKey {
        case dataset, network, nonlinearity, hidden, density, seed, batch, patience, dale
        case startDensity = "start-density"
        case maskSeed = "mask-seed"
        case learningRate = "learning-rate"
    }
}

extension NetworkSpecification: Comparable {
    /// What differs in the weights that it starts with, as text.
    private var beginning: String { (dale?.folder ?? "") + (startDensity.map { canonical($0) } ?? "") }

    /// By what they learn, then by kind, size, density and seed: the order of tables.
    package static func < (left: Self, right: Self) -> Bool {
        let leftKind = [left.dataset.folder, left.network, left.nonlinearity]
        let rightKind = [right.dataset.folder, right.network, right.nonlinearity]
        if leftKind != rightKind { return leftKind.lexicographicallyPrecedes(rightKind) }
        if left.beginning != right.beginning { return left.beginning < right.beginning }
        if (left.hidden, left.density) != (right.hidden, right.density) {
            return (left.hidden, left.density) < (right.hidden, right.density)
        }
        return (left.learningRate, left.batch, left.seed, left.maskSeed ?? -1, left.patience ?? -1)
            < (right.learningRate, right.batch, right.seed, right.maskSeed ?? -1, right.patience ?? -1)
    }
}
