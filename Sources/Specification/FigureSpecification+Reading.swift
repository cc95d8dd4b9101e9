import Foundation

extension FigureSpecification {
    /// Reads `pipeline/figures/NAME.yaml`.
    ///
    /// - Throws: `YAMLError` with file and line.
    package static func read(path: String, profiles: Profiles) throws -> FigureSpecification {
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        return try FigureSpecification(YAMLValue.read(path: path), fileName: name, profiles: profiles)
    }

    /// The figure of a document whose file is called `fileName`.yaml.
    ///
    /// - Throws: `YAMLError` with file and line.
    package init(_ document: YAMLValue, fileName: String, profiles: Profiles) throws {
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
                "layout \"\(text)\" is not a gnuplot file of pipeline/plots; give one such as panels.gp")
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
        let kindName = try shows.choice("shows", of: PanelKind.allCases.map(\.rawValue))
        guard let kind = PanelKind(rawValue: kindName) else { throw shows.error("\(kindName) is not known") }
        self.kind = kind
        title = try keys.required("title", advice: "title: Accuracy after one epoch").string("title")
        model = try NetworkModel(keys["networks"], overriding: defaults)
        try model.check(for: kind, panel: name, at: keys["networks"] ?? named)
        extents = try Self.extents(keys, panel: name, kind: kind, model: model, profiles: profiles)
        for entry in try keys["profiles"]?.entries("profiles") ?? [] {
            let networks = extents[entry.key]?.flatMap { $0.grid(model).conditions } ?? []
            let place = keys["networks"] ?? entry.value
            try place.checkWiring(networks, panel: name)
            try kind.checkCompared(networks, panel: name, at: place)
        }
    }

    private static func extents(
        _ keys: YAMLMapping, panel: String, kind: PanelKind, model: NetworkModel, profiles: Profiles
    ) throws -> [String: [Extent]] {
        guard !kind.drawsData else {
            guard let value = keys["profiles"] else { return [:] }
            throw value.error(
                "panel \(panel) shows \(kind.rawValue), which needs no networks; remove \"profiles\"")
        }
        let advice = "profiles: and below it smoke: {sizes: [64], densities: [0.1, 1], seeds: 3, epochs: 1}"
        let value = try keys.required("profiles", advice: advice)
        let entries = try value.mapping("profiles of panel \(panel)", known: profiles.names).entries
        return try Dictionary(
            uniqueKeysWithValues: entries.map {
                ($0.key, try [Extent]($0.value, panel: panel, kind: kind, model: model))
            })
    }
}
