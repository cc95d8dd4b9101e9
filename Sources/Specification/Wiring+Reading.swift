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
        let name = try choice("wiring rule", of: drawn.map(\.name))
        guard let rule = WiringRule(rawValue: name) else { throw error("wiring rule \(name) is not known") }
        return rule
    }

    private func value(of parameter: WiringParameter) throws -> ConditionValue {
        let text =
            isList
            ? try list(parameter.name, advice: "[4, 1]").map { try $0.string(parameter.name) }.joined(
                separator: ",")
            : try string(parameter.name)
        guard let value = parameter.value(text) else {
            throw error("\(parameter.name) is \(text), but must be \(parameter.range); \(parameter.words)")
        }
        return value
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

    /// Refuses conditions whose wiring cannot be drawn with their size and density.
    ///
    /// - Throws: `YAMLError` at this place.
    func checkWiring(_ conditions: [Conditions], panel: String) throws {
        for one in conditions {
            guard let wiring = one.wiring else { continue }
            do {
                try wiring.validate(hiddenNodes: one.hiddenNodes, density: one.density)
            } catch {
                throw self.error("panel \(panel): \(error.description)")
            }
        }
    }
}

extension Wiring {
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
