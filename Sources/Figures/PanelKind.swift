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
        case .accuracyByEpoch, .accuracyByConnections, .accuracyByLearningRate, .bestAccuracyByExamples:
            .lines
        case .accuracyGrid, .bestAccuracyGrid, .gradientByNonlinearity: .grid
        }
    }

    /// True when it shows the accuracy of each network's best epoch.
    var showsBest: Bool { Catalogue.panelKind(rawValue)?.showsBest ?? false }

    /// What its numbers are.
    var measure: Measure {
        self == .gradientByNonlinearity ? .gradient : showsBest ? .bestAccuracy : .accuracy
    }

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

/// What can be measured of a network.
enum Measure: String, CaseIterable {
    /// Test accuracy after an epoch.
    case accuracy = "test accuracy"
    /// The highest test accuracy after any epoch.
    case bestAccuracy = "best test accuracy"
    /// Mean magnitude of the gradient of the weights between hidden nodes, in the first epoch.
    case gradient = "mean gradient magnitude of recurrent weights"

    /// Name of a column of numbers, with the unit.
    var column: String {
        switch self {
        case .accuracy: "test_accuracy_fraction"
        case .bestAccuracy: "best_test_accuracy_fraction"
        case .gradient: "mean_abs_gradient_nats"
        }
    }
}
