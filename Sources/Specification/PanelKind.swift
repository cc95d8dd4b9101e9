extension Catalogue {
    /// In what the networks of one panel can differ, besides their seeds.
    public enum Axis: String, Hashable, Sendable, CaseIterable {
        /// `networks: {network: [rnn, feedforward]}`.
        case network
        /// `networks: {nonlinearity: [relu, tanh]}`.
        case nonlinearity
        /// `networks: {dale: [enforced, notebook]}`.
        case dale = "variant of Dale's principle"
        /// `learning-rates:` of a profile.
        case learningRate = "learning rate"
        /// `per-class:` of a profile.
        case perClass = "number of examples per class"
        /// `sizes:` of a profile.
        case size
        /// `connections:` of a profile.
        case connections = "number of connections"
        /// `densities:` of a profile.
        case density

        /// Several of them.
        public var plural: String {
            switch self {
            case .nonlinearity: "nonlinearities"
            case .dale: "variants of Dale's principle"
            case .perClass: "numbers of examples per class"
            case .connections: "numbers of connections"
            case .density: "densities"
            default: "\(rawValue)s"
            }
        }
    }

    /// What a panel of a figure can show.
    public struct PanelKind: Hashable, Sendable {
        /// Name behind `shows:`.
        public let name: String
        /// True when the panel draws examples of its dataset, so that the report reads the dataset.
        public let drawsData: Bool
        /// The analysis that makes the panel's numbers out of networks; nil when it needs no networks.
        public let analysis: String?
        /// In what its networks differ; there is one of everything else.
        public let varies: Set<Axis>
        /// True when it shows the best accuracy of all epochs, so that networks may end their training early.
        public let showsBest: Bool

        init(
            _ name: String, drawsData: Bool = false, analysis: String? = "accuracy", varies: Set<Axis> = [],
            showsBest: Bool = false
        ) {
            self.name = name
            self.drawsData = drawsData
            self.analysis = analysis
            self.varies = varies
            self.showsBest = showsBest
        }
    }

    /// The kinds of panel.
    public static let panelKinds = [
        PanelKind("dataset-examples", drawsData: true, analysis: nil),
        PanelKind("accuracy-by-epoch", varies: [.network, .nonlinearity, .dale, .density]),
        PanelKind("accuracy-grid", varies: [.size, .density]),
        PanelKind("accuracy-by-connections", varies: [.connections, .density]),
        PanelKind("accuracy-by-learning-rate", varies: [.learningRate, .density]),
        PanelKind("best-accuracy-by-examples", varies: [.perClass, .density], showsBest: true),
        PanelKind("best-accuracy-grid", varies: [.size, .density], showsBest: true),
        PanelKind("gradient-by-nonlinearity", varies: [.nonlinearity, .size, .density]),
    ]

    /// The kind of panel of that name, if it is known.
    public static func panelKind(_ name: String) -> PanelKind? {
        panelKinds.first { $0.name == name }
    }
}
