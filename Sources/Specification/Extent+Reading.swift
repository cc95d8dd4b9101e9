extension Extent {
    private static let keys = [
        "sizes", "connections", "densities", "per-class", "learning-rates", "seeds", "epochs", "snapshots",
        "train-limit", "test-limit",
    ]

    init(_ value: YAMLValue, panel: String, kind: Catalogue.PanelKind) throws {
        let keys = try value.mapping("a profile of panel \(panel)", known: Self.keys)
        (sizes, connections) = try keys.sizesOrConnections(panel: panel, kind: kind)
        densities = try keys.required("densities", advice: "densities: [0.1, 1]")
            .distinct("density", plural: "densities", advice: "[0.1, 1]") {
                try $0.double("density", in: 0...1, open: true, advice: "a fraction such as 0.1")
            }
        perClass = try keys["per-class"]?.perClass(panel: panel, kind: kind)
        learningRates = try keys["learning-rates"]?.learningRates(panel: panel, kind: kind)
        seeds = try keys.required("seeds", advice: "seeds: 3").seeds()
        // A distribution may be that of untrained networks.
        let fewest = kind.measure?.time == .last ? 0 : 1
        let epochs = try keys.required("epochs", advice: "epochs: 1")
            .int("epochs", in: fewest...100_000, advice: "a number of epochs such as 1")
        self.epochs = epochs
        let asked = try keys["snapshots"]?.snapshots(epochs: epochs) ?? [epochs]
        snapshots = kind.measure?.time == .sinceStart ? Set(asked + [0]).sorted() : asked
        trainLimit = try keys.limit("train-limit")
        testLimit = try keys.limit("test-limit")
    }
}

extension YAMLMapping {
    /// Sizes, or numbers of connections where the panel is about those.
    fileprivate func sizesOrConnections(
        panel: String, kind: Catalogue.PanelKind
    ) throws -> (sizes: [Int], connections: [Int]) {
        guard kind.varies.contains(.connections) else {
            if let value = self["connections"] {
                throw value.error(
                    "panel \(panel) shows \(kind.name), which takes sizes; remove \"connections\"")
            }
            let value = try required("sizes", advice: "sizes: [100, 300]")
            let sizes = try value.distinct("size", plural: "sizes", advice: "[100, 300]") {
                try $0.int("size", in: 1...10_000_000, advice: "a number of hidden nodes such as 1000")
            }
            try value.checkCount(sizes.count, of: .size, panel: panel, kind: kind)
            return (sizes, [])
        }
        if let value = self["sizes"] {
            throw value.error(
                "panel \(panel) shows \(kind.name), which takes numbers of connections; remove \"sizes\"")
        }
        let counts = try required("connections", advice: "connections: [10000, 100000]")
            .distinct("number of connections", plural: "connections", advice: "[10000, 100000]") {
                try $0.int(
                    "connections", in: 1...100_000_000_000, advice: "a number of connections such as 10000")
            }
        return ([], counts)
    }
}

extension YAMLValue {
    /// Numbers of examples of each class, or `all`.
    fileprivate func perClass(panel: String, kind: Catalogue.PanelKind) throws -> [Int?] {
        let counts = try distinct("number per class", plural: "per-class", advice: "[50, 100, all]") {
            value -> Int? in
            if (try? value.string("per-class")) == "all" { return nil }
            return try value.int(
                "per-class", in: 1...100_000_000, advice: "a number of examples such as 50, or all")
        }
        try checkCount(counts.count, of: .perClass, panel: panel, kind: kind)
        return counts
    }

    fileprivate func learningRates(panel: String, kind: Catalogue.PanelKind) throws -> [Double] {
        let rates = try distinct("learning rate", plural: "learning-rates", advice: "[0.0001, 0.001]") {
            try $0.learningRate()
        }
        try checkCount(rates.count, of: .learningRate, panel: panel, kind: kind)
        return rates
    }

    /// A number of seeds from 0, or a list of seeds; NumPy's seeds are 32 bits.
    fileprivate func seeds() throws -> [Int] {
        guard isList else {
            return Array(0..<(try int("seeds", in: 1...100_000, advice: "how many, such as 3, or a list")))
        }
        return try distinct("seed", plural: "seeds", advice: "[0, 1, 2]") {
            try $0.int("seed", in: 0...0xFFFF_FFFF, advice: "a seed such as 0")
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
