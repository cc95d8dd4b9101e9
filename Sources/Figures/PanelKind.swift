import Specification

/// The kinds of panel that can be drawn; the names are those of specifications.
enum PanelKind: String, CaseIterable {
    case datasetExamples = "dataset-examples"
    case accuracyByEpoch = "accuracy-by-epoch"
    case accuracyGrid = "accuracy-grid"
    case accuracyByConnections = "accuracy-by-connections"
    case accuracyByLearningRate = "accuracy-by-learning-rate"
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

    /// How the layout draws a panel.
    enum Form: String {
        /// A strip of examples.
        case examples
        /// Means with bands over a common axis.
        case lines
        /// Cells by size and density.
        case grid
        /// A frame with the reason why there is nothing to draw.
        case hole
    }

    /// How the layout draws it.
    var form: Form {
        switch self {
        case .datasetExamples: .examples
        case .accuracyGrid, .bestAccuracyGrid, .gradientByNonlinearity: .grid
        default: .lines
        }
    }

    /// True when it shows the accuracy of each network's best epoch.
    var showsBest: Bool { Catalogue.panelKind(rawValue)?.showsBest ?? false }

    /// What its numbers are; of several, the first.
    var measure: Measure { measures[0] }

    /// All that it shows, each in lines of its own.
    var measures: [Measure] {
        switch self {
        case .gradientByNonlinearity: [.gradient]
        case .activeNodesByEpoch: [.activeNodes]
        case .activationDistribution: [.activationShare]
        case .mutualInformation: [.informationShare]
        case .accuracyByDropout: [.dropoutAccuracy]
        case .correlationDistribution: [.correlationShare]
        case .gradientDistribution: [.gradientShare]
        case .delayBySize: [.delay]
        case .signChangesByEpoch: [.positiveToNegative, .negativeToPositive]
        case .weightGrowthByEpoch: [.growthOfNegative, .growthOfPositive]
        default: [showsBest ? .bestAccuracy : .accuracy]
        }
    }

    /// True when its lines are distributions, of more points than can be told apart.
    var isDistribution: Bool { measure.isShare }

    /// A grid has up to nine columns of numbers and takes more of a row than lines.
    var relativeWidth: Double { form == .grid ? 0.575 : 0.425 }

    init(_ panel: ResolvedPanel) throws {
        guard let kind = PanelKind(rawValue: panel.shows) else {
            let known = PanelKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw FigureError(
                "Panel \(panel.name) shows \"\(panel.shows)\", which cannot be drawn: use one of \(known).")
        }
        self = kind
    }
}
