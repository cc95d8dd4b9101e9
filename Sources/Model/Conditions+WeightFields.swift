// Fields of how weights start and are treated, and of which nodes get inputs and are read. Their places in the table are in
// Conditions+Fields.swift.

extension ConditionField {
    package static let recurrentWeights = ConditionField(
        "recurrent-weights", \.recurrentWeights, title: "recurrent weights",
        plural: "ways to treat recurrent weights", .choice(RecurrentWeights.allCases.map(\.rawValue)),
        goesWithoutSaying: true,
        [
            .unusual(
                "recurrent_weights", parameter: "recurrent-weights", usually: .trained, \.recurrentWeights)
        ], place: (1, 7),
        path: { $0.recurrentWeights == .trained ? "" : "-\($0.recurrentWeights)" },
        cell: { $0.recurrentWeights.rawValue }, words: { "\($0.recurrentWeights) recurrent weights" },
        help: (
            "Weights between hidden nodes: trained (default), or fixed as they were drawn, so that only inputs, biases and read-out learn.",
            "how"
        ))

    package static let initialWeights = ConditionField(
        "initial-weights", \.initialWeights, title: "initial weights", plural: "kinds of initial weights",
        .choice(InitialWeights.allCases.map(\.rawValue)), goesWithoutSaying: true,
        [.unusual("initial_weights", parameter: "initial-weights", usually: .drawn, \.initialWeights)],
        place: (1, 12), path: { $0.initialWeights == .drawn ? "" : "-weights-\($0.initialWeights)" },
        cell: { $0.initialWeights.rawValue },
        words: {
            $0.initialWeights == .drawn
                ? "drawn initial weights" : "initial weights in proportion to the connectome's"
        }, note: { $0.initialWeights == .drawn ? "drawn weights" : "measured weights" },
        help: (
            "Magnitudes of initial weights between hidden nodes: drawn (default), or in proportion to those of the connectome that "
                + "--mask is.", "how"
        ))

    package static let weightSpread = ConditionField(
        "weight-spread", \.weightSpread, title: "spread of initial weights",
        plural: "spreads of initial weights",
        .real(0...10, isOpen: true, advice: "a number such as 1, or none"),
        none: (written: "none", table: "", page: "uniform"), goesWithoutSaying: true,
        [.real("weight_spread", units: "1", in: .positive, parameter: "weight-spread", \.weightSpread)],
        place: (1, 8), path: { $0.weightSpread.map { "-spread\($0.canonical)" } ?? "" },
        cell: { $0.weightSpread?.canonical },
        words: {
            $0.weightSpread.map { "lognormal initial weights, spread \($0.canonical)" }
                ?? "uniform initial weights"
        },
        note: { $0.weightSpread.map { "lognormal \($0.canonical)" } ?? "uniform" },
        help: (
            "Draw initial weights between hidden nodes lognormal, with this standard deviation of their logarithms.",
            "S"
        ))

    package static let weightGain = ConditionField(
        "weight-gain", \.weightGain, title: "gain of initial weights", plural: "gains of initial weights",
        .real(0...10, isOpen: true, advice: "a number such as 0.01, or none"),
        none: (written: "none", table: "", page: "0.001 at any size"), goesWithoutSaying: true,
        [.real("weight_gain", units: "1", in: .positive, parameter: "weight-gain", \.weightGain)],
        place: (1, 9), path: { $0.weightGain.map { "-gain\($0.canonical)" } ?? "" },
        cell: { $0.weightGain?.canonical },
        words: {
            $0.weightGain.map { "initial weights up to \($0.canonical)/√(E/N)" }
                ?? "initial weights up to 0.001"
        },
        note: { $0.weightGain.map { "gain \($0.canonical)" } ?? "no gain" },
        help: (
            "Draw initial weights between hidden nodes in ±G/√(E/N), by the mean number of inputs; the paper's are in ±0.001.",
            "G"
        ))

    package static let inputFraction = ofNodes(
        "input-fraction", \.inputFraction, place: (1, 10), path: "-in", said: "with inputs",
        help: "Give inputs to this fraction of the hidden nodes only.")

    package static let readoutFraction = ofNodes(
        "readout-fraction", \.readoutFraction, place: (1, 11), path: "-out", said: "read",
        help: "Let the read-out see this fraction of the hidden nodes only.")

    /// A fraction of the hidden nodes; none is all of them.
    private static func ofNodes(
        _ key: String, _ member: WritableKeyPath<Conditions, Double?> & Sendable, place: (Int, Int),
        path: String, said: String, help: String
    ) -> ConditionField {
        ConditionField(
            key, member, title: "fraction of nodes \(said)", plural: "fractions of nodes \(said)",
            .real(0...1, isOpen: true, advice: "a fraction such as 0.1, or none"),
            none: (written: "none", table: "", page: "all"), goesWithoutSaying: true,
            [.real(key.replacing("-", with: "_"), units: "fraction", in: .density, parameter: key, member)],
            place: place, path: { $0[keyPath: member].map { path + $0.canonical } ?? "" },
            cell: { $0[keyPath: member]?.canonical },
            words: { $0[keyPath: member].map { "\($0.percent) % of nodes \(said)" } ?? "all nodes \(said)" },
            note: { $0[keyPath: member].map { "\($0.percent) % \(said)" } ?? "all \(said)" },
            help: (help, "F"))
    }

    package static let inputGroup = ofGroup(
        "input-group", \.inputGroup, place: (1, 13), path: "-in-", said: "with inputs",
        help: "Give inputs to the hidden nodes of this group of --mask only.")

    package static let readoutGroup = ofGroup(
        "readout-group", \.readoutGroup, place: (1, 14), path: "-out-", said: "read",
        help: "Let the read-out see the hidden nodes of this group of --mask only.")

    /// A group of the hidden nodes; none is all of them.
    private static func ofGroup(
        _ key: String, _ member: WritableKeyPath<Conditions, String?> & Sendable, place: (Int, Int),
        path: String, said: String, help: String
    ) -> ConditionField {
        ConditionField(
            key, member, title: "group of nodes \(said)", plural: "groups of nodes \(said)",
            .text(advice: "the name of a group of the mask, or none"),
            none: (written: "none", table: "", page: "any"), goesWithoutSaying: true,
            [.text(key.replacing("-", with: "_"), parameter: key, member)],
            place: place, path: { $0[keyPath: member].map { path + $0.asPartOfPath } ?? "" },
            cell: { $0[keyPath: member] },
            words: {
                $0[keyPath: member].map { "nodes of group \($0) \(said)" } ?? "nodes of any group \(said)"
            },
            note: { $0[keyPath: member].map { "\($0) \(said)" } ?? "any \(said)" }, help: (help, "group"))
    }

    package static let groupGains = ConditionField(
        "group-gains", \.groupGains, title: "factors of initial weights by group",
        plural: "factors of initial weights by group", .groupGains,
        none: (written: "none", table: "", page: "none"), goesWithoutSaying: true,
        [
            ConditionAttribute(
                name: "group_gains", column: "group_gains", units: "text", parameter: "group-gains",
                kind: .name, isOptional: true, get: { $0.groupGains.map { .text($0.text) } },
                set: { if case .text(let text) = $1 { $0.groupGains = GroupGains(text) } })
        ], place: (1, 15), path: { $0.groupGains.map { "-gains-\($0.text.asPartOfPath)" } ?? "" },
        cell: { $0.groupGains?.text },
        words: {
            $0.groupGains.map { "initial weights by group (\($0.text))" }
                ?? "initial weights alike in all groups"
        },
        note: { $0.groupGains?.text ?? "groups alike" },
        help: (
            "Multiply initial weights of connections from the hidden nodes of these groups of --mask: sensory=2,motor=0.5.",
            "group=factor,…"
        ))
}

extension String {
    /// As part of a path: all but letters, digits and dots as underscore and two hexadecimal digits a byte, so that different
    /// texts stay different.
    fileprivate var asPartOfPath: String {
        utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || character == ".")
            return isPlain ? String(character) : "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
