import Analysis
import Formats
import Foundation
import Specification

/// What is looked for among the networks that were run, where a claim's own are not there.
struct Search {
    var measure = Measure.accuracy
    var dataset: String
    var network = "rnn"
    var nonlinearity = "relu"
    var perClass: Int?
    /// Hidden nodes of the claim; nil: the more, the nearer.
    var hidden: Int?
    /// Densities that must all be there, otherwise alike.
    var densities: [Double]
    /// Epochs of the claim; later ones do not count.
    var epochs: Int?
    /// Dale's principle; nil: weights of any sign.
    var dale: DaleRule?
    /// Density of the mask outside of which weights start at zero.
    var startDensity: Double?
    /// Fraction of nodes dropped at test time.
    var dropped: Double?
    /// True where being trained as long as the claim says is more than being as large.
    var timeFirst = false
}

extension RunResults {
    /// The nearest networks to those of a claim, one sample a density, of the dataset or a variant of it; nil where there are
    /// none. For what was seen, not for verdicts: any number of networks and images.
    func nearest(to search: Search, among samples: [Sample]? = nil) -> [Sample]? {
        let own = (samples ?? self.samples(of: search.measure)).filter { sample in
            let condition = sample.condition
            let name = condition.dataset
            return (name == search.dataset || Catalogue.dataset(name)?.variant?.dataset == search.dataset)
                && condition.network == search.network && condition.nonlinearity == search.nonlinearity
                && condition.dale == search.dale && condition.startDensity == search.startDensity
                && sample.dropped == search.dropped
                && (min(1, search.epochs ?? 1)...max(1, search.epochs ?? .max)).contains(condition.epoch)
        }
        let groups = own.filter { $0.condition.density == search.densities.first }.compactMap { first in
            let all = search.densities.compactMap { density in
                own.first { $0.condition == first.condition.withDensity(density) }
            }
            return all.count == search.densities.count ? all : nil
        }
        return groups.min { one, other in
            distance(one[0].condition, search).lexicographicallyPrecedes(distance(other[0].condition, search))
        }
    }

    /// The less, the nearer; the first number that differs decides.
    private func distance(_ condition: AccuracyCondition, _ search: Search) -> [Double] {
        func logarithm(_ number: Int?) -> Double { log(Double(number ?? 1_000_000)) }
        let images = abs(logarithm(condition.perClass) - logarithm(search.perClass))
        let rate = abs(log(condition.learningRate / NetworkSpecification.paperLearningRate))
        let size =
            search.hidden.map { abs(logarithm($0) - logarithm(condition.hiddenNodes)) }
            ?? -Double(condition.hiddenNodes)
        let time = -Double(condition.epoch)
        return [rate, images] + (search.timeFirst ? [time, size] : [size, time])
    }

    /// What the nearest networks show, in words; empty where there are none.
    ///
    /// - Parameter samples: where to look; nil: among everything that was measured.
    func seen(_ search: Search, among samples: [Sample]? = nil) -> String {
        guard let samples = nearest(to: search, among: samples), let condition = samples.first?.condition
        else { return "" }
        let time =
            switch search.measure {
            case .bestAccuracy, .delay:
                "\(search.measure == .delay ? "" : "best of ")up to \(count(condition.epoch, "epoch"))"
            case .gradient: "gradient in the first epoch"
            default: afterEpochs(condition.epoch)
            }
        let parts = [
            datasetTitle(condition.dataset), "\(grouped(condition.hiddenNodes)) hidden nodes",
            condition.dale?.words,
            condition.startDensity.map { "starting at density \(canonical($0))" }, time,
            "\(grouped(condition.trainingImages)) training examples",
            search.dropped.map { "\(percent($0)) % of nodes dropped" }, search.measure.nameWhereNotPlain,
        ]
        let numbers = samples.map { "density \(canonical($0.condition.density)) \($0.delayText)" }
        return "\(parts.compactMap { $0 }.joined(separator: ", ")): \(numbers.joined(separator: ", "))"
    }
}

extension Measure {
    /// Its name, but for those that the rest of a sentence about what was seen makes plain.
    fileprivate var nameWhereNotPlain: String? {
        [.accuracy, .bestAccuracy, .gradient, .dropoutAccuracy].contains(self) ? nil : rawValue
    }
}
