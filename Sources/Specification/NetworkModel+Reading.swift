extension NetworkModel {
    /// `defaults` with what `value` says otherwise; `value` may be missing.
    init(_ value: YAMLValue?, overriding defaults: NetworkModel) throws {
        self = defaults
        let known = [
            "dataset", "network", "nonlinearity", "learning-rate", "batch", "mask-seed", "patience",
            "dale", "inhibitory", "inhibitory-scale", "start-density",
        ]
        guard let keys = try value?.mapping("networks", known: known) else { return }
        dataset = try keys["dataset"]?.choice("dataset", of: Catalogue.datasets.map(\.name)) ?? dataset
        networks = try keys["network"]?.choices("network", of: Catalogue.networks) ?? networks
        nonlinearities =
            try keys["nonlinearity"]?.choices("nonlinearity", of: Catalogue.nonlinearities) ?? nonlinearities
        learningRate = try keys["learning-rate"]?.learningRate() ?? learningRate
        batch =
            try keys["batch"]?.int("batch", in: 1...1_000_000, advice: "a batch size such as 100") ?? batch
        maskSeed =
            try keys["mask-seed"]?.int("mask-seed", in: 0...0xFFFF_FFFF, advice: "a seed such as 42")
            ?? maskSeed
        patience =
            try keys["patience"]?.int("patience", in: 1...100_000, advice: "a number of epochs such as 20")
            ?? patience
        try readDale(keys)
    }

    private mutating func readDale(_ keys: YAMLMapping) throws {
        dale = try keys["dale"]?.choices("dale", of: Catalogue.daleVariants) ?? dale
        for key in ["inhibitory", "inhibitory-scale"] where dale.isEmpty {
            if let value = keys[key] {
                throw value.error("\(key) needs dale: enforced or notebook beside it")
            }
        }
        inhibitory =
            try keys["inhibitory"]?.double("inhibitory", in: 0...1, advice: "a fraction such as 0.115")
            ?? inhibitory
        inhibitoryScale =
            try keys["inhibitory-scale"]?.double(
                "inhibitory-scale", in: 0...1000, open: true, advice: "a multiple such as 10")
            ?? inhibitoryScale
        startDensities = try keys["start-density"]?.startDensities() ?? startDensities
    }

    /// Refuses several networks or nonlinearities where the panel cannot show them, and ends of training where it shows
    /// accuracies after a given epoch.
    func check(for kind: Catalogue.PanelKind, panel: String, at place: YAMLValue) throws {
        guard kind.analysis != nil else { return }
        for (axis, count) in [
            (Catalogue.Axis.network, networks.count), (.nonlinearity, nonlinearities.count),
            (.dale, dale.count), (.startDensity, startDensities.count),
        ] {
            try place.checkCount(count, of: axis, panel: panel, kind: kind)
        }
        guard patience == nil || kind.showsBest else {
            throw place.error(
                "panel \(panel) shows \(kind.name), for which networks must not end early; remove \"patience\""
            )
        }
    }
}

extension YAMLValue {
    /// A name, or a list of different names.
    fileprivate func choices(_ name: String, of known: [String]) throws -> [String] {
        guard isList else { return [try choice(name, of: known)] }
        return try distinct(name, plural: "\(name)s", advice: "[\(known.joined(separator: ", "))]") {
            try $0.choice(name, of: known)
        }
    }

    /// A density, or a list of them and `none`.
    fileprivate func startDensities() throws -> [Double?] {
        func read(_ value: YAMLValue) throws -> Double? {
            if (try? value.string("start-density")) == "none" { return nil }
            return try value.double(
                "start-density", in: 0...1, open: true, advice: "a fraction such as 0.1, or none")
        }
        guard isList else { return [try read(self)] }
        return try distinct(
            "start density", plural: "start densities", advice: "[none, 0.1]", read: read)
    }

    /// Adam's step size.
    func learningRate() throws -> Double {
        try double("learning-rate", in: 0...1, open: true, advice: "a step size such as 0.001")
    }

    /// Refuses more values than the panel can show.
    func checkCount(_ count: Int, of axis: Catalogue.Axis, panel: String, kind: Catalogue.PanelKind) throws {
        guard count > 1, !kind.varies.contains(axis) else { return }
        throw error(
            "panel \(panel) has \(count) \(axis.plural), but \(kind.name) draws 1 at most; remove some")
    }

    /// The values of a list, none of which may be there twice.
    func distinct<Value: Hashable>(
        _ name: String, plural: String, advice: String, read: (YAMLValue) throws -> Value
    ) throws -> [Value] {
        var lines: [Value: Int] = [:]
        return try list(plural, advice: advice).map { element in
            let value = try read(element)
            if let first = lines.updateValue(element.line, forKey: value) {
                throw element.error(
                    "\(name) \(try element.string(name)) is given twice (first on line \(first)); keep one"
                )
            }
            return value
        }
    }
}
