import Model

/// A measure of single networks that a panel shows, and when it is taken.
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

    /// What is measured.
    package let kind: MeasureKind
    /// When it is taken.
    package let time: Time

    /// After which epochs it is taken of the networks of a panel.
    package func epochs(of grid: NetworkGrid) -> [Int] {
        switch time {
        case .last, .course: [grid.epochs]
        case .snapshots: grid.snapshots
        case .sinceStart: grid.snapshots.filter { $0 > 0 }
        }
    }
}

/// What a panel of a figure can show, by its name behind `shows:`.
package enum PanelKind: String, CaseIterable, Codable, Sendable {
    case datasetExamples = "dataset-examples"
    case imageRows = "image-rows"
    case connectionMatrix = "connection-matrix"
    case accuracyByEpoch = "accuracy-by-epoch"
    case accuracyGrid = "accuracy-grid"
    case accuracyByConnections = "accuracy-by-connections"
    case accuracyByLearningRate = "accuracy-by-learning-rate"
    case accuracyBySize = "accuracy-by-size"
    case bestAccuracyByExamples = "best-accuracy-by-examples"
    case bestAccuracyGrid = "best-accuracy-grid"
    case gradientByNonlinearity = "gradient-by-nonlinearity"
    case activeNodesByEpoch = "active-nodes-by-epoch"
    case activationDistribution = "activation-distribution"
    case mutualInformation = "mutual-information"
    case accuracyByDropout = "accuracy-by-dropout"
    case correlationDistribution = "correlation-distribution"
    case gradientDistribution = "gradient-distribution"
    case delayBySize = "delay-by-size"
    case signChangesByEpoch = "sign-changes-by-epoch"
    case weightGrowthByEpoch = "weight-growth-by-epoch"
    case lossByStep = "loss-by-step"
    case spectralRadiusByEpoch = "spectral-radius-by-epoch"
    case weightDistribution = "weight-distribution"
    case degreeDistribution = "degree-distribution"
    case wiringNumbers = "wiring-numbers"
    case triadCensus = "triad-census"

    /// How networks are made that the paper does not have.
    private static let constructions = Set(Conditions.fields.filter(\.goesWithoutSaying))

    /// In what its networks differ; there is one of everything else.
    package var varies: Set<ConditionField> {
        switch self {
        case .datasetExamples, .imageRows, .connectionMatrix: []
        case .accuracyByEpoch:
            Self.constructions.union([.network, .nonlinearity, .dale, .startDensity, .density])
        case .accuracyGrid, .bestAccuracyGrid: [.hiddenNodes, .density]
        case .accuracyByConnections: [.connections, .density]
        case .accuracyByLearningRate: [.learningRate, .density]
        case .accuracyBySize: Self.constructions.union([.network, .dale, .hiddenNodes, .density])
        case .bestAccuracyByExamples: [.perClass, .density]
        case .gradientByNonlinearity: [.nonlinearity, .hiddenNodes, .density]
        case .activeNodesByEpoch, .mutualInformation, .accuracyByDropout, .signChangesByEpoch,
            .weightGrowthByEpoch, .weightDistribution:
            [.density]
        case .activationDistribution, .correlationDistribution, .gradientDistribution, .lossByStep,
            .spectralRadiusByEpoch:
            [.dale, .density]
        case .delayBySize: [.dale, .hiddenNodes, .density]
        case .degreeDistribution, .wiringNumbers, .triadCensus: [.wiring, .density]
        }
    }

    /// What is measured of each of its networks; nil: their accuracy, which training measures.
    package var measurement: PanelMeasure? {
        switch self {
        case .datasetExamples, .imageRows, .connectionMatrix, .accuracyByEpoch, .accuracyGrid,
            .accuracyByConnections, .accuracyByLearningRate, .accuracyBySize, .bestAccuracyByExamples,
            .bestAccuracyGrid, .gradientByNonlinearity:
            nil
        case .activeNodesByEpoch: PanelMeasure(kind: .sparsity, time: .snapshots)
        case .activationDistribution: PanelMeasure(kind: .sparsity, time: .last)
        case .mutualInformation: PanelMeasure(kind: .mutualInformation, time: .last)
        case .accuracyByDropout: PanelMeasure(kind: .dropout, time: .last)
        case .correlationDistribution: PanelMeasure(kind: .correlation, time: .last)
        case .gradientDistribution: PanelMeasure(kind: .gradients, time: .last)
        case .delayBySize: PanelMeasure(kind: .delay, time: .course)
        case .signChangesByEpoch, .weightGrowthByEpoch, .weightDistribution:
            PanelMeasure(kind: .weightChange, time: .sinceStart)
        case .lossByStep: PanelMeasure(kind: .earlyLoss, time: .course)
        case .spectralRadiusByEpoch: PanelMeasure(kind: .spectralRadius, time: .snapshots)
        case .degreeDistribution, .wiringNumbers, .triadCensus: PanelMeasure(kind: .wiring, time: .last)
        }
    }

    /// True when it draws examples of its dataset, so that the report reads the dataset, and needs no networks.
    package var drawsData: Bool { self == .datasetExamples || self == .imageRows }

    /// True when it draws one network, so that the report reads its weights.
    package var drawsWeights: Bool { self == .connectionMatrix }

    /// True when it compares accuracies with chance, which follows from the labels of its dataset.
    package var showsChance: Bool {
        switch self {
        case .accuracyByEpoch, .accuracyByConnections, .accuracyByLearningRate, .accuracyBySize,
            .bestAccuracyByExamples, .accuracyByDropout:
            true
        case .datasetExamples, .imageRows, .connectionMatrix, .accuracyGrid, .bestAccuracyGrid,
            .gradientByNonlinearity, .activeNodesByEpoch, .activationDistribution, .mutualInformation,
            .correlationDistribution, .gradientDistribution, .delayBySize, .signChangesByEpoch,
            .weightGrowthByEpoch, .lossByStep, .spectralRadiusByEpoch, .weightDistribution,
            .degreeDistribution, .wiringNumbers, .triadCensus:
            false
        }
    }

    /// The analysis that makes its numbers out of networks; nil when it needs none.
    package var analysis: String? { drawsData || drawsWeights ? nil : "accuracy" }

    /// True when it shows the best accuracy of all epochs, so that networks may end their training early.
    package var showsBest: Bool { self == .bestAccuracyByExamples || self == .bestAccuracyGrid }
}
