import Foundation

extension FigureSpecification {
    /// Reads `pipeline/figures/NAME.yaml`.
    ///
    /// - Throws: `YAMLError` with file and line.
    public static func read(path: String, profiles: Profiles) throws -> FigureSpecification {
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        return try FigureSpecification(YAMLValue.read(path: path), fileName: name, profiles: profiles)
    }

    /// The figure of a document whose file is called `fileName`.yaml.
    ///
    /// - Throws: `YAMLError` with file and line.
    public init(_ document: YAMLValue, fileName: String, profiles: Profiles) throws {
        let known = ["figure", "title", "caption", "source", "layout", "networks", "panels"]
        let keys = try document.mapping("the figure", known: known)
        let figure = try keys.required("figure", advice: "figure: \(fileName)")
        name = try figure.string("figure")
        try checkName(name, what: "figure", file: figure.file, line: figure.line)
        guard name == fileName else {
            throw figure.error(
                "the figure is called \"\(name)\" in a file for \"\(fileName)\"; make them equal")
        }
        file = document.file
        title = try keys.required("title", advice: "title: Accuracy after one epoch").string("title")
        caption = try keys.paragraph("caption")
        source = try keys.paragraph("source")
        layout = try keys.layout(orFor: name)
        layoutLine = keys["layout"]?.line ?? figure.line
        let defaults = try NetworkModel(keys["networks"], overriding: NetworkModel())
        let list = try keys.required("panels", advice: "panels: and below it - name: A")
        panelsLine = list.line
        panels = try list.list("panels", advice: "- name: A").map {
            try PanelSpecification($0, defaults: defaults, profiles: profiles)
        }
        try checkUnique(panels.map { ($0.name, $0.line) }, what: "panel", file: file)
    }
}

extension YAMLMapping {
    /// Text of one paragraph, without line breaks; empty when the key is missing.
    fileprivate func paragraph(_ key: String) throws -> String {
        let text = try self[key]?.string(key) ?? ""
        return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .joined(separator: " ")
    }

    /// The layout's file name, by default that of the figure.
    fileprivate func layout(orFor figure: String) throws -> String {
        guard let value = self["layout"] else { return "\(figure).gp" }
        let text = try value.string("layout")
        guard text.hasSuffix(".gp") else {
            throw value.error(
                "layout \"\(text)\" is no gnuplot file of pipeline/plots; give one such as figure2.gp")
        }
        try checkName(String(text.dropLast(3)), what: "layout", file: value.file, line: value.line)
        return text
    }
}

extension PanelSpecification {
    fileprivate init(_ value: YAMLValue, defaults: NetworkModel, profiles: Profiles) throws {
        let keys = try value.mapping("a panel", known: ["name", "shows", "title", "networks", "profiles"])
        let named = try keys.required("name", advice: "name: A")
        name = try named.string("name")
        try checkName(name, what: "panel", file: named.file, line: named.line)
        line = named.line
        let shows = try keys.required("shows", advice: "shows: accuracy-grid")
        let kindName = try shows.choice("shows", of: Catalogue.panelKinds.map(\.name))
        guard let kind = Catalogue.panelKind(kindName) else { throw shows.error("\(kindName) is not known") }
        self.kind = kind
        title = try keys.required("title", advice: "title: Accuracy after one epoch").string("title")
        model = try NetworkModel(keys["networks"], overriding: defaults)
        extents = try Self.extents(keys, panel: name, kind: kind, profiles: profiles)
    }

    private static func extents(
        _ keys: YAMLMapping, panel: String, kind: Catalogue.PanelKind, profiles: Profiles
    ) throws -> [String: Extent] {
        guard kind.analysis != nil else {
            guard let value = keys["profiles"] else { return [:] }
            throw value.error(
                "panel \(panel) shows \(kind.name), which needs no networks; remove \"profiles\"")
        }
        let advice = "profiles: and below it smoke: {sizes: [64], densities: [0.1, 1], seeds: 3, epochs: 1}"
        let value = try keys.required("profiles", advice: advice)
        let entries = try value.mapping("profiles of panel \(panel)", known: profiles.names).entries
        return try Dictionary(
            uniqueKeysWithValues: entries.map { ($0.key, try Extent($0.value, panel: panel, kind: kind)) })
    }
}

extension NetworkModel {
    /// `defaults` with what `value` says otherwise; `value` may be missing.
    fileprivate init(_ value: YAMLValue?, overriding defaults: NetworkModel) throws {
        self = defaults
        let known = ["dataset", "network", "nonlinearity", "learning-rate", "batch"]
        guard let keys = try value?.mapping("networks", known: known) else { return }
        dataset = try keys["dataset"]?.choice("dataset", of: Catalogue.datasets.map(\.name)) ?? dataset
        network = try keys["network"]?.choice("network", of: Catalogue.networks) ?? network
        nonlinearity =
            try keys["nonlinearity"]?.choice("nonlinearity", of: Catalogue.nonlinearities) ?? nonlinearity
        learningRate =
            try keys["learning-rate"]?.double(
                "learning-rate", in: 0...1, open: true, advice: "a step size such as 0.001") ?? learningRate
        batch =
            try keys["batch"]?.int("batch", in: 1...1_000_000, advice: "a batch size such as 100") ?? batch
    }
}

extension Extent {
    fileprivate init(_ value: YAMLValue, panel: String, kind: Catalogue.PanelKind) throws {
        let known = ["sizes", "densities", "seeds", "epochs", "snapshots", "train-limit", "test-limit"]
        let keys = try value.mapping("a profile of panel \(panel)", known: known)
        sizes = try keys.required("sizes", advice: "sizes: [100, 300]").sizes(panel: panel, kind: kind)
        densities = try keys.required("densities", advice: "densities: [0.1, 1]")
            .distinct("density", plural: "densities", advice: "[0.1, 1]") {
                try $0.double("density", in: 0...1, open: true, advice: "a fraction such as 0.1")
            }
        seeds = try keys.required("seeds", advice: "seeds: 3").seeds()
        let epochs = try keys.required("epochs", advice: "epochs: 1")
            .int("epochs", in: 1...100_000, advice: "a number of epochs such as 1")
        self.epochs = epochs
        snapshots = try keys["snapshots"]?.snapshots(epochs: epochs) ?? [epochs]
        trainLimit = try keys.limit("train-limit")
        testLimit = try keys.limit("test-limit")
    }
}

extension YAMLValue {
    fileprivate func sizes(panel: String, kind: Catalogue.PanelKind) throws -> [Int] {
        let sizes = try distinct("size", plural: "sizes", advice: "[100, 300]") {
            try $0.int("size", in: 1...10_000_000, advice: "a number of hidden nodes such as 1000")
        }
        if let most = kind.mostSizes, sizes.count > most {
            throw error(
                "panel \(panel) has \(sizes.count) sizes, but \(kind.name) draws \(most) at most; remove some"
            )
        }
        return sizes
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
            try $0.int("snapshot", in: 1...epochs, advice: "an epoch that is trained, or raise \"epochs\"")
        }
        return Set(epochsOfSnapshots + [epochs]).sorted()
    }

    /// The values of a list, none of which may be there twice.
    fileprivate func distinct<Value: Hashable>(
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

/// Refuses a name that stands twice, at its second place.
func checkUnique(_ names: [(name: String, line: Int)], what: String, file: String) throws {
    var lines: [String: Int] = [:]
    for (name, line) in names {
        if let first = lines.updateValue(line, forKey: name) {
            throw YAMLError(
                file: file, line: line,
                message:
                    "the \(what) \"\(name)\" is given twice (first on line \(first)); rename or remove one")
        }
    }
}
