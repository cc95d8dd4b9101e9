import Results
import Analysis
import Specification
import Model

/// Delays at one place of a series.
package struct PlacedDelay {
    /// Where: `density 0.1`, `10,000 nodes of density 1`.
    package var place: String
    package let sample: Sample

    package var hidden: Int { sample.condition.hiddenNodes }

    /// With the size in its name, where there are several.
    package func named(size: Bool) -> PlacedDelay {
        size ? PlacedDelay(place: "\(hidden.grouped) nodes of \(place)", sample: sample) : self
    }

    /// `density 0.1: 1.0 ± 0.0 epochs (n = 3)`.
    package var text: String { "\(place): \(sample.delayText)" }

    /// Delays of the networks that do have one.
    package var late: [Double] { sample.numbers.filter { $0 > 1 } }

    /// `2 of 10 networks of density 1, up to 5 epochs`.
    package var lateText: String {
        let longest = (sample.isLowerBound ? "at least " : "up to ") + (late.max() ?? 0).fixed(0)
        return "\(late.count) of \(sample.numbers.count.counting("network")) (\(place)), \(longest) epochs"
    }

    /// Why more cannot be said.
    package var openText: String {
        "at \(place) some networks were not trained until they exceeded chance "
            + "(\(sample.condition.epoch.counting("epoch")))"
    }
}

/// Two places of a series, of which the second should have the longer delay.
package struct DelayStep {
    package let from: PlacedDelay
    package let to: PlacedDelay

    package init(_ from: PlacedDelay, _ to: PlacedDelay) { (self.from, self.to) = (from, to) }

    package var test: MeanDifference { MeanDifference(to.sample, from.sample) }

    /// Whether all networks of both places have one delay.
    package var isFlat: Bool { Set(to.sample.numbers + from.sample.numbers).count == 1 }

    /// The step as a test.
    package var placed: PlacedTest { PlacedTest(place: text, to.sample, from.sample) }

    package var text: String {
        let interval = test.interval(0.95)
        let numbers = [test.difference, interval.lower, interval.upper].map { minus($0.fixed(1)) }
        return
            "from \(from.place) to \(to.place): \(test.difference > 0 ? "+" : "")\(numbers[0]) epochs (95 % interval "
            + "\(numbers[1]) to \(numbers[2]), \(pWords(test.pValue)))"
    }

    package var openText: String { (to.sample.isLowerBound ? to : from).openText }
}
