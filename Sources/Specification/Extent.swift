import Model

/// Which networks of a panel one profile computes, and for how long.
package struct Extent: Hashable, Sendable {
    /// Numbers of connections, of which each gives a network of every density; empty where sizes are given.
    let connections: [Int]
    /// Sizes, densities, examples per class and learning rates, as far as the profile says them.
    let alternatives: [Alternatives]
    /// Seeds, each of which gives one network per size and density.
    let seeds: [Int]
    /// Epochs of training.
    package let epochs: Int
    /// Epochs after which weights are archived, increasing; the last is `epochs`.
    package let snapshots: [Int]
    /// Only the first examples to learn from, in place of the profile's limit.
    let trainLimit: Int?
    /// Only the first examples to test on, in place of the profile's limit.
    let testLimit: Int?

    /// What a profile lists, under these keys.
    private static let lists: [(key: String, name: String, field: ConditionField)] = [
        ("per-class", "per-class", .perClass), ("learning-rates", "learning-rate", .learningRate),
        ("sizes", "size", .hiddenNodes), ("densities", "density", .density),
    ]
    private static let keys = [
        "sizes", "connections", "densities", "per-class", "learning-rates", "seeds", "epochs", "snapshots",
        "train-limit", "test-limit",
    ]

    init(_ value: YAMLValue, panel: String, kind: PanelKind, model: NetworkModel) throws {
        let keys = try value.mapping("a profile of panel \(panel)", known: Self.keys)
        if model.isOfConnectomes {
            try keys.checkSizedByConnectomes(panel: panel)
            connections = []
        } else {
            connections = try keys.connections(panel: panel, kind: kind)
            _ = try keys.required("densities", advice: "densities: [0.1, 1]")
        }
        alternatives = try Self.lists.compactMap { key, name, field in
            guard let list = keys[key] else { return nil }
            _ = try list.list(key, advice: field.example)
            let values = try list.alternatives(of: field, upon: .paper, named: name)
            // Every panel may have several densities, except a picture of one network.
            if field != .density || kind.drawsWeights {
                try list.checkCount(values.count, of: field, panel: panel, kind: kind)
            }
            return Alternatives(field: field, values: values)
        }
        let given = try keys.required("seeds", advice: "seeds: 3")
        seeds = try given.seeds()
        guard seeds.count == 1 || !kind.drawsWeights else {
            throw given.error("panel \(panel) shows \(kind.rawValue), which draws 1 network; give one seed")
        }
        // A distribution may be that of untrained networks, and so may a picture of one.
        let fewest = kind.measurement?.time == .last || kind.drawsWeights ? 0 : 1
        let epochs = try keys.required("epochs", advice: "epochs: 1")
            .int("epochs", in: fewest...100_000, advice: "a number of epochs such as 1")
        self.epochs = epochs
        let asked = try keys["snapshots"]?.snapshots(epochs: epochs) ?? [epochs]
        snapshots = kind.measurement?.time == .sinceStart ? Set(asked + [0]).sorted() : asked
        trainLimit = try keys.limit("train-limit")
        testLimit = try keys.limit("test-limit")
    }

    /// What the extents of one panel must have in common: when its networks are looked at, and on what.
    fileprivate func isAlike(_ other: Extent) -> Bool {
        (epochs, trainLimit, testLimit) == (other.epochs, other.trainLimit, other.testLimit)
            && snapshots == other.snapshots
    }

    /// The networks of a model.
    func grid(_ model: NetworkModel) -> NetworkGrid {
        let said = Set(alternatives.map(\.field))
        var all = (model.alternatives.filter { !said.contains($0.field) } + alternatives)
            .combined(upon: model.base)
        if !connections.isEmpty {
            all = connections.flatMap { count in
                all.map { conditions in
                    var sized = conditions
                    sized.hiddenNodes = NetworkGrid.size(connections: count, density: conditions.density)
                    return sized
                }
            }
        }
        return NetworkGrid(
            all, connections: connections, seeds: seeds, patience: model.patience, epochs: epochs,
            snapshots: snapshots)
    }
}

extension [Extent] {
    /// One extent, or a list of them: more seeds of small networks than of large ones, say.
    init(_ value: YAMLValue, panel: String, kind: PanelKind, model: NetworkModel) throws {
        guard value.isList else {
            self = [try Extent(value, panel: panel, kind: kind, model: model)]
            return
        }
        let entries = try value.list("a profile of panel \(panel)", advice: "- {sizes: [64], …}")
        self = try entries.map { try Extent($0, panel: panel, kind: kind, model: model) }
        for (entry, extent) in zip(entries, self) where !extent.isAlike(self[0]) {
            throw entry.error(
                "panel \(panel) shows all its networks at the same time: give each entry of the list the same "
                    + "epochs, snapshots, train-limit and test-limit, or make another panel")
        }
    }
}

extension YAMLMapping {
    fileprivate func checkSizedByConnectomes(panel: String) throws {
        for key in ["sizes", "densities", "connections"] {
            guard let value = self[key] else { continue }
            throw value.error(
                "panel \(panel) has networks wired by connectomes, which decide sizes and densities; remove \"\(key)\""
            )
        }
    }

    /// Numbers of connections where the panel is about those; sizes elsewhere.
    fileprivate func connections(panel: String, kind: PanelKind) throws -> [Int] {
        guard kind.varies.contains(.connections) else {
            if let value = self["connections"] {
                throw value.error(
                    "panel \(panel) shows \(kind.rawValue), which takes sizes; remove \"connections\"")
            }
            _ = try required("sizes", advice: "sizes: [100, 300]")
            return []
        }
        if let value = self["sizes"] {
            throw value.error(
                "panel \(panel) shows \(kind.rawValue), which takes numbers of connections; remove \"sizes\"")
        }
        return try required("connections", advice: "connections: [10000, 100000]")
            .distinct("number of connections", plural: "connections", advice: "[10000, 100000]") {
                try $0.int(
                    "connections", in: 1...100_000_000_000, advice: "a number of connections such as 10000")
            }
    }
}

extension YAMLValue {
    /// A number of seeds from 0, or a list of seeds; NumPy's seeds are 32 bits.
    fileprivate func seeds() throws -> [Int] {
        guard isList else {
            return Array(0..<(try int("seeds", in: 1...100_000, advice: "how many, such as 3, or a list")))
        }
        return try distinct("seed", plural: "seeds", advice: "[0, 1, 2]") {
            try $0.int("seed", in: CountRange.seed, advice: "a seed such as 0")
        }
    }

    /// Epochs after which weights are archived; the last epoch always is.
    fileprivate func snapshots(epochs: Int) throws -> [Int] {
        let epochsOfSnapshots = try distinct("snapshot", plural: "snapshots", advice: "[1, \(epochs)]") {
            try $0.int(
                "snapshot", in: 0...epochs,
                advice: "an epoch that is trained, or raise \"epochs\"; 0 is before training")
        }
        return Set(epochsOfSnapshots + [epochs]).sorted()
    }
}
