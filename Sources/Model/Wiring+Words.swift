// How a wiring is said: in conditions, in files of networks, in paths and on pages.

extension Wiring {
    /// The wiring that `words` say; a rule of another name has no parameters that are known.
    package init(words: String) {
        let (head, source) = Self.split(words)
        let items = head.split(separator: ", ").map(String.init)
        guard let rule = items.first.flatMap(WiringRule.init(rawValue:)) else {
            self.init(rule: head, source: source)
            return
        }
        let values = items.dropFirst().compactMap { item in
            rule.parameters.lazy.compactMap { parameter -> (String, ConditionValue)? in
                guard item.hasPrefix(parameter.name + " ") else { return nil }
                return parameter.value(String(item.dropFirst(parameter.name.count + 1))).map {
                    (parameter.name, $0)
                }
            }.first
        }
        self.init(rule: rule.name, values: Dictionary(values) { first, _ in first }, source: source)
    }

    /// What stands before and behind the first “of”: a rule with its parameters, and the mask that it changes.
    private static func split(_ words: String) -> (head: String, source: String?) {
        guard let of = words.firstRange(of: ", of ") else { return (words, nil) }
        return (String(words[..<of.lowerBound]), String(words[of.upperBound...]))
    }

    /// How the mask was wired that this one was made of.
    package var sourceWiring: Wiring? { source.map(Wiring.init(words:)) }

    /// The same, with the usual values of what is not given.
    package var complete: Wiring {
        let usual = (WiringRule(rawValue: rule)?.parameters ?? []).compactMap { parameter in
            parameter.usual.map { (parameter.name, $0) }
        }
        return Wiring(rule: rule, values: values.merging(usual) { said, _ in said }, source: source)
    }

    /// What tells networks apart: the same without the seeds of sources, and as it reads back from a file, whatever a rule or source from
    /// elsewhere is called.
    ///
    /// nil: as in the paper, where each connection exists by itself, or all do.
    package var distinguishing: Wiring? {
        let isOfPaper =
            rule == WiringRule.full.name || rule == WiringRule.bernoulli.name && values.isEmpty
        // A source as in the paper needs words, too.
        let origin = sourceWiring.map { $0.distinguishing ?? Wiring(rule: $0.rule) }
        return isOfPaper
            ? nil : Wiring(words: Wiring(rule: rule, values: values, source: origin?.words).words)
    }

    /// For people: the rule and what is not usual of it, `distance, length 0.3`, or `rewired of distance`.
    package var label: String {
        let parts = [rule] + unusual.map { "\($0.parameter.name) \($0.value.words)" }
        return parts.joined(separator: ", ") + (sourceWiring.map { " of " + $0.label } ?? "")
    }

    /// In legends: the rule, or the name of the connectome.
    package var note: String { (rule == Self.imported ? source : nil) ?? rule }

    /// In paths: `distance-length0.3`, `rewired-of-distance`.
    package var path: String { rule + pathOfParameters + (sourceWiring.map { "-of-" + $0.path } ?? "") }

    /// The parameters that are not usual, in paths: `-length0.3-decay-gaussian`. Of a text that is too long for the name of a file, the
    /// start, and a digest of all of it.
    package var pathOfParameters: String {
        let text: String = unusual.map { parameter, value in
            let text = value.words.replacing(",", with: "_")
            return "-\(parameter.name)" + (text.first?.isLetter == true ? "-" : "") + text
        }.joined()
        guard text.utf8.count > Self.longestInPaths else { return text }
        return String(decoding: text.utf8.prefix(Self.keptInPaths), as: UTF8.self) + "-" + Self.digest(text)
    }

    /// Names of files have at most 255 bytes; those of masks also hold sizes, seeds and the parameters of sources.
    private static let longestInPaths = 100
    /// All of it is ASCII.
    private static let keptInPaths = 60

    /// 64-bit FNV-1a (Fowler, Noll, Vo) in 16 hexadecimal digits: it only has to tell a few wirings of a project apart, and Model is above
    /// no module that has SHA-256. What a mask is made of is in its recipe, not in its path.
    private static func digest(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The options of `build-mask` that say the parameters.
    package var options: [String] {
        said.flatMap { ["--\($0.parameter.name)", $0.value.words] }
    }

    private var unusual: [(parameter: WiringParameter, value: ConditionValue)] {
        said.filter { $0.parameter.usual != $0.value }
    }
}

extension ConditionValue {
    /// As people write it: yes and no for flags.
    package var words: String {
        if case .flag(let isSet) = self { return isSet ? "yes" : "no" }
        return canonicalText
    }
}
