import Results
import Specification
import Model

/// How one rule of a criterion is read: its name, its keys, and what they make.
package struct CriterionReader: Sendable {
    package let rule: String
    /// Keys that it needs or may have; those of other rules are refused.
    package let keys: [String]
    package let read: @Sendable (YAMLMapping) throws -> Criterion
}

extension Criterion {
    private static let readers: [CriterionReader] =
        SizeRule.allCases.map(\.reader) + CriterionReader.others + CriterionReader.ofMeasures

    /// Reads `{rule: no-benefit, density: 0.1, …}`, or a list of such rules, all of which must hold; each rule needs its own
    /// keys and takes no others.
    package init(_ value: YAMLValue) throws {
        if value.isList {
            self = .all(
                try value.list("a criterion", advice: "[{rule: above}]").map { part in
                    let criterion = try Criterion(part)
                    if criterion.kind == .shape { return criterion }
                    throw part.error(
                        "only rules for claims of kind shape can stand in a list; leave this one alone")
                })
            return
        }
        let rule = try value.mapping("a criterion", known: ["rule"] + Self.readers.flatMap(\.keys).unique)
            .required("rule", advice: "rule: no-benefit").choice("rule", of: Self.readers.map(\.rule))
        guard let reader = Self.readers.first(where: { $0.rule == rule }) else {
            throw value.error("rule \(rule) cannot be read")
        }
        self = try reader.read(value.mapping("this criterion", known: ["rule"] + reader.keys))
    }
}

extension CriterionReader {
    /// Rules about accuracies and values.
    fileprivate static let others = [
        CriterionReader(rule: "equal-connections", keys: ["density", "least-numbers"]) {
            .equalConnections(
                ConnectionRange(
                    density: try $0.density(), leastNumbers: try $0.whole("least-numbers", such: 2)))
        },
        CriterionReader(rule: "overfit", keys: ["density", "least-epochs", "peak"]) {
            .overfit(try Overfit($0))
        },
        CriterionReader(rule: "reaches-later", keys: ["left", "right", "share", "least-epochs"]) {
            .reachesLater(
                Reaching(
                    left: try $0.selection("left"), right: try $0.selection("right"),
                    share: try $0.required("share", advice: "share: 0.99")
                        .double("share", in: 0...1, open: true, advice: "a share of the peak such as 0.99"),
                    leastEpochs: try $0.whole("least-epochs", such: 60)))
        },
        CriterionReader(rule: "within-factor", keys: ["factor"]) { .withinFactor(try $0.factor(such: 1.5)) },
    ]
}

extension SizeRule {
    fileprivate var reader: CriterionReader {
        let keys = ["density", "sparser", "smallest", "largest", "least-sizes", "each-dataset"]
        return CriterionReader(rule: rawValue, keys: keys + (hasMargin ? ["margin"] : [])) {
            .sizes(self, try SizeRange($0, hasMargin: hasMargin))
        }
    }
}

extension SizeRange {
    fileprivate init(_ fields: YAMLMapping, hasMargin: Bool) throws {
        let smallest = try fields.whole("smallest", such: 100)
        let largest = try fields.required("largest", advice: "largest: 1000")
            .int(
                "largest", in: smallest...10_000_000, advice: "a number of hidden nodes, smallest or more"
            )
        self.init(
            density: try fields.density(), sizes: smallest...largest,
            leastSizes: try fields.whole("least-sizes", such: 2))
        sparser = try fields["sparser"]?.bool("sparser") ?? false
        if hasMargin { margin = try fields.margin() }
        datasets = try fields["each-dataset"]?.knownDatasets("each-dataset") ?? []
    }
}

extension Overfit {
    fileprivate init(_ fields: YAMLMapping) throws {
        self.init(
            density: try fields.density(), leastEpochs: try fields.whole("least-epochs", such: 60),
            peak: try fields.required("peak", advice: "peak: [20, 60]").epochRange("peak", such: [20, 60]))
    }
}

extension YAMLValue {
    /// `[20, 60]`: a first and a last epoch.
    package func epochRange(_ name: String, such example: [Int]) throws -> ClosedRange<Int> {
        let epochs = try list(name, advice: "\(example)").map {
            try $0.int(name, in: 1...100_000, advice: "an epoch such as \(example[0])")
        }
        guard epochs.count == 2, epochs[0] <= epochs[1] else {
            throw error("\(name) is not a first and a last epoch; give for instance \(example)")
        }
        return epochs[0]...epochs[1]
    }
}

extension YAMLMapping {
    /// A required connection probability.
    package func density() throws -> Double {
        try required("density", advice: "density: 0.1").connectionProbability()
    }

    /// A required difference that is too small to matter, in the unit of the paper.
    package func margin() throws -> Double {
        try required("margin", advice: "margin: 1")
            .double(
                "margin", in: 0...100, open: true,
                advice: "a number such as 1, of points where there are percentages")
    }

    /// A required factor of at least 1.
    package func factor(such example: Double) throws -> Double {
        try required("factor", advice: "factor: \(example.canonical)")
            .double("factor", in: 1...1000, advice: "a number such as \(example.canonical)")
    }

    /// A required whole number of at least 1.
    package func whole(_ key: String, such example: Int) throws -> Int {
        try required(key, advice: "\(key): \(example)")
            .int(key, in: 1...10_000_000, advice: "a number such as \(example)")
    }
}

extension YAMLValue {
    /// A connection probability, more than 0.
    package func connectionProbability() throws -> Double {
        try double("density", in: 0...1, open: true, advice: "a fraction such as 0.1")
    }
}

extension [String] {
    /// Each once, where it stands first.
    fileprivate var unique: [String] {
        reduce(into: []) { all, one in if !all.contains(one) { all.append(one) } }
    }
}
