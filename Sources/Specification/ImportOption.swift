import Model

/// An option of `build-mask imported` that the description of a connectome may hold, as `Sources/build-mask/ImportOptions.swift`
/// declares it, so that a wrong one is found where it is written.
struct ImportOption {
    /// What follows its name.
    enum Value {
        /// Nothing.
        case none
        /// Any text: the name of a column or part, or several values.
        case text
        /// One of these words.
        case choice([String])
        /// A number.
        case number(NumberRange)
        /// A column, and the values of the rows to take.
        case columnAndValues
    }

    /// With its dashes.
    let name: String
    let value: Value

    static let all: [ImportOption] = [
        .init(name: "--pre", value: .text), .init(name: "--post", value: .text),
        .init(name: "--weight", value: .text), .init(name: "--sign", value: .text),
        .init(name: "--inhibitory", value: .text), .init(name: "--take", value: .columnAndValues),
        .init(name: "--no-header", value: .none), .init(name: "--rows", value: .choice(["pre", "post"])),
        .init(name: "--part", value: .text), .init(name: "--node-name", value: .text),
        .init(name: "--node-group", value: .text), .init(name: "--node-sign", value: .text),
        .init(name: "--least", value: .number(.positive)), .init(name: "--keep-zeros", value: .none),
        .init(name: "--self-connections", value: .choice(["yes", "no"])),
        .init(name: "--largest-component", value: .none), .init(name: "--drop-isolated", value: .none),
    ]

    /// Options that descriptions have keys for.
    static let keys = [
        "--from": "file", "--nodes": "node-table", "--node-types": "node-types",
        "--edge-types": "edge-types", "--expect-nodes": "nodes", "--expect-connections": "connections",
    ]
    /// Options that whoever starts the program gives.
    static let ofCommands = ["--name", "--output", "--store", "--why", "--quiet"]

    /// Refuses words that `build-mask imported` would not take as its options, each at its place.
    ///
    /// - Throws: `YAMLError`.
    static func check(_ words: [(place: YAMLValue, text: String)]) throws(YAMLError) {
        var rest = words[...]
        var seen: Set<String> = []
        while let (place, word) = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let option = try named(String(parts[0]), at: place)
            guard seen.insert(option.name).inserted else {
                throw place.error("options hold \(option.name) twice; keep one of them")
            }
            if case .none = option.value {
                guard parts.count == 1 else {
                    throw place.error("\(option.name) takes no value; leave out =\(parts[1])")
                }
            } else if parts.count > 1, !parts[1].isEmpty {
                try option.check(String(parts[1]), at: place)
            } else {
                guard parts.count == 1, let (place, value) = rest.popFirst() else {
                    throw place.error("\(option.name) has no value; give \(option.expected)")
                }
                // The program takes no such word for a value.
                if value.hasPrefix("-"), value != "-" {
                    throw place.error(
                        "\(option.name) has no value before \(value); give \(option.expected), "
                            + "one that starts with a dash as \(option.name)=\(value)")
                }
                try option.check(value, at: place)
            }
        }
    }

    /// - Throws: `YAMLError` for a name that is none, or that options cannot hold.
    private static func named(_ name: String, at place: YAMLValue) throws(YAMLError) -> ImportOption {
        if let key = keys[name] {
            throw place.error("options hold \(name), which has a key of its own; say it with \(key)")
        }
        if ofCommands.contains(name) {
            throw place.error("options hold \(name), which make gives itself; leave it out")
        }
        if let option = all.first(where: { $0.name == name }) { return option }
        let names = all.map(\.name)
        let near = nearMatch(to: name, among: names).map { " did you mean \"\($0)\"?" } ?? ""
        throw place.error(
            "options hold \"\(name)\", which is no option of build-mask imported;\(near) known: "
                + names.joined(separator: ", "))
    }

    private func check(_ text: String, at place: YAMLValue) throws(YAMLError) {
        let isRight =
            switch value {
            case .none, .text: true
            case .choice(let words): words.contains(text)
            case .number(let range): Double(text).map(range.contains) ?? false
            case .columnAndValues: text.split(separator: "=", maxSplits: 1).count == 2
            }
        guard isRight else { throw place.error("\(name) is \"\(text)\"; give \(expected)") }
    }

    /// What its value may be, to follow "give".
    private var expected: String {
        switch value {
        case .none: "nothing"
        case .text: "a text"
        case .choice(let words): words.joined(separator: " or ")
        case .number(let range): range.words
        case .columnAndValues: "column=value,…"
        }
    }
}
