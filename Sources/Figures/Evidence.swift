import Analysis
import Formats
import Specification

/// The networks that a claim is about, and what is measured of them.
struct Condition: Equatable {
    var measure = Measure.accuracy
    let dataset: String
    let network: String
    let nonlinearity: String
    /// Training examples of each class; nil for all.
    var perClass: Int?
    let hidden: Int
    let density: Double
    /// Epochs of training; nil: as many as were run.
    var epochs: Int?
    /// Dale's principle; nil: weights of any sign.
    var dale: DaleRule?
    /// Density of the mask outside of which weights start at zero; nil: none do.
    var startDensity: Double?
    /// Fraction of nodes dropped at test time; nil: not asked.
    var dropped: Double?
}

extension Condition {
    /// What the networks start with, in words.
    fileprivate var beginning: String {
        let rule = dale?.words ?? "with weights of any sign"
        return rule + (startDensity.map { ", starting at density \(canonical($0))" } ?? "")
    }

    fileprivate var droppedText: String { dropped.map { canonical($0) } ?? "" }

    /// True for networks on the same dataset, of the same kind, starting alike, with as many nodes dropped.
    fileprivate func isOfKind(_ sample: Sample) -> Bool {
        let condition = sample.condition
        return condition.dataset == dataset && condition.network == network
            && condition.nonlinearity == nonlinearity && condition.dale == dale
            && condition.startDensity == startDensity && condition.perClass == perClass
            && (dropped == nil || sample.dropped == dropped)
    }
}

extension DaleRule {
    /// `under Dale's principle (enforced, 11.5 % inhibitory)`.
    var words: String {
        let name = DaleRule.variants.first { $0.drawing == drawing && $0.isEnforced == isEnforced }?.name
        let scale = inhibitoryScale == 1 ? "" : ", \(canonical(inhibitoryScale)) times as strong"
        return
            "under Dale's principle (\(name ?? "other"), \(percent(inhibitoryFraction)) % inhibitory\(scale))"
    }
}

/// What a run has about a condition.
enum Evidence {
    /// Networks exactly as the condition says, enough of them.
    case measured(Sample)
    /// What was not run, as the second half of "not tested: …".
    case lacking(String)
}

/// Why there is no evidence for a part of a claim.
struct MissingEvidence: Error {
    let reason: String
}

extension RunResults {
    /// Fewest networks that a verdict rests on.
    static let leastNetworks = 3

    /// Networks of exactly this condition, on all images (or the claim's number per class), trained as in the paper; or the
    /// first thing that is missing, from the dataset to the number of networks.
    ///
    /// - Parameter samples: where to look; nil: among everything that was measured.
    func evidence(for wanted: Condition, among samples: [Sample]? = nil) -> Evidence {
        var left = (samples ?? self.samples(of: wanted.measure)).filter {
            $0.condition.dataset == wanted.dataset
        }
        if left.isEmpty { return .lacking(absence(of: wanted.dataset, measure: wanted.measure)) }
        left = left.filter {
            $0.condition.network == wanted.network && $0.condition.nonlinearity == wanted.nonlinearity
        }
        if left.isEmpty { return .lacking("needs \(wanted.network) networks with \(wanted.nonlinearity)") }
        left = left.filter {
            $0.condition.dale == wanted.dale && $0.condition.startDensity == wanted.startDensity
        }
        if left.isEmpty { return .lacking("needs networks \(wanted.beginning)") }
        left = left.filter { wanted.dropped == nil || $0.dropped == wanted.dropped }
        if left.isEmpty { return .lacking("needs a fraction of \(wanted.droppedText) of the nodes dropped") }
        let counts = Set(left.map { $0.condition.perClass ?? .max }).sorted()
            .map { $0 == .max ? "all" : grouped($0) }
        left = left.filter { $0.condition.perClass == wanted.perClass }
        if left.isEmpty {
            let number = wanted.perClass.map(grouped) ?? "all"
            return .lacking("needs \(number) examples per class; run: \(counts.joined(separator: ", "))")
        }
        return ofSizeAndTime(left, wanted)
    }

    /// The next conditions: hidden nodes, density, epochs.
    private func ofSizeAndTime(_ candidates: [Sample], _ wanted: Condition) -> Evidence {
        var left = candidates
        let largest = left.map(\.condition.hiddenNodes).max() ?? 0
        left = left.filter { $0.condition.hiddenNodes == wanted.hidden }
        if left.isEmpty {
            return .lacking("needs \(grouped(wanted.hidden)) hidden nodes; largest run \(grouped(largest))")
        }
        let densities = Set(left.map(\.condition.density)).sorted().map(canonical).joined(separator: ", ")
        left = left.filter { $0.condition.density == wanted.density }
        if left.isEmpty { return .lacking("needs density \(canonical(wanted.density)); run: \(densities)") }
        let longest = left.map(\.condition.epoch).max() ?? 0
        let epochs = wanted.epochs ?? longest
        left = left.filter { $0.condition.epoch == epochs }
        if left.isEmpty {
            let run = longest < epochs ? "longest run \(longest)" : "not measured then"
            return .lacking("needs \(count(epochs, "epoch")); \(run)")
        }
        return complete(left, wanted)
    }

    /// Samples that differ from what is wanted in size, density and epoch at most, on all images and trained as in the paper.
    func alike(_ wanted: Condition, among samples: [Sample]? = nil) -> [Sample] {
        (samples ?? self.samples(of: wanted.measure)).filter { sample in
            let condition = sample.condition
            guard wanted.isOfKind(sample), let full = Catalogue.dataset(wanted.dataset) else { return false }
            let training = wanted.perClass.map { $0 * full.classes } ?? full.trainingExamples
            return condition.trainingImages == training && condition.testImages == full.testExamples
                && otherTraining(condition) == nil
        }
    }

    /// The last conditions: all images, the paper's training, and enough networks.
    private func complete(_ candidates: [Sample], _ wanted: Condition) -> Evidence {
        guard let full = Catalogue.dataset(wanted.dataset) else {
            return .lacking("the full size of dataset \(wanted.dataset) is not known")
        }
        let training = wanted.perClass.map { $0 * full.classes } ?? full.trainingExamples
        let test = full.testExamples
        let whole = candidates.filter {
            $0.condition.trainingImages == training && $0.condition.testImages == test
        }
        guard let first = whole.first else {
            let used = candidates.max { $0.condition.trainingImages < $1.condition.trainingImages }?.condition
            return .lacking(
                "needs all \(grouped(training)) training and \(grouped(test)) test images; "
                    + "\(grouped(used?.trainingImages ?? 0)) and \(grouped(used?.testImages ?? 0)) were used")
        }
        // A panel may hold several learning rates, of which the paper's is one.
        guard let usual = whole.first(where: { otherTraining($0.condition) == nil }) else {
            return .lacking(otherTraining(first.condition) ?? "")
        }
        if usual.moments.count < Self.leastNetworks {
            return .lacking("needs at least \(Self.leastNetworks) networks; \(usual.moments.count) run")
        }
        return .measured(usual)
    }

    /// What differs from the paper's training, if anything does.
    private func otherTraining(_ condition: AccuracyCondition) -> String? {
        let (rate, batch) = (NetworkSpecification.paperLearningRate, NetworkSpecification.paperBatch)
        guard condition.learningRate != rate || condition.batch != batch else { return nil }
        return "needs learning rate \(canonical(rate)) and batches of \(batch); "
            + "\(canonical(condition.learningRate)) and \(condition.batch) were used"
    }

    /// Why nothing was measured on a dataset.
    private func absence(of dataset: String, measure: Measure) -> String {
        let title = datasetTitle(dataset)
        let own = figure.panels.filter { $0.grid != nil }
        if let reason = own.first(where: { $0.dataset.name == dataset })?.unavailable {
            return reason.hasPrefix(title) ? reason : "\(title) cannot be had: \(reason)"
        }
        let variant = own.first { Catalogue.dataset($0.dataset.name)?.variant?.dataset == dataset }
        if let variant {
            return "\(datasetTitle(variant.dataset.name)) stands in for \(title), which is another dataset"
        }
        return own.contains { $0.dataset.name == dataset }
            ? "no \(measure.rawValue) was measured on \(title)" : "\(title) is not part of this figure"
    }
}
