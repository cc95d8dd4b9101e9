import Model

extension PanelKind {
    /// How many combinations of conditions, apart from densities, its lines can tell from each other; nil for panels without lines.
    ///
    /// `pipeline/plots/panels.gp` has four marks and dashes, of which the two directions of a degree take two each.
    private var mostCompared: Int? {
        switch self {
        case .datasetExamples, .imageRows, .connectionMatrix, .accuracyGrid, .bestAccuracyGrid,
            .gradientByNonlinearity, .wiringNumbers, .triadCensus:
            nil
        case .degreeDistribution: 2
        case .accuracyByEpoch, .accuracyByConnections, .accuracyByLearningRate, .accuracyBySize,
            .bestAccuracyByExamples, .activeNodesByEpoch, .activationDistribution, .mutualInformation,
            .accuracyByDropout, .correlationDistribution, .gradientDistribution, .delayBySize,
            .signChangesByEpoch, .weightGrowthByEpoch, .lossByStep, .spectralRadiusByEpoch,
            .weightDistribution:
            4
        }
    }

    /// The fields whose combinations have marks of their own: all but densities, which have colours, and what is along the axis.
    private var compared: [ConditionField] {
        let others: [ConditionField] = [.density, .hiddenNodes, .connections, .learningRate, .perClass]
        return Conditions.fields.filter { varies.contains($0) && !others.contains($0) }
    }

    /// Refuses, at `place`, more combinations than its lines can tell from each other.
    ///
    /// - Throws: `YAMLError`.
    func checkCompared(_ conditions: [Conditions], panel: String, at place: YAMLValue) throws {
        guard let most = mostCompared else { return }
        let fields = compared
        let count = conditions.distinct { one in fields.map { $0.values(one) } }.count
        guard count > most else { return }
        let several = fields.filter { conditions.distinct(by: $0.values).count > 1 }
        let things =
            several.count == 1
            ? several[0].plural : "combinations of " + several.map(\.plural).joined(separator: " and ")
        let hasDense =
            several.contains(.wiring) && conditions.contains { $0.density == 1 && $0.wiring == nil }
        throw place.error(
            "panel \(panel) has \(count) \(things)"
                + (hasDense ? " (that of dense networks, which no rule wires, is one of them)" : "")
                + ", but \(rawValue) draws \(most) at most; remove some")
    }
}
