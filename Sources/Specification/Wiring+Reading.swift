import Connectivity
import Model

extension YAMLValue {
    /// A wiring rule: its name, or a mapping of `rule`, its parameters, and `of` for a rule that changes another mask; or
    /// `{rule: imported, of: celegans}` for a connectome.
    ///
    /// - Returns: all parameters of the rule, with the usual values of those that are not given.
    /// - Throws: `YAMLError` with file and line: an unknown rule or parameter, a value out of range, a parameter that is missing.
    func wiring() throws -> Wiring {
        guard isMapping else { return try wiring(try rule(), nil) }
        let name = try entries("wiring").first { $0.key == "rule" }?.value
        guard let name else { throw error("wiring has no \"rule\"; add for instance rule: distance") }
        if (try? name.string("wiring rule")) == Wiring.imported { return try connectome() }
        let rule = try name.rule()
        let known = ["rule"] + rule.parameters.map(\.name) + (rule.isOfMask ? ["of"] : [])
        return try wiring(rule, try mapping("the wiring rule \(rule.name)", known: known))
    }

    /// Claims are read where descriptions are not, so whether there is one of this name is checked in figures (`checkConnectomes`).
    private func connectome() throws -> Wiring {
        let keys = try mapping("the wiring rule imported", known: ["rule", "of"])
        let name = try keys.required(
            "of", advice: "of: celegans, as pipeline/connectomes/celegans.yaml is called")
        return Wiring(connectome: try name.string("of"))
    }

    private func wiring(_ rule: WiringRule, _ keys: YAMLMapping?) throws -> Wiring {
        var values: [String: ConditionValue] = [:]
        for parameter in rule.parameters {
            values[parameter.name] = try keys?[parameter.name]?.value(of: parameter)
        }
        if let groups = values[WiringParameter.groups.name]?.reals?.count {
            try keys?[WiringParameter.probabilities.name]?.checkMatrix(ofGroups: groups)
        }
        do {
            values = try rule.wiring(values).values
        } catch {
            throw self.error(error.description)
        }
        let source = rule.isOfMask ? try source(of: rule, keys) : nil
        return Wiring(rule: rule.name, values: values, source: source?.words)
    }

    private func source(of rule: WiringRule, _ keys: YAMLMapping?) throws -> Wiring {
        guard let keys else {
            throw error("wiring \(rule.name) changes another rule's; give {rule: \(rule.name), of: distance}")
        }
        return try keys.required("of", advice: "of: {rule: distance, length: 0.1}").wiring()
    }

    private func rule() throws -> WiringRule {
        if (try? string("wiring rule")) == Wiring.imported {
            throw error("imported is the wiring of a connectome; give {rule: imported, of: celegans}")
        }
        let drawn = WiringRule.allCases.filter { $0 != .full }
        let name = try choice("wiring rule", of: drawn.map(\.name) + [Wiring.imported])
        guard let rule = WiringRule(rawValue: name) else { throw error("wiring rule \(name) is not known") }
        return rule
    }

    private func value(of parameter: WiringParameter) throws -> ConditionValue {
        let text =
            isList
            ? try numbers(of: parameter).joined(separator: ",")
            : try string(parameter.name)
        guard let value = parameter.value(text) else {
            throw error("\(parameter.name) is \(text), but must be \(parameter.range); \(parameter.words)")
        }
        return value
    }

    /// Those of a list, or of the rows of a matrix, one after another.
    private func numbers(of parameter: WiringParameter) throws -> [String] {
        try list(parameter.name, advice: "[4, 1], or rows [[0.1, 0.2], [0.3, 0.1]]").flatMap { value in
            value.isList ? try value.numbers(of: parameter) : [try value.string(parameter.name)]
        }
    }

    /// Refuses rows that are not as many, or not as long, as there are groups. A list without rows is only counted (`WiringRule`).
    private func checkMatrix(ofGroups groups: Int) throws {
        guard isList else { return }
        let (name, advice) = (WiringParameter.probabilities.name, "[[0.1, 0.2], [0.3, 0.1]]")
        let rows = try list(name, advice: advice)
        guard rows.contains(where: { $0.isList }) else { return }
        guard rows.count == groups else {
            throw error(
                "\(name) are \(rows.count) rows for \(groups) groups; give a row for each group, such as \(advice) for two"
            )
        }
        for (index, row) in rows.enumerated() {
            guard row.isList else {
                throw row.error(
                    "row \(index + 1) of \(name) is one number; give a list of \(groups), one for each group")
            }
            let numbers = try row.list(name, advice: "[0.1, 0.2]").filter { !$0.isList }
            guard numbers.count == groups else {
                throw row.error(
                    "row \(index + 1) of \(name) has \(numbers.count) numbers for \(groups) groups; give one for each group"
                )
            }
        }
    }

    /// Refuses wirings by connectomes that are not described.
    ///
    /// - Throws: `YAMLError` at this place.
    func checkConnectomes(_ wirings: [Wiring]) throws {
        for name in wirings.compactMap(\.connectome) where Catalogue.connectome(name) == nil {
            let known = Catalogue.namesOfConnectomes.joined(separator: ", ")
            throw error(
                "the connectome \"\(name)\" is not described; add pipeline/connectomes/\(name).yaml, or name one that is "
                    + "there: \(known.isEmpty ? "none yet" : known)")
        }
    }

    /// Refuses conditions whose wiring cannot be drawn with their size and density, or says too little of nodes and connections.
    ///
    /// - Throws: `YAMLError` at this place.
    func checkWiring(_ conditions: [Conditions], panel: String) throws {
        for one in conditions {
            if let unmet = one.unmetByWiring {
                throw error(
                    "panel \(panel): \(unmet.needs), but networks of density \(one.density.brief) are "
                        + "wired by \(one.wiring?.words ?? (one.density == 1 ? "no rule" : "bernoulli")); "
                        + "choose \(unmet.rules), or leave it out")
            }
            guard let wiring = one.wiring else { continue }
            do {
                try wiring.validate(hiddenNodes: one.hiddenNodes, density: one.density)
            } catch {
                throw self.error("panel \(panel): \(error.description)")
            }
        }
    }
}

extension Conditions {
    /// What of it only masks of some rules say, where its own is of none of these; and which these are.
    fileprivate var unmetByWiring: (needs: String, rules: String)? {
        let rule = wiring?.origin.rule
        let isImported = rule == Wiring.imported
        let hasGroups = isImported || rule == WiringRule.blocks.name
        let hasSigns = hasGroups || rule == WiringRule.degreeCorrelated.name
        if initialWeights == .connectome, !isImported {
            return ("initial-weights connectome needs weights", "imported or a null of it")
        }
        if dale?.drawing == .mask, !hasSigns {
            return (
                "inhibitory mask needs signs of nodes",
                "degree-correlated, blocks, imported or a null of these"
            )
        }
        if inputGroup != nil || readoutGroup != nil || groupGains != nil, !hasGroups {
            return (
                "input-group, readout-group and group-gains need groups of nodes",
                "blocks, imported or a null of these"
            )
        }
        return nil
    }
}

extension Wiring {
    /// Of a rule that changes another mask, what that one is made by, in the end.
    ///
    /// A connectome is its own origin: what stands behind `of` there is its name, not a rule.
    fileprivate var origin: Wiring { rule == Self.imported ? self : sourceWiring?.origin ?? self }

    /// Whether it can be drawn, and all that it is made of.
    fileprivate func validate(hiddenNodes: Int, density: Double) throws(WiringError) {
        if rule == Self.imported { return }
        let rule = try WiringRule.named(rule)
        if rule.isOfMask {
            try rule.validateForMask(seed: rule.isDrawn ? 0 : nil, values: values)
        } else {
            try rule.validate(hiddenNodes: hiddenNodes, density: density, seed: 0, values: values)
        }
        try sourceWiring?.validate(hiddenNodes: hiddenNodes, density: density)
    }
}
