import Results
import Specification
import Model

/// Networks none of which may have a delay: each is better than chance after its first epoch.
package struct NoDelay: Equatable, Sendable {
    /// In what they differ from the claim's networks, where it is not every density that counts.
    package var networks = Selection()
    /// Where not empty, networks of every density that was run count, these at least among them.
    package var eachDensity: [Double] = []
    /// Fewest sizes that must have been run; a claim with hidden nodes is about that size alone.
    package var leastSizes: Int
    /// Share of the most frequent class among the test images, above which a network must be (docs/measures.md).
    package var chance: Double
}

/// Delays that grow from the first to the last of several kinds of networks.
package struct DelayTrend: Equatable, Sendable {
    /// In what the networks differ.
    package enum Axis: Equatable, Sendable {
        /// In density, every one that was run, these at least among them; the mean delay of the densest is at least
        /// this many epochs.
        case density(each: [Double], leastDelay: Double)
        /// In size, at density 1. Where none has a delay, networks of fewer hidden nodes than these say nothing about its growth.
        case size(large: Int)
    }

    /// In what the networks differ.
    package var axis: Axis
    /// Fewest densities or sizes that must have been run.
    package var leastPlaces: Int
    /// As for `NoDelay`.
    package var chance: Double
}

extension NoDelay {
    /// The rule as a sentence with its numbers.
    package var words: String {
        let densities = eachDensity.map(\.canonical).joined(separator: " and ")
        let which =
            eachDensity.isEmpty
            ? "of \(networks.words)" : "of every density run, \(densities) at least,"
        let sizes = leastSizes > 1 ? " at every size run, at least \(leastSizes)," : ""
        return "every network \(which)\(sizes) is better than chance after one epoch (\(chanceWords(chance)))"
    }
}

extension DelayTrend {
    /// The rule as a sentence with its numbers.
    package var words: String {
        let (least, last): (String, String)
        switch axis {
        case .density(let each, let delay):
            least =
                "densities run, \(each.map(\.canonical).joined(separator: " and ")) and at least \(leastPlaces)"
            last =
                "that of the densest is above \(delay.canonical) epochs and above that of the sparsest"
        case .size(let large):
            least = "sizes run, at least \(leastPlaces)"
            last =
                "that of the largest size is above that of the smallest (networks of density 1; where none of "
                + "fewer than \(large.grouped) nodes has a delay, not tested)"
        }
        return
            "no mean delay is below that of the next lower of the \(least), p < 0.05 by Welch's t test, corrected by Holm over "
            + "these steps, and \(last), p < 0.05; refuted: one step down, or p < 0.05 the other way round; delays are counted up to the first epoch better than chance "
            + "(\(chanceWords(chance)))"
    }
}

private func chanceWords(_ chance: Double) -> String {
    "\((100 * chance).fixed(2)) % and five standard deviations of it"
}
