import Model
import Specification

extension PanelKind {
    /// How the layout draws a panel.
    package enum Form: String {
        /// A strip of examples.
        case examples
        /// Means with bands over a common axis.
        case lines
        /// Cells by size and density.
        case grid
        /// A frame with the reason why there is nothing to draw.
        case hole
    }

    /// When its numbers were measured.
    package enum Time {
        /// After the last epoch of the panel.
        case afterLast
        /// After each epoch along its axis.
        case alongEpochs
        /// After the best epoch of each network.
        case best
        /// In the whole course of training.
        case course
        /// In the first epoch.
        case firstEpoch
    }

    /// When its numbers were measured.
    package var time: Time {
        switch self {
        case .datasetExamples, .accuracyGrid, .accuracyByConnections, .accuracyByLearningRate,
            .activationDistribution, .mutualInformation, .accuracyByDropout, .correlationDistribution,
            .gradientDistribution:
            .afterLast
        case .accuracyByEpoch, .activeNodesByEpoch, .signChangesByEpoch, .weightGrowthByEpoch: .alongEpochs
        case .bestAccuracyByExamples, .bestAccuracyGrid: .best
        case .delayBySize: .course
        case .gradientByNonlinearity: .firstEpoch
        }
    }

    /// The same in words, for a panel that trains for `epochs` epochs; nil where an axis says it.
    package func timeText(epochs: Int) -> String? {
        switch time {
        case .afterLast: afterEpochs(epochs)
        case .alongEpochs: nil
        case .best, .course: "up to \(count(epochs, "epoch"))"
        case .firstEpoch: "first epoch"
        }
    }

    /// How the layout draws it.
    package var form: Form {
        switch self {
        case .datasetExamples: .examples
        case .accuracyGrid, .bestAccuracyGrid, .gradientByNonlinearity: .grid
        case .accuracyByEpoch, .accuracyByConnections, .accuracyByLearningRate, .bestAccuracyByExamples,
            .activeNodesByEpoch, .activationDistribution, .mutualInformation, .accuracyByDropout,
            .correlationDistribution, .gradientDistribution, .delayBySize, .signChangesByEpoch,
            .weightGrowthByEpoch:
            .lines
        }
    }

    /// The fields whose combinations have lines of their own: what its networks differ in, except density and its axis.
    package var lineFields: [ConditionField] {
        let axis: [ConditionField] = [.density, .hiddenNodes, .connections, .learningRate, .perClass]
        return Conditions.fields.filter { varies.contains($0) && !axis.contains($0) }
    }

    /// What its numbers are; of several, the first.
    package var measure: Measure { measures[0] }

    /// All that it shows, each in lines of its own.
    package var measures: [Measure] {
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
        case .bestAccuracyByExamples, .bestAccuracyGrid: [.bestAccuracy]
        case .datasetExamples, .accuracyByEpoch, .accuracyGrid, .accuracyByConnections,
            .accuracyByLearningRate:
            [.accuracy]
        }
    }

    /// True when its lines are distributions, of more points than can be told apart.
    package var isDistribution: Bool { measure.isShare }

    /// A grid has up to nine columns of numbers and takes more of a row than lines.
    package var relativeWidth: Double { form == .grid ? 0.575 : 0.425 }
}
