import Results
import Specification

extension Difference {
    /// Reads `pipeline/differences.yaml`, in the order of the file.
    ///
    /// - Throws: `YAMLError` with file and line: unknown or missing keys, an entry given twice, one that is neither measured
    ///   nor says why not.
    package static func read(path: String) throws -> [Difference] {
        try differences(in: YAMLValue.read(path: path))
    }

    /// The entries of a document, which is a list of mappings.
    ///
    /// - Throws: `YAMLError`, as above.
    package static func differences(in document: YAMLValue) throws -> [Difference] {
        let values = try document.list(
            "the list of differences",
            advice: "- {id: dale-signs, title: …, text: …, notebook: …, unmeasured: …}")
        var lines: [String: Int] = [:]
        return try values.map { value in
            let difference = try Difference(value)
            if let first = lines.updateValue(value.line, forKey: difference.id) {
                throw value.error(
                    "difference \(difference.id) is there twice (first on line \(first)); rename one of them")
            }
            return difference
        }
    }

    private init(_ value: YAMLValue) throws {
        let known = ["id", "title", "text", "notebook", "measured", "unmeasured", "note"]
        let keys = try value.mapping("a difference", known: known)
        let id = try keys.required("id", advice: "id: dale-signs").string("id")
        self.init(
            id: id, title: try keys.required("title", advice: "title: Signs of weights").words("title"),
            text: try keys.required("text", advice: "text: what the paper says").words("text"),
            notebook: try keys.required("notebook", advice: "notebook: what its code does").words("notebook"),
            evidence: try Self.evidence(keys, of: id, at: value), note: try keys["note"]?.words("note") ?? "")
    }

    private static func evidence(_ keys: YAMLMapping, of id: String, at value: YAMLValue) throws -> Evidence {
        switch (keys["measured"], keys["unmeasured"]) {
        case (let measured?, nil): return try Evidence(measured)
        case (nil, let reason?): return .unmeasured(try reason.words("unmeasured"))
        default:
            throw value.error(
                "difference \(id) needs either \"measured\", with the panels that measure both, or \"unmeasured\", with "
                    + "the reason")
        }
    }
}

extension Difference.Evidence {
    fileprivate init(_ value: YAMLValue) throws {
        let keys = try value.mapping("measured", known: ["text", "notebook", "apart"])
        let advice = "{figure: figure6, panels: [B]}"
        let text = try Difference.Place(keys.required("text", advice: "text: \(advice)"))
        let notebook = try Difference.Place(keys.required("notebook", advice: "notebook: \(advice)"))
        let apart = try keys["apart"]?.list("apart", advice: "[dale]").map {
            try $0.choice("column", of: cellColumns)
        }
        self = .measured(text: text, notebook: notebook, apart: apart ?? [])
    }
}

extension Difference.Place {
    fileprivate init(_ value: YAMLValue) throws {
        let keys = try value.mapping("a place", known: ["figure", "panels"])
        figure = try keys.required("figure", advice: "figure: figure6").string("figure")
        panels = try keys.required("panels", advice: "panels: [B]").list("panels", advice: "[B]").map {
            try $0.string("panel")
        }
    }
}

extension YAMLValue {
    /// Text of one paragraph, without line breaks.
    fileprivate func words(_ name: String) throws -> String {
        try string(name).split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .joined(separator: " ")
    }
}
