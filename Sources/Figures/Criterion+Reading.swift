import Specification

extension Criterion {
    /// Names of the rules that are not about sizes.
    private static let otherRules = ["equal-connections", "overfit", "within-factor"]
    private static let sizeKeys = ["density", "smallest", "largest", "least-sizes", "standard-errors"]

    /// Reads `{rule: no-benefit, density: 0.1, …}`; each rule needs all of its own keys and takes no others.
    init(_ value: YAMLValue) throws {
        let rules = SizeRule.allCases.map(\.rawValue) + Self.otherRules
        let all = Self.sizeKeys + ["rule", "margin", "least-numbers", "least-epochs", "peak", "factor"]
        let rule = try value.mapping("a criterion", known: all)
            .required("rule", advice: "rule: no-benefit").choice("rule", of: rules)
        if let sizeRule = SizeRule(rawValue: rule) {
            let keys = Self.sizeKeys + (sizeRule.hasMargin ? ["margin"] : [])
            self = .sizes(sizeRule, try SizeRange(value.fields(keys), hasMargin: sizeRule.hasMargin))
        } else if rule == "equal-connections" {
            let fields = try value.fields(["density", "least-numbers", "standard-errors"])
            self = .equalConnections(
                ConnectionRange(
                    density: try fields.density(), leastNumbers: try fields.whole("least-numbers", such: 2)),
                standardErrors: try fields.standardErrors())
        } else if rule == "overfit" {
            self = .overfit(
                try Overfit(value.fields(["density", "least-epochs", "peak", "standard-errors"])))
        } else {
            let fields = try value.fields(["factor"])
            self = .withinFactor(
                try fields.required("factor", advice: "factor: 1.5")
                    .double("factor", in: 1...1000, advice: "a number such as 1.5"))
        }
    }
}

extension SizeRange {
    fileprivate init(_ fields: YAMLMapping, hasMargin: Bool) throws {
        let smallest = try fields.whole("smallest", such: 100)
        let largest = try fields.required("largest", advice: "largest: 1000")
            .int(
                "largest", in: smallest...10_000_000, advice: "a number of hidden nodes no less than smallest"
            )
        self.init(
            density: try fields.density(), sizes: smallest...largest,
            leastSizes: try fields.whole("least-sizes", such: 2), standardErrors: try fields.standardErrors())
        if hasMargin {
            margin = try fields.required("margin", advice: "margin: 1")
                .double("margin", in: 0...100, advice: "a number of points such as 1")
        }
    }
}

extension Overfit {
    fileprivate init(_ fields: YAMLMapping) throws {
        let value = try fields.required("peak", advice: "peak: [20, 60]")
        let epochs = try value.list("peak", advice: "[20, 60]").map {
            try $0.int("peak", in: 1...100_000, advice: "an epoch such as 20")
        }
        guard epochs.count == 2, epochs[0] <= epochs[1] else {
            throw value.error("peak is no first and last epoch; give for instance [20, 60]")
        }
        self.init(
            density: try fields.density(), leastEpochs: try fields.whole("least-epochs", such: 60),
            peak: epochs[0]...epochs[1], standardErrors: try fields.standardErrors())
    }
}

extension YAMLValue {
    /// The keys of one rule; those of others are refused.
    fileprivate func fields(_ keys: [String]) throws -> YAMLMapping {
        try mapping("this criterion", known: ["rule"] + keys)
    }
}

extension YAMLMapping {
    fileprivate func density() throws -> Double {
        try required("density", advice: "density: 0.1")
            .double("density", in: 0...1, open: true, advice: "a fraction such as 0.1")
    }

    fileprivate func standardErrors() throws -> Double {
        try required("standard-errors", advice: "standard-errors: 2")
            .double("standard-errors", in: 0...100, advice: "a number such as 2")
    }

    fileprivate func whole(_ key: String, such example: Int) throws -> Int {
        try required(key, advice: "\(key): \(example)")
            .int(key, in: 1...10_000_000, advice: "a number such as \(example)")
    }
}
