import Model
import Specification

extension PanelKind {
    /// How the layout draws a panel.
    package enum Form: String {
        /// A strip of examples.
        case examples
        /// Means with bands over a common axis.
        case lines
        /// Cells by size and density, or by wiring rule and measure.
        case grid
        /// Connections of one network.
        case matrix
        /// An image, and its rows.
        case rows
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

    /// What its lines go along.
    enum Axis {
        /// Each epoch of training.
        case epochs
        /// Epochs whose weights are kept, the untrained network among them.
        case snapshots
        /// The same without the untrained network, with which others are compared.
        case snapshotsAfterStart
        /// A condition of its networks.
        case connections, learningRates, sizes, perClass
        /// Places of the curves that were measured.
        case places(PlaceAxis)
    }

    /// How a kind of panel looks.
    private struct Showing {
        let form: Form
        var axis: Axis?
        let time: Time
        let measures: [Measure]

        static func lines(_ axis: Axis, _ time: Time, _ measures: Measure...) -> Showing {
            Showing(form: .lines, axis: axis, time: time, measures: measures)
        }

        static func grid(_ time: Time, _ measures: [Measure]) -> Showing {
            Showing(form: .grid, time: time, measures: measures)
        }
    }

    /// Its row.
    private var showing: Showing {
        switch self {
        case .datasetExamples: Showing(form: .examples, time: .afterLast, measures: [.accuracy])
        case .imageRows: Showing(form: .rows, time: .afterLast, measures: [.accuracy])
        case .connectionMatrix: Showing(form: .matrix, time: .afterLast, measures: [.accuracy])
        case .accuracyByEpoch: .lines(.epochs, .alongEpochs, .accuracy)
        case .accuracyGrid: .grid(.afterLast, [.accuracy])
        case .accuracyByConnections: .lines(.connections, .afterLast, .accuracy)
        case .accuracyByLearningRate: .lines(.learningRates, .afterLast, .accuracy)
        case .accuracyBySize: .lines(.sizes, .afterLast, .accuracy)
        case .bestAccuracyByExamples: .lines(.perClass, .best, .bestAccuracy)
        case .bestAccuracyGrid: .grid(.best, [.bestAccuracy])
        case .gradientByNonlinearity: .grid(.firstEpoch, [.gradient])
        case .activeNodesByEpoch: .lines(.snapshots, .alongEpochs, .activeNodes)
        case .activationDistribution:
            .lines(.places(.logarithmic(title: "activation")), .afterLast, .activationShare)
        case .mutualInformation:
            .lines(.places(.logarithmic(title: "mutual information (nat)")), .afterLast, .informationShare)
        case .accuracyByDropout:
            .lines(.places(.fraction(title: "nodes dropped (%)")), .afterLast, .dropoutAccuracy)
        case .correlationDistribution:
            .lines(.places(.linear(title: "Pearson's correlation")), .afterLast, .correlationShare)
        case .gradientDistribution:
            .lines(
                .places(.symmetricLogarithmic(title: "gradient of a weight")), .afterLast, .gradientShare)
        case .delayBySize: .lines(.sizes, .course, .delay)
        case .signChangesByEpoch:
            .lines(.snapshotsAfterStart, .alongEpochs, .positiveToNegative, .negativeToPositive)
        case .weightGrowthByEpoch:
            .lines(.snapshotsAfterStart, .alongEpochs, .growthOfNegative, .growthOfPositive)
        case .lossByStep: .lines(.places(.linear(title: "training step")), .course, .trainingLoss)
        case .spectralRadiusByEpoch: .lines(.snapshots, .alongEpochs, .spectralRadius)
        case .degreeDistribution:
            .lines(
                .places(.linear(title: "connections of a node / mean")), .afterLast, .inDegreeShare,
                .outDegreeShare)
        case .wiringNumbers: .grid(.afterLast, Measure.ofWiring)
        case .triadCensus: .grid(.afterLast, Measure.triads)
        case .weightDistribution:
            .lines(
                .places(.symmetricLogarithmic(title: "weight between hidden nodes")), .afterLast,
                .weightShareBefore, .weightShare)
        }
    }

    /// How the layout draws it.
    package var form: Form { showing.form }

    /// When its numbers were measured.
    package var time: Time { showing.time }

    /// What stands for the networks of one condition. Where single networks may stall while others learn, so that numbers are skewed
    /// (accuracies along epochs, connections, learning rates or sizes, delays, gradients), the median; elsewhere the mean, as in the paper.
    package var centre: Centre {
        switch self {
        case .accuracyByEpoch, .accuracyByConnections, .accuracyByLearningRate, .accuracyBySize,
            .delayBySize, .gradientByNonlinearity:
            .median
        case .datasetExamples, .imageRows, .connectionMatrix, .accuracyGrid, .bestAccuracyByExamples,
            .bestAccuracyGrid, .activeNodesByEpoch, .activationDistribution, .mutualInformation,
            .accuracyByDropout, .correlationDistribution, .gradientDistribution, .signChangesByEpoch,
            .weightGrowthByEpoch, .lossByStep, .spectralRadiusByEpoch, .weightDistribution,
            .degreeDistribution, .wiringNumbers, .triadCensus:
            .mean
        }
    }

    /// What its lines go along; nil for panels without lines.
    var axis: Axis? { showing.axis }

    /// The same in words, for a panel that trains for `epochs` epochs; nil where an axis says it.
    package func timeText(epochs: Int) -> String? {
        switch time {
        case .afterLast: afterEpochs(epochs)
        case .alongEpochs: nil
        case .best, .course: "up to \(epochs.counting("epoch"))"
        case .firstEpoch: "first epoch"
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
    package var measures: [Measure] { showing.measures }

    /// True when its lines are distributions, of more points than can be told apart.
    package var isDistribution: Bool { measure.isShare }

    /// True for cells of several measures, which take a row of their own.
    package var comparesMeasures: Bool { form == .grid && measures.count > 1 }

    /// A grid has up to nine columns of numbers and takes more of a row than lines.
    package var relativeWidth: Double { form == .grid ? 0.575 : 0.425 }
}
