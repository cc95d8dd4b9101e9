/// Networks that differ in what a panel compares: every combination of its lists.
package struct NetworkGrid: Codable, Hashable, Sendable {
    /// A number of nodes with a density.
    package struct Cell: Hashable, Sendable {
        /// Hidden nodes, N.
        package let hidden: Int
        /// Connection probability.
        package let density: Double

        /// A cell; see the properties.
        package init(hidden: Int, density: Double) {
            self.hidden = hidden
            self.density = density
        }
    }

    /// Names in the catalogue: `rnn`, `feedforward`.
    package var networks: [String]
    /// Names in the catalogue: `relu`, `tanh`.
    package var nonlinearities: [String]
    /// Variants of Dale's principle; nil in the list: weights of any sign.
    package var dale: [DaleSpecification?]
    /// Densities of the masks outside of which weights start at zero; nil in the list: none do. Networks that are no denser
    /// are left out.
    package var startDensities: [Double?]
    /// Adam's learning rates.
    package var learningRates: [Double]
    /// Examples in a batch.
    package var batch: Int
    /// Seed of all masks; nil: each network's own.
    package var maskSeed: Int?
    /// Epochs without a lower test loss after which training ends; nil: it does not.
    package var patience: Int?
    /// Numbers of training examples of each class; nil in the list: all.
    package var perClass: [Int?]
    /// Numbers of hidden nodes, in the order of the specification; empty where `connections` gives them.
    package var sizes: [Int]
    /// Numbers of connections that networks of every density have, as nearly as can be; empty where `sizes` are given.
    package var connections: [Int]
    /// Connection probabilities, in the order of the specification.
    package var densities: [Double]
    /// Seeds, in the order of the specification.
    package var seeds: [Int]
    /// Epochs of training that the panel needs.
    package var epochs: Int
    /// Epochs after which weights are archived, increasing; the last is `epochs`.
    package var snapshots: [Int]

    /// A grid; see the properties.
    package init(
        networks: [String] = ["rnn"], nonlinearities: [String] = ["relu"], dale: [DaleSpecification?] = [nil],
        startDensities: [Double?] = [nil],
        learningRates: [Double] = [NetworkSpecification.paperLearningRate],
        batch: Int = NetworkSpecification.paperBatch, maskSeed: Int? = nil, patience: Int? = nil,
        perClass: [Int?] = [nil], sizes: [Int], connections: [Int] = [], densities: [Double], seeds: [Int],
        epochs: Int, snapshots: [Int]
    ) {
        self.networks = networks
        self.nonlinearities = nonlinearities
        self.dale = dale
        self.startDensities = startDensities
        self.learningRates = learningRates
        self.batch = batch
        self.maskSeed = maskSeed
        self.patience = patience
        self.perClass = perClass
        self.sizes = sizes
        self.connections = connections
        self.densities = densities
        self.seeds = seeds
        self.epochs = epochs
        self.snapshots = snapshots
    }

    /// Numbers of nodes and densities: every size with every density, or the size that gives each number of connections at
    /// each density, N = √(connections / density), rounded.
    package var cells: [Cell] {
        guard connections.isEmpty else {
            return connections.flatMap { count in
                densities.map { Cell(hidden: Self.size(connections: count, density: $0), density: $0) }
            }
        }
        return sizes.flatMap { size in densities.map { Cell(hidden: size, density: $0) } }
    }

    /// Hidden nodes of a network that has about so many connections.
    package static func size(connections: Int, density: Double) -> Int {
        max(1, Int((Double(connections) / density).squareRoot().rounded()))
    }

    /// Every network of the grid.
    package func networks(of dataset: DatasetSelection) -> [NetworkSpecification] {
        models(of: dataset).flatMap { model in
            cells.filter { model.startDensity ?? 0 < $0.density }.flatMap { cell in
                seeds.map { seed in
                    var network = model
                    (network.hidden, network.density, network.seed) = (cell.hidden, cell.density, seed)
                    return network
                }
            }
        }
    }

    /// A network of each kind, of no size yet.
    private func models(of dataset: DatasetSelection) -> [NetworkSpecification] {
        kinds(of: dataset).flatMap { kind in
            dale.flatMap { dale in
                perClass.flatMap { count in
                    learningRates.map { rate in
                        var network = kind
                        network.dale = dale
                        network.dataset.perClass = count
                        network.learningRate = rate
                        return network
                    }
                }
            }
        }
    }

    private func kinds(of dataset: DatasetSelection) -> [NetworkSpecification] {
        networks.flatMap { network in
            nonlinearities.flatMap { nonlinearity in
                startDensities.map {
                    NetworkSpecification(
                        dataset: dataset, network: network, nonlinearity: nonlinearity, hidden: 0, density: 1,
                        seed: 0, maskSeed: maskSeed, startDensity: $0, batch: batch, patience: patience)
                }
            }
        }
    }

    enum CodingKeys: String, CodingKey {
        case networks, nonlinearities, dale, batch, patience, sizes, connections, densities, seeds, epochs,
            snapshots
        case startDensities = "start-densities"
        case learningRates = "learning-rates"
        case maskSeed = "mask-seed"
        case perClass = "per-class"
    }
}
