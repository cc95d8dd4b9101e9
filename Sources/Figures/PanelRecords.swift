import Analysis
import Formats
import Specification

extension ResolvedPanel {
    /// True when the record is of a network of this panel, at an epoch that the panel covers (0 included).
    func contains(_ record: AccuracyRecord) -> Bool {
        guard let grid else { return false }
        return contains(AccuracyCondition(record)) && grid.seeds.contains(record.seed)
    }

    /// True when the number was measured of a network of this panel.
    func contains(_ value: MeasuredValue) -> Bool {
        guard let grid else { return false }
        return contains(value.condition) && grid.seeds.contains(value.seed)
    }

    /// True when networks of this condition belong to the panel, whatever their seed.
    func contains(_ condition: AccuracyCondition) -> Bool {
        guard let grid else { return false }
        return unavailable == nil && condition.dataset == dataset.name
            && grid.networks.contains(condition.network)
            && grid.nonlinearities.contains(condition.nonlinearity)
            && grid.dale.contains { $0?.rule == condition.dale }
            && grid.startDensities.contains(condition.startDensity)
            && grid.learningRates.contains(condition.learningRate) && grid.batch == condition.batch
            && grid.cells.contains(.init(hidden: condition.hiddenNodes, density: condition.density))
            && grid.perClass.contains(condition.perClass) && condition.epoch <= grid.epochs
            && dataset.uses(
                training: condition.trainingImages, perClass: condition.perClass, test: condition.testImages)
    }
}

extension DatasetSelection {
    /// True when a network that used so many images used this selection.
    func uses(training: Int, perClass: Int?, test: Int) -> Bool {
        guard let full = Catalogue.dataset(name) else { return true }
        let all = min(trainLimit ?? .max, full.trainingExamples)
        return training == (perClass.map { $0 * full.classes } ?? all)
            && test == min(testLimit ?? .max, full.testExamples)
    }
}

extension [AccuracyRecord] {
    /// In the order of the tidy table: by network, then seed, then epoch.
    func inTableOrder() -> [AccuracyRecord] {
        sorted { one, other in
            let names = [one.dataset, one.network, one.nonlinearity]
            let otherNames = [other.dataset, other.network, other.nonlinearity]
            return names != otherNames
                ? names.lexicographicallyPrecedes(otherNames)
                : one.rank.lexicographicallyPrecedes(other.rank)
        }
    }
}

extension AccuracyRecord {
    fileprivate var rank: [Double] {
        [Double(hiddenNodes), density, learningRate]
            + [batch, trainingImages, perClass ?? 0, testImages, seed, epoch].map(Double.init)
    }
}
