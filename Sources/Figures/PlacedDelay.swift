import Analysis
import Specification

/// Delays at one place of a series.
struct PlacedDelay {
    /// Where: `density 0.1`, `10,000 nodes of density 1`.
    var place: String
    let sample: Sample

    var hidden: Int { sample.condition.hiddenNodes }

    /// With the size in its name, where there are several.
    func named(size: Bool) -> PlacedDelay {
        size ? PlacedDelay(place: "\(grouped(hidden)) nodes of \(place)", sample: sample) : self
    }

    /// `density 0.1: 1.0 ± 0.0 epochs (n = 3)`.
    var text: String { "\(place): \(sample.delayText)" }

    /// Delays of the networks that do have one.
    var late: [Double] { sample.numbers.filter { $0 > 1 } }

    /// `2 of 10 networks of density 1, up to 5 epochs`.
    var lateText: String {
        let longest = (sample.isLowerBound ? "at least " : "up to ") + fixed(late.max() ?? 0, 0)
        return "\(late.count) of \(count(sample.numbers.count, "network")) (\(place)), \(longest) epochs"
    }

    /// Why more cannot be said.
    var openText: String {
        "at \(place) some networks were not trained until they exceeded chance "
            + "(\(count(sample.condition.epoch, "epoch")))"
    }
}

/// Two places of a series, of which the second should have the longer delay.
struct DelayStep {
    let from: PlacedDelay
    let to: PlacedDelay

    init(_ from: PlacedDelay, _ to: PlacedDelay) { (self.from, self.to) = (from, to) }

    var test: MeanDifference { MeanDifference(to.sample.moments, from.sample.moments) }

    var text: String {
        let errors =
            test.standardError > 0
            ? ", \(fixed(abs(test.difference) / test.standardError, 1)) standard errors" : ""
        return
            "from \(from.place) to \(to.place): \(test.difference > 0 ? "+" : "")\(fixed(test.difference, 1)) epochs\(errors)"
    }

    var openText: String { (to.sample.isLowerBound ? to : from).openText }
}
