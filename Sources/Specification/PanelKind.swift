extension Catalogue {
    /// In what the networks of one panel can differ, besides their seeds.
    package enum Axis: String, Hashable, Sendable, CaseIterable {
        /// `networks: {network: [rnn, feedforward]}`.
        case network
        /// `networks: {nonlinearity: [relu, tanh]}`.
        case nonlinearity
        /// `networks: {dale: [enforced, notebook]}`.
        case dale = "variant of Dale's principle"
        /// `networks: {start-density: [none, 0.1]}`.
        case startDensity = "start density"
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
        package var plural: String {
            switch self {
            case .nonlinearity: "nonlinearities"
            case .dale: "variants of Dale's principle"
            case .perClass: "numbers of examples per class"
            case .connections: "numbers of connections"
            case .startDensity: "start densities"
            case .density: "densities"
            default: "\(rawValue)s"
            }
        }
    }

    /// A measure of single networks that a panel shows: a command of `analyze`, and when it is taken.
    package struct PanelMeasure: Hashable, Sendable {
        /// After which of a panel's epochs.
        package enum Time: Hashable, Sendable {
            /// The last one, which may be 0: the untrained network.
            case last
            /// Each one whose weights are kept.
            case snapshots
            /// Each one whose weights are kept, compared with the untrained network.
            case sinceStart
            /// All of them at once.
            case course
        }

        /// Name of the command.
        package let name: String
        /// When it is taken.
        package let time: Time

        init(_ name: String, _ time: Time) {
            self.name = name
            self.time = time
        }
    }

    /// What a panel of a figure can show.
    package struct PanelKind: Hashable, Sendable {
        /// Name behind `shows:`.
        package let name: String
        /// True when the panel draws examples of its dataset, so that the report reads the dataset.
        package let drawsData: Bool
        /// The analysis that makes the panel's numbers out of networks; nil when it needs no networks.
        package let analysis: String?
        /// What is measured of each of its networks; nil: their accuracy, which training measures.
        package let measure: PanelMeasure?
        /// In what its networks differ; there is one of everything else.
        package let varies: Set<Axis>
        /// True when it shows the best accuracy of all epochs, so that networks may end their training early.
        package let showsBest: Bool

        init(
            _ name: String, drawsData: Bool = false, analysis: String? = "accuracy",
            measure: PanelMeasure? = nil, varies: Set<Axis> = [], showsBest: Bool = false
        ) {
            self.name = name
            self.drawsData = drawsData
            self.analysis = analysis
            self.measure = measure
            self.varies = varies
            self.showsBest = showsBest
        }
    }

    /// The kinds of panel.
    package static let panelKinds = [
        PanelKind("dataset-examples", drawsData: true, analysis: nil),
        PanelKind(
            "accuracy-by-epoch", varies: [.network, .nonlinearity, .dale, .startDensity, .density]),
        PanelKind("accuracy-grid", varies: [.size, .density]),
        PanelKind("accuracy-by-connections", varies: [.connections, .density]),
        PanelKind("accuracy-by-learning-rate", varies: [.learningRate, .density]),
        PanelKind("best-accuracy-by-examples", varies: [.perClass, .density], showsBest: true),
        PanelKind("best-accuracy-grid", varies: [.size, .density], showsBest: true),
        PanelKind("gradient-by-nonlinearity", varies: [.nonlinearity, .size, .density]),
        PanelKind("active-nodes-by-epoch", measure: .init("sparsity", .snapshots), varies: [.density]),
        PanelKind("activation-distribution", measure: .init("sparsity", .last), varies: [.density]),
        PanelKind("mutual-information", measure: .init("mutual-information", .last), varies: [.density]),
        PanelKind("accuracy-by-dropout", measure: .init("dropout", .last), varies: [.density]),
        PanelKind(
            "correlation-distribution", measure: .init("correlation", .last), varies: [.dale, .density]),
        PanelKind("gradient-distribution", measure: .init("gradients", .last), varies: [.dale, .density]),
        PanelKind("delay-by-size", measure: .init("delay", .course), varies: [.dale, .size, .density]),
        PanelKind(
            "sign-changes-by-epoch", measure: .init("weight-change", .sinceStart), varies: [.density]),
        PanelKind(
            "weight-growth-by-epoch", measure: .init("weight-change", .sinceStart), varies: [.density]),
    ]

    /// The kind of panel of that name, if it is known.
    package static func panelKind(_ name: String) -> PanelKind? {
        panelKinds.first { $0.name == name }
    }
}
