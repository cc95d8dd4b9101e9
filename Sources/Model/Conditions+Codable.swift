extension Conditions: Codable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// One member for each attribute that has a value.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for attribute in Self.attributes {
            let key = Key(attribute.name)
            switch attribute.get(self) {
            case .text(let text): try container.encode(text, forKey: key)
            case .integer(let number): try container.encode(number, forKey: key)
            case .real(let number): try container.encode(number, forKey: key)
            case .flag(let isSet): try container.encode(isSet, forKey: key)
            case nil: break
            }
        }
    }

    /// Reads what `encode` wrote; other members are those of the paper.
    ///
    /// - Throws: `DecodingError` for a value of another type, a name that is not known, or a number that nothing can have.
    package init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: Key.self)
        for attribute in Self.attributes where container.contains(Key(attribute.name)) {
            let key = Key(attribute.name)
            let value: ConditionValue =
                switch attribute.kind {
                case .name, .oneOf: .text(try container.decode(String.self, forKey: key))
                case .integer: .integer(try container.decode(Int.self, forKey: key))
                case .real: .real(try container.decode(Double.self, forKey: key))
                case .flag: .flag(try container.decode(Bool.self, forKey: key))
                }
            // A plan leaves open what is drawn, and has no seed yet.
            guard attribute.kind.allows(value) || value == attribute.get(.paper) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "\(value.canonicalText) cannot be")
            }
            attribute.set(&self, value)
        }
    }
}
