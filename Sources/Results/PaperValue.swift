import Analysis
import Model
import Specification

/// A mean that the paper states of some networks, to be drawn beside ours.
package struct PaperValue: Equatable, Sendable {
    /// Its networks; what the paper does not say is as in the rest of it.
    package let conditions: Conditions
    /// Epochs of training.
    package let epoch: Int
    /// What was measured.
    package let measure: Measure
    /// Fraction of nodes dropped, where that was measured.
    package let dropped: Double?
    /// In the unit of the measure, accuracies as fractions.
    package let mean: Double
    /// What the paper gives behind ±; nil where it gives nothing.
    package let sd: Double?

    /// A value; see the properties.
    package init(
        _ conditions: Conditions, epoch: Int, measure: Measure, dropped: Double? = nil, mean: Double,
        sd: Double?
    ) {
        self.conditions = conditions
        self.epoch = epoch
        self.measure = measure
        self.dropped = dropped
        self.mean = mean
        self.sd = sd
    }

    private static let fields = Conditions.fields.filter {
        if case .never = $0.reading { return false }
        return !$0.isOfSeed
    }

    /// True when what was measured of these networks is what the value is about: all of its conditions, and whole datasets.
    ///
    /// - Parameter place: of a curve, where along its axis.
    func isAbout(_ condition: SharedConditions, _ measured: Measure, at place: MeasurePlace?) -> Bool {
        let whole = DatasetSelection(name: conditions.dataset).examples(perClass: conditions.perClass)
        return measured == measure && condition.epoch == epoch && place?.lower == dropped
            && Self.fields.allSatisfy { $0.agrees(condition.conditions, conditions) }
            && condition.trainingImages == whole.training && condition.testImages == whole.test
    }

    /// From the lower to the upper end of its bar.
    package var band: ClosedRange<Double> { mean - (sd ?? 0)...mean + (sd ?? 0) }
}
