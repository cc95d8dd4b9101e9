import ArgumentParser

/// Options that take a text each and are made up from a table: ArgumentParser finds options by looking at a value's children, and
/// decodes them by name.
package protocol TextOptions: ParsableArguments, CustomReflectable {
    /// Names of the options, without dashes, and what their help says.
    static var options: [(name: String, help: ArgumentHelp)] { get }
    /// Texts that were given, by name.
    var texts: [String: String] { get set }
}

extension TextOptions {
    /// The texts that were given.
    ///
    /// - Throws: what `decoder` throws.
    package init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: OptionName.self)
        for (name, _) in Self.options {
            texts[name] = try container.decode(Option<String?>.self, forKey: OptionName(stringValue: name))
                .wrappedValue
        }
    }

    /// An option for each row of the table.
    package var customMirror: Mirror {
        Mirror(
            self,
            children: Self.options.map { name, help in
                // So that a number may be negative, and is refused with its range.
                (name, Option<String?>(name: .customLong(name), parsing: .unconditional, help: help))
            })
    }
}

/// The name of an option, for decoding.
private struct OptionName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
