import Results
import Specification

extension CriterionReader {
    /// Rules about what is measured of single networks.
    package static let ofMeasures = [
        .comparison("greater", needs: []) { _ in .above },
        .comparison("times-greater", needs: ["factor"]) { .timesAbove(try $0.factor(such: 10)) },
        .comparison("alike", needs: ["margin"]) { .within(try $0.margin()) },
        .comparison("above", needs: ["number"]) { _ in .above },
        .comparison("below", needs: ["number"]) { _ in .below },
        CriterionReader(rule: "difference-narrows", keys: ["density", "epochs"]) { fields in
            let epochs = try fields.required("epochs", advice: "epochs: [1, 10]").epochRange(
                "epochs", such: [1, 10])
            return .differenceNarrows(Narrowing(density: try fields.density(), epochs: epochs))
        },
        CriterionReader(rule: "advantage-grows", keys: ["density", "each-per-class", "least-numbers"]) {
            .advantageGrows(
                AdvantageTrend(
                    density: try $0.density(),
                    perClass: try $0.required("each-per-class", advice: "each-per-class: [50, all]")
                        .perClass(),
                    leastNumbers: try $0.whole("least-numbers", such: 3)))
        },
        CriterionReader(rule: "printed-run", keys: ["accuracies", "margin"]) {
            .printedRun(
                PrintedRun(
                    accuracies: try $0.required("accuracies", advice: "accuracies: [92.28, 95.01]")
                        .percentages(),
                    margin: try $0.margin()))
        },
        CriterionReader(rule: "no-delay", keys: ["of", "each-density", "least-sizes", "chance"]) {
            .noDelay(try NoDelay($0))
        },
        CriterionReader(
            rule: "delay-by-density",
            keys: ["each-density", "least-delay", "least-densities", "chance"]
        ) { fields in
            _ = try fields.required("each-density", advice: "each-density: [0.1, 1]")
            let delay = Double(try fields.whole("least-delay", such: 10))
            return try .grows(
                fields, .density(each: fields.eachDensity(), leastDelay: delay), least: "least-densities")
        },
        CriterionReader(
            rule: "delay-by-size", keys: ["large", "least-sizes", "chance"]
        ) { try .grows($0, .size(large: $0.whole("large", such: 10_000)), least: "least-sizes") },
        CriterionReader(rule: "pairs-differ", keys: ["p"]) {
            .pairsDiffer(
                significance: try $0.required("p", advice: "p: 0.05")
                    .double("p", in: 0...1, open: true, advice: "a probability such as 0.05"))
        },
        CriterionReader(rule: "network-density", keys: ["value", "decimals"]) {
            .networkDensity(
                try $0.required("value", advice: "value: 0.1")
                    .double("value", in: 0...1, open: true, advice: "a density such as 0.1"),
                decimals: try $0.required("decimals", advice: "decimals: 3")
                    .int("decimals", in: 1...12, advice: "a number such as 3"))
        },
        CriterionReader(rule: "examples-per-class", keys: ["datasets"]) {
            .examplesPerClass(
                try $0.required("datasets", advice: "datasets: {mnist: 6000}").countsPerClass())
        },
        CriterionReader(rule: "examples", keys: ["datasets"]) {
            .examples(
                try $0.required("datasets", advice: "datasets: {mnist: [60000, 10000]}").exampleCounts())
        },
    ]
}

extension CriterionReader {
    /// A rule that compares two kinds of networks, or one kind and a number.
    fileprivate static func comparison(
        _ rule: String, needs: [String],
        _ relation: @escaping @Sendable (YAMLMapping) throws -> Comparison.Relation
    ) -> CriterionReader {
        let sides = needs == ["number"] ? ["of"] : ["left", "right"]
        let keys = sides + needs + ["epochs", "each-density", "each-per-class", "each-dropped"]
        return CriterionReader(rule: rule, keys: keys) { fields in
            let right: Comparison.Other
            if sides.count > 1 {
                right = .networks(try fields.selection("right"))
            } else {
                let number = try fields.required("number", advice: "number: 0")
                right = .number(try number.double("number", in: -1e9...1e9, advice: "a number such as 0"))
            }
            return .comparison(
                Comparison(
                    left: try fields.selection(sides[0]), right: right, relation: try relation(fields),
                    epochs: try fields.comparedEpochs(), each: try fields.each()))
        }
    }
}

extension Criterion {
    fileprivate static func grows(
        _ fields: YAMLMapping, _ axis: DelayTrend.Axis, least: String
    ) throws -> Criterion {
        .delayGrows(
            DelayTrend(
                axis: axis, leastPlaces: try fields.whole(least, such: 3), chance: try fields.chance()))
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
    package func selection(_ key: String, such example: String = "{density: 0.1}") throws -> Selection {
        let fields = try required(key, advice: "\(key): \(example)").mapping(key, known: Selection.keys)
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

    /// At most one of the keys that begin with `each-`.
    fileprivate func each() throws -> Comparison.Each? {
        let densities = try eachDensity()
        let perClass = try self["each-per-class"]?.perClass()
        let dropped = try self["each-dropped"]?.list("each-dropped", advice: "[0, 0.5, 0.9]").map {
            try $0.double("each-dropped", in: 0...1, advice: "a fraction such as 0.5")
        }
        let all: [Comparison.Each?] = [
            densities.isEmpty ? nil : .density(densities), perClass.map { .perClass($0) },
            dropped.map { .dropped($0) },
        ]
        let given = all.compactMap { $0 }
        if given.count > 1, let value = self["each-per-class"] ?? self["each-dropped"] {
            throw value.error("this criterion has several keys that begin with each-; leave one of them")
        }
        return given.first
    }

    fileprivate func chance() throws -> Double {
        try required("chance", advice: "chance: 0.1135")
            .double("chance", in: 0...1, open: true, advice: "a fraction such as 0.1135")
    }
}

extension YAMLValue {
    /// `[50, 100, all]`: numbers of training examples of each class.
    fileprivate func perClass() throws -> [Int?] {
        try list("each-per-class", advice: "[50, all]").map { value in
            if case .some("all") = try? value.string("each-per-class") { return nil }
            return try value.int("each-per-class", in: 1...1_000_000, advice: "a number such as 50, or all")
        }
    }

    /// `[92.28, 95.01]`: accuracies after the first epoch and those that follow.
    fileprivate func percentages() throws -> [Double] {
        try list("accuracies", advice: "[92.28, 95.01]").map {
            try $0.double("accuracies", in: 0...100, advice: "a percentage such as 92.28")
        }
    }

    /// `{mnist: 6000}`: examples to learn from of each class, by dataset.
    fileprivate func countsPerClass() throws -> [ClassCount] {
        try entries("datasets").map { entry in
            ClassCount(
                dataset: try entry.value.knownDataset(entry.key),
                examples: try entry.value.int(
                    entry.key, in: 1...1_000_000_000, advice: "a number such as 6000"))
        }
    }

    /// `[mnist, cifar10]`: names of datasets of the catalogue.
    package func knownDatasets(_ key: String) throws -> [String] {
        try list(key, advice: "[mnist, cifar10]").map { try $0.knownDataset($0.string(key), in: key) }
    }

    /// The name of a dataset of the catalogue.
    private func knownDataset(_ name: String, in key: String = "datasets") throws -> String {
        guard Catalogue.dataset(name) != nil else {
            throw error("\(key) names \(name), which is not known; give mnist, for instance")
        }
        return name
    }

    /// `{mnist: [60000, 10000]}`: examples to learn from and to test on, by dataset.
    fileprivate func exampleCounts() throws -> [ExampleCounts] {
        try entries("datasets").map { entry in
            let name = try entry.value.knownDataset(entry.key)
            let counts = try entry.value.list(entry.key, advice: "[60000, 10000]").map {
                try $0.int(entry.key, in: 1...1_000_000_000, advice: "a number such as 60000")
            }
            guard counts.count == 2 else {
                throw entry.value.error(
                    "\(entry.key) needs training and test examples, such as [60000, 10000]")
            }
            return ExampleCounts(dataset: name, training: counts[0], test: counts[1])
        }
    }
}
