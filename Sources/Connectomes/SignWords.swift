/// Tells from the values of a column whether they excite (1), inhibit (-1), or say nothing (0).
struct SignWords {
    private static let known: [String: Int8] = [
        "e": 1, "exc": 1, "excitatory": 1, "+": 1, "i": -1, "inh": -1, "inhibitory": -1, "-": -1,
    ]

    private let inhibitory: [String]?
    private let option: String
    private let seen = NodeNames()
    private var signs: [Int8] = []
    private var occurred: Set<String> = []

    /// - Parameter option: what named the column, for messages.
    init(inhibitory: [String]?, option: String) { (self.inhibitory, self.option) = (inhibitory, option) }

    /// The sign that a value says.
    ///
    /// - Parameter failure: makes an error of what is wrong with it.
    @inline(__always)
    mutating func sign(_ value: Field, _ failure: (String) -> ConnectomeFileError) throws -> Int8 {
        if let number = seen.find(value) { return signs[number] }
        return try learn(value, failure)
    }

    private mutating func learn(_ value: Field, _ failure: (String) -> ConnectomeFileError) throws -> Int8 {
        let sign = try sign(of: value.text, value.number, failure)
        _ = seen.number(of: value, line: 0)
        signs.append(sign)
        return sign
    }

    private mutating func sign(
        of text: String, _ number: Double?, _ failure: (String) -> ConnectomeFileError
    ) throws -> Int8 {
        if let inhibitory {
            guard inhibitory.contains(text) else { return text.isEmpty ? 0 : 1 }
            occurred.insert(text)
            return -1
        }
        if text.isEmpty { return 0 }
        if let number { return number > 0 ? 1 : number < 0 ? -1 : 0 }
        guard let sign = Self.known[text.lowercased()] else {
            throw failure(
                "has “\(text.prefix(60))” as \(option), which is neither a number nor one of excitatory, inhibitory, exc, inh, e, i, +, "
                    + "-; say with --inhibitory which values inhibit, such as --inhibitory GABA")
        }
        return sign
    }

    /// Whether this value of `--inhibitory` occurred.
    func found(_ value: String) -> Bool { occurred.contains(value) }

    /// Throws where a value of `--inhibitory` did not occur: it is probably misspelt.
    func requireAllFound(_ file: String) throws {
        guard let missing = inhibitory?.first(where: { !occurred.contains($0) }) else { return }
        let known = (0..<min(seen.count, 20)).map { "“\(seen.name($0))”" }.joined(separator: ", ")
        throw ConnectomeFileError(
            file, "", "no \(option) is “\(missing)”, as --inhibitory has it; there are: \(known)")
    }
}
