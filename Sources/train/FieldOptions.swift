import ArgumentParser
import Model

/// One option for each field of `Conditions` whose row has a text for its help.
///
/// ArgumentParser finds options by looking at a value's children, so these are made up from the table, and decoded by name.
struct FieldOptions: ParsableArguments, CustomReflectable {
    /// Texts that were given, by key.
    private var texts: [String: String] = [:]

    private static let fields = Conditions.fields.filter { $0.help != nil }

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for field in Self.fields {
            let option = try container.decode(Option<String?>.self, forKey: Key(stringValue: field.key))
            if let text = option.wrappedValue { texts[field.key] = text }
        }
    }

    var customMirror: Mirror {
        Mirror(self, children: Self.fields.map { ($0.key, Self.option($0)) })
    }

    private static func option(_ field: ConditionField) -> Option<String?> {
        Option(
            name: .customLong(field.key),
            // So that a number may be negative, and is refused with its range.
            parsing: .unconditional,
            help: ArgumentHelp("\(field.help?.words ?? "")", valueName: field.help?.value))
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

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
