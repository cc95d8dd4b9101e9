import ArgumentParser
import Model
import StageKit

/// One option for each field of `Conditions` whose row has a text for its help.
struct FieldOptions: TextOptions {
    var texts: [String: String] = [:]

    private static let fields = Conditions.fields.filter { $0.help != nil }

    static var options: [(name: String, help: ArgumentHelp)] {
        fields.map { ($0.key, ArgumentHelp("\($0.help?.words ?? "")", valueName: $0.help?.value)) }
    }

    func validate() throws {
        var conditions = Conditions.paper
        for field in Self.fields {
            guard let text = texts[field.key] else { continue }
            if let problem = field.set(text, in: &conditions) {
                throw ValidationError("--\(field.key) \(text) \(problem)")
            }
        }
    }

    /// With what the options say, which `validate` has checked.
    func applied(to conditions: Conditions) -> Conditions {
        var conditions = conditions
        for field in Self.fields {
            if let text = texts[field.key] { _ = field.set(text, in: &conditions) }
        }
        return conditions
    }
}
