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
        // Of their masks, records say more than a plan.
        func key(_ conditions: Conditions) -> Conditions {
            var network = conditions.unseeded
            network.seed = conditions.seed
            return network
        }
        let there = Dictionary(grouping: records) { key($0.conditions) }
        for panel in panels {
            guard let grid = panel.grid, grid.epochs > 0, panel.shows.analysis != nil else { continue }
            for wanted in panel.networks {
                let network = key(wanted.conditions)
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
}
