import ArtifactStore

/// What differs between two recipes, one line for each difference.
struct RecipeDifference {
    let lines: [String]

    init(_ one: Recipe, _ other: Recipe) {
        var lines: [String] = []
        func compare<Value: Equatable>(
            _ what: String, _ left: [String: Value], _ right: [String: Value], _ text: (Value) -> String
        ) {
            for name in Set(left.keys).union(right.keys).sorted() where left[name] != right[name] {
                let before = left[name].map(text) ?? "absent"
                lines.append("\(what) \(name): \(before) | \(right[name].map(text) ?? "absent")")
            }
        }
        if one.stage != other.stage { lines.append("stage: \(one.stage) | \(other.stage)") }
        compare("parameter", one.parameters, other.parameters, \.text)
        compare("input", one.inputs, other.inputs) { input in
            input.digests.count == 1
                ? input.digests[0].short + "…"
                : "\(input.digests.count) files, first \(input.digests.first?.short ?? "")…"
        }
        if one.code != other.code {
            lines.append("code: \(one.code.prefix(12))… | \(other.code.prefix(12))…")
        }
        compare("library", one.libraries, other.libraries) { $0 }
        self.lines = lines
    }
}
