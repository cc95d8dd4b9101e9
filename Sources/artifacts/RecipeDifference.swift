import ArtifactStore
import StageKit

/// What differs between two recipes, one line for each difference.
struct RecipeDifference {
    let lines: [String]

    init(_ one: Recipe, _ other: Recipe) {
        var lines: [String] = []
        func compare<Value: Equatable>(
            _ what: String, _ left: [String: Value], _ right: [String: Value], _ text: (Value) -> String
        ) {
            for (name, before, after) in differences(left, right) {
                let texts = [before, after].map { $0.map(text) ?? "absent" }
                lines.append("\(what) \(name): \(texts[0]) | \(texts[1])")
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
