import Model

/// The networks of a panel: every combination of what its specification lists.
package struct NetworkGrid: Codable, Hashable, Sendable {
    /// What they differ in besides their seeds, in the order of the specification.
    package var conditions: [Conditions]
    /// Numbers of connections that networks of every density have, as nearly as can be; empty where sizes are given.
    package var connections: [Int]
    /// Seeds, in the order of the specification.
    package var seeds: [Int]
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
        var seen: Set<[ConditionValue?]> = []
        return conditions.filter { seen.insert(field.values($0)).inserted }
    }

    /// The values of a member, each once, in the order of the specification.
    package func values<Value: Hashable>(_ member: KeyPath<Conditions, Value>) -> [Value] {
        var seen: Set<Value> = []
        return conditions.map { $0[keyPath: member] }.filter { seen.insert($0).inserted }
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
        conditions.flatMap { conditions in
            seeds.map { seed in
                var own = conditions
                own.seed = seed
                return NetworkSpecification(dataset: dataset, own, patience: patience)
            }
        }
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
    /// left out.
    func combined(upon base: Conditions) -> [Conditions] {
        reduce([base]) { all, alternatives in
            all.flatMap { conditions in
                alternatives.values.map { value in
                    var combined = conditions
                    alternatives.field.copy(from: value, to: &combined)
                    return combined
                }
            }
        }.filter { $0.startDensity ?? 0 < $0.density }
    }
}
