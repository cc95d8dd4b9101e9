import Model

extension WiringRule {
    /// Values of the rule's parameters that texts say, by name.
    ///
    /// - Throws: `WiringError` if the rule has no such parameter, or a text says nothing that is allowed.
    package func values(_ texts: [String: String]) throws(WiringError) -> [String: ConditionValue] {
        var values: [String: ConditionValue] = [:]
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            let parameter = try parameter(name)
            guard let value = parameter.value(text) else { throw .parameter(parameter, is: text) }
            values[name] = value
        }
        return values
    }

    /// All that masks and recipes say of the rule's parameters: those given, and the usual ones.
    ///
    /// - Throws: `WiringError` if one is unknown, missing or out of range.
    package func wiring(_ values: [String: ConditionValue]) throws(WiringError) -> Wiring {
        Wiring(rule: name, values: try checked(values: values))
    }

    func checked(values: [String: ConditionValue]) throws(WiringError) -> [String: ConditionValue] {
        for name in values.keys.sorted() { _ = try parameter(name) }
        var all: [String: ConditionValue] = [:]
        for parameter in parameters {
            guard let value = values[parameter.name] ?? parameter.usual else {
                throw .missing(parameter.name, range: parameter.range, rule: self)
            }
            guard parameter.allows(value) else { throw .parameter(parameter, is: value.canonicalText) }
            all[parameter.name] = value
        }
        return all
    }

    private func parameter(_ name: String) throws(WiringError) -> WiringParameter {
        guard let parameter = parameters.first(where: { $0.name == name }) else {
            throw .unknownParameter(name, rule: self)
        }
        return parameter
    }

    func checked(
        hiddenNodes: Int, density: Double?, seed: UInt64?, values: [String: ConditionValue]
    ) throws(WiringError) -> WiringParameters {
        guard !isOfMask else { throw .needsMask(rule: self) }
        guard (1...Int(Int32.max)).contains(hiddenNodes) else { throw .hiddenNodes(hiddenNodes) }
        let values = try checked(values: values)
        func wiring(_ density: Double, _ seed: UInt32) -> WiringParameters {
            WiringParameters(hiddenNodes: hiddenNodes, density: density, seed: seed, values: values)
        }
        let followed = self.density == .followed && density == nil
        let asked = followed ? try blockDensity(wiring(1, 0)) : try checked(density: density)
        let checked = wiring(asked, try checked(seed: seed))
        try fit(checked)
        return checked
    }

    private func checked(density: Double?) throws(WiringError) -> Double {
        guard self.density != .one else {
            if let density, density != 1 { throw .superfluousDensity(density, rule: self) }
            return 1
        }
        guard let density else {
            throw .missing("a density", range: "one \(WiringError.densityRange)", rule: self)
        }
        guard density > 0 && density <= 1 else { throw .density(density) }
        return density
    }

    func checked(seed: UInt64?) throws(WiringError) -> UInt32 {
        guard isDrawn else {
            if let seed { throw .superfluousSeed(seed, rule: self) }
            return 0
        }
        guard let seed else { throw .missing("a seed", range: "one \(WiringError.seedRange)", rule: self) }
        guard let narrow = UInt32(exactly: seed) else { throw .seed(seed) }
        return narrow
    }

    /// Throws where what is allowed by itself does not fit together.
    private func fit(_ wiring: WiringParameters) throws(WiringError) {
        // Fractions as (N − 1)/N are rounded, and so may ask for a little more than there is.
        guard wiring.expected <= Double(wiring.pairs) * (1 + 1e-12) else {
            let most = Double(wiring.candidates) / Double(wiring.hiddenNodes)
            throw .unfit(
                "density \(wiring.density) is out of range for \(wiring.hiddenNodes) hidden nodes without "
                    + "self-connections; give at most \(most), or self-connections yes")
        }
        switch self {
        case .reciprocal: try fitReciprocity(wiring)
        case .blocks: try fitBlocks(wiring)
        case .bernoulli, .full, .inDegree, .erdosRenyi, .distance, .smallWorld, .scaleFree, .lognormal,
            .degreeCorrelated, .rewired, .shuffled, .reversed:
            break
        }
    }
}
