import Results
import Analysis
import Model
import Specification

/// Why something was not measured, as the second half of "not tested: …".
package struct NotMeasured: Error, Equatable {
    package let reason: String

    package init(reason: String) { self.reason = reason }
}

/// Networks exactly as a claim says, enough of them; or what is missing.
package typealias Evidence = Result<Sample, NotMeasured>

extension Evidence {
    static func lacking(_ reason: String) -> Evidence { .failure(NotMeasured(reason: reason)) }
}

extension RunResults {
    /// Fewest networks that a verdict rests on.
    package static let leastNetworks = 3

    /// Networks of exactly these conditions, on all images (or the claim's number per class), trained as in the paper; or the
    /// first thing that is missing, from the dataset to the number of networks.
    ///
    /// - Parameters:
    ///   - wanted: names dataset, hidden nodes and density; without epochs, as many as were run.
    ///   - samples: where to look; nil: among everything that was measured.
    package func evidence(for wanted: Selection, _ measure: Measure, among samples: [Sample]? = nil)
        -> Evidence
    {
        var left = (samples ?? self.samples(of: measure)).filter { $0.condition.dataset == wanted.dataset }
        if left.isEmpty { return .lacking(absence(of: wanted.dataset ?? "?", measure: measure)) }
        left = left.filter { wanted.agrees($0, in: [.network, .nonlinearity]) }
        if left.isEmpty { return .lacking("needs \(wanted.network) networks with \(wanted.nonlinearity)") }
        left = left.filter { wanted.agrees($0, in: Selection.ofBeginning) }
        if left.isEmpty { return .lacking("needs networks \(wanted.beginning)") }
        left = left.filter { wanted.dropped == nil || $0.dropped == wanted.dropped }
        if left.isEmpty {
            return .lacking(
                "needs a fraction of \(wanted.dropped.map { $0.canonical } ?? "") of the nodes dropped")
        }
        let counts = Set(left.map { $0.condition.perClass ?? .max }).sorted()
            .map { $0 == .max ? "all" : $0.grouped }
        left = left.filter { wanted.agrees($0, in: [.perClass]) }
        if left.isEmpty {
            let number = wanted.perClass.map(\.grouped) ?? "all"
            return .lacking("needs \(number) examples per class; run: \(counts.joined(separator: ", "))")
        }
        return ofSizeAndTime(left, wanted)
    }

    /// The next conditions: hidden nodes, density, epochs.
    private func ofSizeAndTime(_ candidates: [Sample], _ wanted: Selection) -> Evidence {
        var left = candidates
        let largest = left.map(\.condition.hiddenNodes).max() ?? 0
        left = left.filter { wanted.agrees($0, in: [.hiddenNodes]) }
        if left.isEmpty {
            return .lacking(
                "needs \((wanted.hidden ?? 0).grouped) hidden nodes; largest run \(largest.grouped)")
        }
        let densities = Set(left.map(\.condition.density)).sorted().map(\.brief).joined(separator: ", ")
        left = left.filter { wanted.agrees($0, in: [.density]) }
        if left.isEmpty {
            return .lacking("needs density \((wanted.density ?? 1).brief); run: \(densities)")
        }
        let longest = left.map(\.condition.epoch).max() ?? 0
        let epochs = wanted.epochs ?? longest
        left = left.filter { $0.condition.epoch == epochs }
        if left.isEmpty {
            let run = longest < epochs ? "longest run \(longest)" : "not measured then"
            return .lacking("needs \(epochs.counting("epoch")); \(run)")
        }
        return complete(left, wanted)
    }

    /// Samples that differ from what is wanted in size, density and epoch at most, on all images and trained as in the paper.
    package func alike(_ wanted: Selection, _ measure: Measure, among samples: [Sample]? = nil) -> [Sample] {
        let kind = Conditions.fields.filter { ![.hiddenNodes, .density].contains($0) }
        return (samples ?? self.samples(of: measure)).filter { sample in
            guard let whole = wholeExamples(wanted) else { return false }
            let condition = sample.condition
            return wanted.agrees(sample, in: kind.filter(Selection.fields.contains))
                && (wanted.dropped == nil || sample.dropped == wanted.dropped)
                && condition.trainingImages == whole.training && condition.testImages == whole.test
        }
    }

    /// All examples of the dataset, or as many of each class as are wanted.
    private func wholeExamples(_ wanted: Selection) -> (training: Int, test: Int)? {
        guard let name = wanted.dataset, Catalogue.dataset(name) != nil else { return nil }
        return DatasetSelection(name: name).examples(perClass: wanted.perClass)
    }

    /// The last conditions: all images, the paper's training, and enough networks.
    private func complete(_ candidates: [Sample], _ wanted: Selection) -> Evidence {
        guard let (training, test) = wholeExamples(wanted) else {
            return .lacking("the full size of dataset \(wanted.dataset ?? "?") is not known")
        }
        let whole = candidates.filter {
            $0.condition.trainingImages == training && $0.condition.testImages == test
        }
        guard let first = whole.first else {
            let used = candidates.max { $0.condition.trainingImages < $1.condition.trainingImages }?.condition
            return .lacking(
                "needs all \(training.grouped) training and \(test.grouped) test images; "
                    + "\((used?.trainingImages ?? 0).grouped) and \((used?.testImages ?? 0).grouped) were used"
            )
        }
        // A panel may hold several learning rates, of which the paper's is one.
        guard let usual = whole.first(where: { wanted.agrees($0, in: Selection.ofTraining) }) else {
            return .lacking(otherTraining(first.condition, wanted))
        }
        if usual.moments.count < Self.leastNetworks {
            return .lacking("needs at least \(Self.leastNetworks) networks; \(usual.moments.count) run")
        }
        return .success(usual)
    }

    /// What differs from the training that is wanted.
    private func otherTraining(_ condition: SharedConditions, _ wanted: Selection) -> String {
        "needs learning rate \(wanted.learningRate.canonical) and batches of \(wanted.batch); "
            + "\(condition.learningRate.canonical) and \(condition.batch) were used"
    }

    /// Why nothing was measured on a dataset.
    private func absence(of dataset: String, measure: Measure) -> String {
        let title = datasetTitle(dataset)
        let own = figure.panels.filter { $0.grid != nil }
        if let reason = own.first(where: { $0.dataset.name == dataset })?.unavailable {
            return reason.hasPrefix(title) ? reason : "\(title): \(reason)"
        }
        let variant = own.first { Catalogue.dataset($0.dataset.name)?.variant?.dataset == dataset }
        if let variant {
            return "\(datasetTitle(variant.dataset.name)) stands in for \(title), which is another dataset"
        }
        return own.contains { $0.dataset.name == dataset }
            ? "no \(measure.rawValue) was measured on \(title)" : "\(title) is not part of this figure"
    }
}

extension Selection {
    /// How networks are trained.
    package static let ofTraining: [ConditionField] = [.learningRate, .batch]
    /// What networks start with, and whatever else makes them another kind.
    package static let ofBeginning = fields.filter {
        ![.dataset, .network, .nonlinearity, .perClass, .hiddenNodes, .density].contains($0)
            && !ofTraining.contains($0)
    }

    /// Whether it names all that tells a sample from others, except the epochs.
    package var namesNetworks: Bool { dataset != nil && hidden != nil && density != nil }

    /// Whether a sample has these conditions.
    package func agrees(_ sample: Sample, in fields: [ConditionField]) -> Bool {
        fields.allSatisfy { $0.agrees(sample.condition.conditions, conditions) }
    }

    /// What the networks start with, in words.
    fileprivate var beginning: String {
        ([ConditionField.dale.words(conditions)]
            + Self.ofBeginning.filter { $0 != .dale }.words(conditions)).joined(separator: ", ")
    }
}
