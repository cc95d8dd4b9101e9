import Results
import Analysis
import Model
import Foundation
import Specification

extension RunResults {
    /// The nearest networks to those of a claim, one sample a density, of the dataset or a variant of it; nil where there are
    /// none. For what was seen, not for verdicts: any number of networks and images.
    ///
    /// - Parameters:
    ///   - wanted: names the dataset; without hidden nodes, the more, the nearer; epochs later than its own do not count.
    ///   - densities: those that must all be there, otherwise alike.
    ///   - timeFirst: whether being trained as long as the claim says is more than being as large.
    package func nearest(
        to wanted: Selection, _ measure: Measure, densities: [Double], timeFirst: Bool = false,
        among samples: [Sample]? = nil
    ) -> [Sample]? {
        let epochs = min(1, wanted.epochs ?? 1)...max(1, wanted.epochs ?? .max)
        let own = (samples ?? self.samples(of: measure)).filter { sample in
            let name = sample.condition.dataset
            return (name == wanted.dataset || Catalogue.dataset(name)?.variant?.dataset == wanted.dataset)
                && wanted.agrees(sample, in: [.network, .nonlinearity] + Selection.ofBeginning)
                && sample.dropped == wanted.dropped && epochs.contains(sample.condition.epoch)
        }
        let groups = own.filter { $0.condition.density == densities.first }.compactMap { first in
            let all = densities.compactMap { density in
                own.first { $0.condition == first.condition.withDensity(density) }
            }
            return all.count == densities.count ? all : nil
        }
        func distance(_ group: [Sample]) -> [Double] { self.distance(group[0].condition, wanted, timeFirst) }
        return groups.min { distance($0).lexicographicallyPrecedes(distance($1)) }
    }

    /// The less, the nearer; the first number that differs decides.
    private func distance(_ condition: SharedConditions, _ wanted: Selection, _ timeFirst: Bool) -> [Double] {
        func logarithm(_ number: Int?) -> Double { log(Double(number ?? 1_000_000)) }
        let images = abs(logarithm(condition.perClass) - logarithm(wanted.perClass))
        let rate = abs(log(condition.learningRate / wanted.learningRate))
        let size =
            wanted.hidden.map { abs(logarithm($0) - logarithm(condition.hiddenNodes)) }
            ?? -Double(condition.hiddenNodes)
        let time = -Double(condition.epoch)
        return [rate, images] + (timeFirst ? [time, size] : [size, time])
    }

    /// What the nearest networks show, in words; empty where there are none. Parameters as `nearest`.
    package func seen(
        _ wanted: Selection, _ measure: Measure, densities: [Double], timeFirst: Bool = false,
        among samples: [Sample]? = nil
    ) -> String {
        let nearest = nearest(
            to: wanted, measure, densities: densities, timeFirst: timeFirst, among: samples)
        guard let nearest, let condition = nearest.first?.condition else { return "" }
        let parts =
            [datasetTitle(condition.dataset), "\(condition.hiddenNodes.grouped) hidden nodes"]
            + (Selection.ofBeginning + Selection.ofTraining).words(condition.conditions) + [
                measure.time(condition.epoch), "\(condition.trainingImages.grouped) training examples",
                wanted.dropped.map { "\($0.percent) % of nodes dropped" }, measure.nameWhereNotPlain,
            ]
        let numbers = nearest.map { "density \($0.condition.density.brief) \($0.delayText)" }
        return "\(parts.compactMap { $0 }.joined(separator: ", ")): \(numbers.joined(separator: ", "))"
    }
}

extension Measure {
    /// When it was measured of networks that were trained for this number of epochs.
    fileprivate func time(_ epoch: Int) -> String {
        switch self {
        case .bestAccuracy: "best of up to \(epoch.counting("epoch"))"
        case .delay: "up to \(epoch.counting("epoch"))"
        case .gradient: "gradient in the first epoch"
        case .accuracy, .connectionGradient, .activeNodes, .mostActiveNodes, .meanActivation,
            .activationShare, .mutualInformation, .informationShare, .dropoutAccuracy, .dropoutLoss,
            .correlation, .correlationShare, .snapshotGradient, .gradientShare, .weightShareBefore,
            .weightShare, .positiveToNegative, .negativeToPositive, .growthOfNegative, .growthOfPositive,
            .lowered, .raised, .spectralRadius, .inDegreeShare, .outDegreeShare, .connectedFraction,
            .inDegreeDeviation, .outDegreeDeviation, .reciprocity, .clustering, .pathLength,
            .degreeCorrelation, .largestComponent, .maskSpectralRadius, .triads003, .triads012, .triads102,
            .triads021D, .triads021U, .triads021C, .triads111D, .triads111U, .triads030T, .triads030C,
            .triads201, .triads120D, .triads120U, .triads120C, .triads210, .triads300, .trainingLoss:
            afterEpochs(epoch)
        }
    }

    /// Its name, except for those that the rest of a sentence about what was seen makes plain.
    fileprivate var nameWhereNotPlain: String? {
        [.accuracy, .bestAccuracy, .gradient, .dropoutAccuracy].contains(self) ? nil : rawValue
    }
}
