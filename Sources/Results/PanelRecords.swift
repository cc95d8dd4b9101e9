import Analysis
import Model
import Specification

/// The networks of a panel, to be asked which records are of them.
package struct PanelNetworks {
    /// Seeds by what networks differ in besides.
    private let seeds: [Conditions: Set<Int>]
    private let epochs: Int

    package init(_ panel: ResolvedPanel) {
        seeds = Dictionary(grouping: panel.networks, by: \.conditions.unseeded)
            .mapValues { Set($0.map(\.seed)) }
        epochs = panel.grid?.epochs ?? 0
    }

    /// True when the record is of a network of this panel, at an epoch that the panel covers (0 included).
    package func contains(_ record: AccuracyRecord) -> Bool {
        contains(SharedConditions(record), seed: record.seed)
    }

    /// True when the number was measured of a network of this panel.
    package func contains(_ value: MeasuredValue) -> Bool {
        contains(value.condition, seed: value.seed)
    }

    /// True when it is a snapshot of a network of this panel.
    package func contains(_ snapshot: WeightSnapshot) -> Bool {
        contains(
            SharedConditions(snapshot.description, epoch: snapshot.epoch), seed: snapshot.description.seed)
    }

    /// True when networks of this condition belong to the panel, whatever their seed.
    package func contains(_ condition: SharedConditions) -> Bool {
        condition.epoch <= epochs && seeds[condition.conditions] != nil
    }

    private func contains(_ condition: SharedConditions, seed: Int) -> Bool {
        condition.epoch <= epochs && seeds[condition.conditions]?.contains(seed) == true
    }
}

extension ResolvedFigure {
    /// The epochs whose gradients other panels show of the networks of a panel that goes by epochs, with the names of those panels.
    package func epochsOfGradients(in panel: ResolvedPanel) -> [(epoch: Int, name: String)] {
        guard panel.shows == .accuracyByEpoch else { return [] }
        let own = Set(panel.networks.map(\.conditions))
        return panels.compactMap { other in
            let networks = other.networks.map(\.conditions)
            guard other.shows == .gradientDistribution, let grid = other.grid, !networks.isEmpty,
                networks.allSatisfy(own.contains)
            else { return nil }
            return (grid.epochs, other.name)
        }
    }

    /// The first evaluation that a panel needs and the records lack, in words; nil where nothing is missing.
    package func missing(in records: [AccuracyRecord]) -> String? {
        let there = Dictionary(grouping: records) { $0.conditions.asPlanned }
        for panel in panels {
            guard let grid = panel.grid, grid.epochs > 0, panel.shows.analysis != nil else { continue }
            for wanted in panel.networks {
                let network = wanted.conditions.asPlanned
                let own = there[network] ?? []
                let isThere = own.contains {
                    $0.epoch == grid.epochs || grid.patience != nil && $0.endsTraining
                }
                if !isThere {
                    return "panel \(panel.name) needs the \(network.title), after epoch \(grid.epochs)"
                }
            }
        }
        return nil
    }

    /// The first measure of a network that a panel needs and these are not, in words; nil where nothing is missing.
    ///
    /// - Parameter measured: of which networks which measures were given, after how many epochs.
    package func missing(among measured: [(measure: String, network: Conditions, epoch: Int)]) -> String? {
        let there = Dictionary(grouping: measured) { $0.network.asPlanned }
        for panel in panels {
            guard let measure = panel.shows.measurement, let grid = panel.grid else { continue }
            for wanted in panel.networks {
                let network = wanted.conditions.asPlanned
                let own = there[network, default: []].filter { $0.measure == measure.kind.name }.map(\.epoch)
                // Training may have ended early.
                let lacking = measure.epochs(of: grid).first { epoch in
                    !own.contains { $0 == epoch || grid.patience != nil && $0 < epoch }
                }
                if let lacking {
                    return
                        "panel \(panel.name) needs \(measure.kind.name) of the \(network.title), after epoch \(lacking)"
                }
            }
        }
        return nil
    }
}

extension Conditions {
    /// What a plan knows of them: of masks, files say more.
    fileprivate var asPlanned: Conditions {
        var network = unseeded
        network.seed = seed
        return network
    }
}
