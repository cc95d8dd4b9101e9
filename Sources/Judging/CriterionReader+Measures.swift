import Results
import Specification

extension CriterionReader {
    /// Rules about what is measured of single networks.
    package static let ofMeasures = [
        CriterionReader(
            rule: "greater", keys: ["left", "right", "standard-errors", "epochs", "each-density"]
        ) { try .greater($0, .standardErrors($0.standardErrors())) },
        CriterionReader(
            rule: "times-greater", keys: ["left", "right", "factor", "epochs", "each-density"]
        ) { try .greater($0, .factor($0.factor(such: 10))) },
        CriterionReader(
            rule: "above", keys: ["of", "number", "standard-errors", "epochs", "each-density"]
        ) { fields in
            let number = try fields.required("number", advice: "number: 0")
                .double("number", in: -1e9...1e9, advice: "a number such as 0")
            return .comparison(
                Comparison(
                    left: try fields.selection("of"), right: .number(number),
                    distance: .standardErrors(try fields.standardErrors()),
                    epochs: try fields.comparedEpochs(), eachDensity: try fields.eachDensity()))
        },
        CriterionReader(rule: "no-delay", keys: ["of", "each-density", "least-sizes", "chance"]) {
            .noDelay(try NoDelay($0))
        },
        CriterionReader(
            rule: "delay-by-density",
            keys: [
                "each-density", "least-delay", "least-densities", "decrease", "standard-errors", "chance",
            ]
        ) { fields in
            _ = try fields.required("each-density", advice: "each-density: [0.1, 1]")
            let delay = Double(try fields.whole("least-delay", such: 10))
            return try .grows(
                fields, .density(each: fields.eachDensity(), leastDelay: delay), least: "least-densities")
        },
        CriterionReader(
            rule: "delay-by-size", keys: ["large", "least-sizes", "decrease", "standard-errors", "chance"]
        ) { try .grows($0, .size(large: $0.whole("large", such: 10_000)), least: "least-sizes") },
        CriterionReader(rule: "pairs-differ", keys: ["p"]) {
            .pairsDiffer(
                significance: try $0.required("p", advice: "p: 0.05")
                    .double("p", in: 0...1, open: true, advice: "a probability such as 0.05"))
        },
        CriterionReader(rule: "network-density", keys: ["decimals"]) {
            .networkDensity(
                decimals: try $0.required("decimals", advice: "decimals: 3")
                    .int("decimals", in: 1...12, advice: "a number such as 3"))
        },
        CriterionReader(rule: "examples", keys: ["datasets"]) {
            .examples(
                try $0.required("datasets", advice: "datasets: {mnist: [60000, 10000]}").exampleCounts())
        },
    ]
}

extension Criterion {
    fileprivate static func greater(_ fields: YAMLMapping, _ distance: Comparison.Distance) throws
        -> Criterion
    {
        .comparison(
            Comparison(
                left: try fields.selection("left"), right: .networks(try fields.selection("right")),
                distance: distance, epochs: try fields.comparedEpochs(),
                eachDensity: try fields.eachDensity()))
    }

    fileprivate static func grows(
        _ fields: YAMLMapping, _ axis: DelayTrend.Axis, least: String
    ) throws -> Criterion {
        .delayGrows(
            DelayTrend(
                axis: axis, leastPlaces: try fields.whole(least, such: 3),
                decrease: try fields.standardErrors("decrease"),
                standardErrors: try fields.standardErrors(), chance: try fields.chance()))
    }
}

extension NoDelay {
    fileprivate init(_ fields: YAMLMapping) throws {
        let each = try fields.eachDensity()
        if each.isEmpty {
            networks = try fields.selection("of")
        } else if let value = fields["of"] {
            throw value.error("no-delay has both of and each-density; leave one of them out")
        }
        eachDensity = each
        leastSizes = try fields.whole("least-sizes", such: 1)
        chance = try fields.chance()
    }
}

extension YAMLMapping {
    /// `{density: 0.1, epochs: 10}`: in what networks differ from those of the claim.
    fileprivate func selection(_ key: String) throws -> Selection {
        let fields = try required(key, advice: "\(key): {density: 0.1}").mapping(key, known: Selection.keys)
        var selection = Selection()
        try selection.read(fields)
        return selection
    }

    /// Nothing, `last`, or a first and a last epoch.
    fileprivate func comparedEpochs() throws -> Comparison.Epochs {
        guard let value = self["epochs"] else { return .own }
        if value.isList { return .each(try value.epochRange("epochs", such: [1, 20])) }
        _ = try value.choice("epochs", of: ["last"])
        return .last
    }

    fileprivate func eachDensity() throws -> [Double] {
        try self["each-density"]?.list("each-density", advice: "[0.1, 1]").map {
            try $0.connectionProbability()
        } ?? []
    }

    fileprivate func chance() throws -> Double {
        try required("chance", advice: "chance: 0.1135")
            .double("chance", in: 0...1, open: true, advice: "a fraction such as 0.1135")
    }
}

extension YAMLValue {
    /// `{mnist: [60000, 10000]}`: examples to learn from and to test on, by dataset.
    fileprivate func exampleCounts() throws -> [ExampleCounts] {
        try entries("datasets").map { entry in
            guard Catalogue.dataset(entry.key) != nil else {
                throw entry.value.error(
                    "datasets names \(entry.key), which is not known; give mnist, for instance")
            }
            let counts = try entry.value.list(entry.key, advice: "[60000, 10000]").map {
                try $0.int(entry.key, in: 1...1_000_000_000, advice: "a number such as 60000")
            }
            guard counts.count == 2 else {
                throw entry.value.error(
                    "\(entry.key) needs training and test examples, such as [60000, 10000]")
            }
            return ExampleCounts(dataset: entry.key, training: counts[0], test: counts[1])
        }
    }
}
