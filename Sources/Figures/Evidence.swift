import Analysis
import Specification

/// The networks that a claim is about.
struct Condition: Equatable {
    let dataset: String
    let network: String
    let nonlinearity: String
    let hidden: Int
    let density: Double
    let epochs: Int
}

/// What a run has about a condition.
enum Evidence {
    /// Networks exactly as the condition says, enough of them.
    case measured(AccuracySummary)
    /// What was not run, as the second half of "not tested: …".
    case lacking(String)
}

/// What was run, to be asked for evidence.
struct RunResults {
    /// Fewest networks that a verdict rests on.
    static let leastNetworks = 3

    let figure: ResolvedFigure
    let summaries: [AccuracySummary]

    /// Networks of exactly this condition, on all images, trained as in the paper; or the first thing that is
    /// missing, from the dataset to the number of networks.
    func evidence(for wanted: Condition) -> Evidence {
        var left = summaries.filter { $0.condition.dataset == wanted.dataset }
        if left.isEmpty { return .lacking("dataset \(wanted.dataset) is not part of this figure yet") }
        left = left.filter {
            $0.condition.network == wanted.network && $0.condition.nonlinearity == wanted.nonlinearity
        }
        if left.isEmpty { return .lacking("needs \(wanted.network) networks with \(wanted.nonlinearity)") }
        let largest = left.map(\.condition.hiddenNodes).max() ?? 0
        left = left.filter { $0.condition.hiddenNodes == wanted.hidden }
        if left.isEmpty {
            return .lacking("needs \(grouped(wanted.hidden)) hidden nodes; largest run \(grouped(largest))")
        }
        let densities = Set(left.map(\.condition.density)).sorted().map(canonical).joined(separator: ", ")
        left = left.filter { $0.condition.density == wanted.density }
        if left.isEmpty { return .lacking("needs density \(canonical(wanted.density)); run: \(densities)") }
        let longest = left.map(\.condition.epoch).max() ?? 0
        left = left.filter { $0.condition.epoch == wanted.epochs }
        if left.isEmpty {
            let run = longest < wanted.epochs ? "longest run \(longest)" : "not measured then"
            return .lacking("needs \(count(wanted.epochs, "epoch")); \(run)")
        }
        return complete(left, wanted)
    }

    /// The last two conditions: all images, and enough networks.
    private func complete(_ candidates: [AccuracySummary], _ wanted: Condition) -> Evidence {
        guard let full = Catalogue.dataset(wanted.dataset) else {
            return .lacking("the full size of dataset \(wanted.dataset) is not known")
        }
        let (training, test) = (full.trainingExamples, full.testExamples)
        let whole = candidates.first {
            $0.condition.trainingImages == training && $0.condition.testImages == test
        }
        guard let whole else {
            let used = candidates.max { $0.condition.trainingImages < $1.condition.trainingImages }?.condition
            return .lacking(
                "needs all \(grouped(training)) training and \(grouped(test)) test images; "
                    + "\(grouped(used?.trainingImages ?? 0)) and \(grouped(used?.testImages ?? 0)) were used")
        }
        if let other = otherTraining(whole.condition) { return .lacking(other) }
        if whole.count < Self.leastNetworks {
            return .lacking("needs at least \(Self.leastNetworks) networks; \(whole.count) run")
        }
        return .measured(whole)
    }

    /// What differs from the paper's training, if anything does.
    private func otherTraining(_ condition: AccuracyCondition) -> String? {
        let (rate, batch) = (NetworkSpecification.paperLearningRate, NetworkSpecification.paperBatch)
        guard condition.learningRate != rate || condition.batch != batch else { return nil }
        return "needs learning rate \(canonical(rate)) and batches of \(batch); "
            + "\(canonical(condition.learningRate)) and \(condition.batch) were used"
    }

    /// Sparse and dense networks of the largest size that has both, at the latest epoch up to `epochs`; with
    /// `latest`, of the latest epoch first and then of the largest size.
    ///
    /// For what was seen, not for verdicts: any number of networks and images.
    func largestPair(
        dataset: String, densities: (Double, Double), epochs: Int, latest: Bool = false
    ) -> (AccuracySummary, AccuracySummary)? {
        let own = summaries.filter {
            $0.condition.dataset == dataset && (1...max(1, epochs)).contains($0.condition.epoch)
                && $0.condition.network == "rnn" && $0.condition.nonlinearity == "relu"
        }
        let left = own.filter { $0.condition.density == densities.0 }
        let right = own.filter { $0.condition.density == densities.1 }
        let pairs = left.compactMap { one in
            right.first { $0.condition == one.condition.withDensity(densities.1) }.map { (one, $0) }
        }
        return pairs.max { pair, next in
            let (one, other) = (pair.0.condition, next.0.condition)
            return latest
                ? (one.epoch, one.hiddenNodes) < (other.epoch, other.hiddenNodes)
                : (one.hiddenNodes, one.epoch) < (other.hiddenNodes, other.epoch)
        }
    }
}
