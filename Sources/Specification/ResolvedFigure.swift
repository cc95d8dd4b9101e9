/// A figure with everything decided for one profile: what `analyze` and `report` read.
///
/// It holds nothing of other profiles, so that changing one of them touches only its own figures.
public struct ResolvedFigure: Codable, Hashable, Sendable {
    /// Name of the figure, for instance `figure2`.
    public var figure: String
    /// Headline.
    public var title: String
    /// What the figure shows, in a paragraph; may be empty.
    public var caption: String
    /// Which figure of which paper it re-computes; may be empty.
    public var source: String
    /// Name of the profile, for instance `laptop`.
    public var profile: String
    /// File of the gnuplot layout in `pipeline/plots`.
    public var layout: String
    /// The panels in the order of the specification.
    public var panels: [ResolvedPanel]

    /// A figure; see the properties.
    public init(
        figure: String, title: String, caption: String, source: String, profile: String, layout: String,
        panels: [ResolvedPanel]
    ) {
        self.figure = figure
        self.title = title
        self.caption = caption
        self.source = source
        self.profile = profile
        self.layout = layout
        self.panels = panels
    }

    /// All networks of all panels, each once, in the order of tables.
    public var networks: [NetworkSpecification] {
        Set(panels.flatMap(\.networks)).sorted()
    }
}

/// A panel with everything decided for one profile.
public struct ResolvedPanel: Codable, Hashable, Sendable {
    /// Name in the figure, for instance `C`.
    public var name: String
    /// Kind of panel, from the catalogue.
    public var shows: String
    /// Headline of the panel.
    public var title: String
    /// The dataset that it shows or whose networks it shows.
    public var dataset: DatasetSelection
    /// The networks that it shows; nil when it shows none.
    public var grid: NetworkGrid?

    /// A panel; see the properties.
    public init(name: String, shows: String, title: String, dataset: DatasetSelection, grid: NetworkGrid?) {
        self.name = name
        self.shows = shows
        self.title = title
        self.dataset = dataset
        self.grid = grid
    }

    /// Every network of the panel: sizes × densities × seeds.
    public var networks: [NetworkSpecification] {
        guard let grid else { return [] }
        return grid.sizes.flatMap { size in
            grid.densities.flatMap { density in
                grid.seeds.map { grid.network(of: dataset, hidden: size, density: density, seed: $0) }
            }
        }
    }
}

/// Networks that differ in size, density and seed only.
public struct NetworkGrid: Codable, Hashable, Sendable {
    /// Name in the catalogue: `rnn`.
    public var network: String
    /// Name in the catalogue: `relu` or `tanh`.
    public var nonlinearity: String
    /// Adam's learning rate.
    public var learningRate: Double
    /// Examples in a batch.
    public var batch: Int
    /// Numbers of hidden nodes, in the order of the specification.
    public var sizes: [Int]
    /// Connection probabilities, in the order of the specification.
    public var densities: [Double]
    /// Seeds, in the order of the specification.
    public var seeds: [Int]
    /// Epochs of training that the panel needs.
    public var epochs: Int
    /// Epochs after which weights are archived, increasing; the last is `epochs`.
    public var snapshots: [Int]

    /// A grid; see the properties.
    public init(
        network: String, nonlinearity: String, learningRate: Double, batch: Int, sizes: [Int],
        densities: [Double], seeds: [Int], epochs: Int, snapshots: [Int]
    ) {
        self.network = network
        self.nonlinearity = nonlinearity
        self.learningRate = learningRate
        self.batch = batch
        self.sizes = sizes
        self.densities = densities
        self.seeds = seeds
        self.epochs = epochs
        self.snapshots = snapshots
    }

    /// One network of the grid.
    public func network(
        of dataset: DatasetSelection, hidden: Int, density: Double, seed: Int
    ) -> NetworkSpecification {
        NetworkSpecification(
            dataset: dataset, network: network, nonlinearity: nonlinearity, hidden: hidden, density: density,
            seed: seed, learningRate: learningRate, batch: batch)
    }

    enum CodingKeys: String, CodingKey {
        case network, nonlinearity, batch, sizes, densities, seeds, epochs, snapshots
        case learningRate = "learning-rate"
    }
}
