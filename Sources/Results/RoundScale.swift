import Foundation

/// Round limits around values in percent: the widest step of 1, 2, 5, 10 or 20 that leaves 4 to 10 ticks.
package struct RoundScale: Equatable {
    package let low: Double
    package let high: Double
    package let step: Double

    /// Limits within 0...100 that hold all `values`.
    package init(_ values: [Double]) {
        self.init(values, within: 0...100, steps: [0.2, 0.5, 1, 2, 5, 10, 20])
    }

    /// Limits within `range` that hold all `values`, in steps of any power of ten, twice or five times it.
    package init(_ values: [Double], within range: ClosedRange<Double>) {
        let steps = (-6...6).flatMap { power in [1, 2, 5].map { $0 * pow(10, Double(power)) } }
        self.init(values, within: range, steps: steps)
    }

    /// Whole numbers with steps of 1 around two numbers.
    package init(wholeSteps least: Double, _ most: Double) {
        (low, step) = (least.rounded(.down), 1)
        high = max(most.rounded(.up), least.rounded(.down) + 1)
    }

    private init(_ values: [Double], within range: ClosedRange<Double>, steps: [Double]) {
        let (least, most) = (values.min() ?? 0, values.max() ?? 100)
        let spread = max(most - least, 1e-9)
        step = steps.first { spread / $0 <= 5 } ?? steps.last ?? 20
        low = max(range.lowerBound, (least / step).rounded(.down) * step)
        let top = min(range.upperBound, (most / step).rounded(.up) * step)
        high = top > low ? top : low + step
    }
}
