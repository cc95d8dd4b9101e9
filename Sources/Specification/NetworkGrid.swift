import Model

/// The networks of a panel: every combination of what its specification lists.
package struct NetworkGrid: Codable, Hashable, Sendable {
    /// What they differ in besides their seeds, in the order of the specification.
    package var conditions: [Conditions]
    /// Numbers of connections that networks of every density have, as nearly as can be; empty where sizes are given.
    package var connections: [Int]
    /// Seeds, in the order of the specification.
    package var seeds: [Int]
    /// Of all conditions with all seeds, those that are not run, with their seeds; nil: all are.
    package var leftOut: [Conditions]?
    /// Conditions of the specification of which no network is left; nil: there is one of each.
    package var notRun: [Conditions]?
    /// Epochs without a lower test loss after which training ends; nil: it does not.
    package var patience: Int?
    /// Epochs of training that the panel needs.
    package var epochs: Int
    /// Epochs after which weights are archived, increasing; the last is `epochs`.
    package var snapshots: [Int]

    /// A grid; see the properties.
    package init(
        _ conditions: [Conditions] = [], connections: [Int] = [], seeds: [Int] = [], patience: Int? = nil,
        epochs: Int = 1, snapshots: [Int] = []
    ) {
        self.conditions = conditions
        self.connections = connections
        self.seeds = seeds
        self.patience = patience
        self.epochs = epochs
        self.snapshots = snapshots
    }

    /// Conditions of the grid, one for each value that a field has in it, in the order of the specification.
    package func alternatives(of field: ConditionField) -> [Conditions] {
        conditions.distinct(by: field.values)
    }

    /// The same, with the values of networks that are not left: what the specification compares.
    package func specifiedAlternatives(of field: ConditionField) -> [Conditions] {
        (conditions + (notRun ?? [])).distinct(by: field.values)
    }

    /// The values of a member, each once, in the order of the specification.
    package func values<Value: Hashable>(_ member: KeyPath<Conditions, Value>) -> [Value] {
        conditions.map { $0[keyPath: member] }.distinct
    }

    /// Numbers of hidden nodes.
    package var sizes: [Int] { values(\.hiddenNodes) }
    /// Connection probabilities.
    package var densities: [Double] { values(\.density) }

    /// Hidden nodes of a network with about this many connections: N = √(connections / density), rounded.
    package static func size(connections: Int, density: Double) -> Int {
        max(1, Int((Double(connections) / density).squareRoot().rounded()))
    }

    /// Every network of the grid.
    package func networks(of dataset: DatasetSelection) -> [NetworkSpecification] {
        members.map { NetworkSpecification(dataset: dataset, $0, patience: patience) }
    }

    /// The conditions of every network, with its seed.
    private var members: [Conditions] {
        let missing = Set(leftOut ?? [])
        return all.filter { !missing.contains($0) }
    }

    /// All conditions with all seeds.
    private var all: [Conditions] {
        conditions.flatMap { one in seeds.map { one.with(seed: $0) } }
    }

    /// The networks that `isRun` holds for; nil if there are none.
    package func filtered(_ isRun: (Conditions) -> Bool) -> NetworkGrid? {
        let run = Set(members.filter(isRun))
        var grid = self
        grid.conditions = conditions.filter { one in seeds.contains { run.contains(one.with(seed: $0)) } }
        grid.seeds = seeds.filter { seed in conditions.contains { run.contains($0.with(seed: seed)) } }
        let gone = conditions.filter { !grid.conditions.contains($0) }
        if !gone.isEmpty { grid.notRun = (notRun ?? []) + gone }
        grid.keep(run)
        return run.isEmpty ? nil : grid
    }

    /// The networks of several grids, which have epochs and snapshots in common.
    init(joining grids: [NetworkGrid]) {
        let run = Set(grids.flatMap(\.members))
        self.init(
            grids.flatMap(\.conditions).distinct, connections: grids.flatMap(\.connections).distinct,
            seeds: grids.flatMap(\.seeds).distinct, patience: grids[0].patience, epochs: grids[0].epochs,
            snapshots: grids[0].snapshots)
        keep(run)
    }

    private mutating func keep(_ run: Set<Conditions>) {
        let missing = all.filter { !run.contains($0) }
        leftOut = missing.isEmpty ? nil : missing
    }
}

extension Sequence {
    /// The elements without those whose key an earlier one has.
    package func distinct<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
        var seen: Set<Key> = []
        return filter { seen.insert(key($0)).inserted }
    }
}

extension Sequence where Element: Hashable {
    /// Every element once, in the order of their first places.
    fileprivate var distinct: [Element] { distinct { $0 } }
}

extension Conditions {
    /// With the size and density of the connectome by which they are wired, if they are.
    fileprivate var sizedByConnectome: Conditions {
        guard let connectome = wiring?.connectome.flatMap(Catalogue.connectome) else { return self }
        var own = self
        (own.hiddenNodes, own.density) = (connectome.nodes, connectome.density)
        return own
    }

    fileprivate func with(seed: Int) -> Conditions {
        var own = self
        own.seed = seed
        return own
    }
}

/// What one field of conditions can be in a panel.
package struct Alternatives: Hashable, Sendable {
    /// The field.
    let field: ConditionField
    /// Conditions of which only this field counts.
    var values: [Conditions]
}

extension [Alternatives] {
    /// Every combination, upon `base`; the last field changes fastest. Of networks that start sparse, those that are no denser are
    /// left out. Where all nodes are connected, no rule wires them. A connectome decides size and density.
    func combined(upon base: Conditions) -> [Conditions] {
        reduce([base]) { all, alternatives in
            all.flatMap { conditions in
                alternatives.values.map { value in
                    var combined = conditions
                    alternatives.field.copy(from: value, to: &combined)
                    return combined
                }
            }
        }.map(\.sizedByConnectome).filter { $0.startDensity ?? 0 < $0.density }.map { conditions in
            var own = conditions
            if own.density == 1 { own.wiring = nil }
            return own
        }.distinct
    }
}
