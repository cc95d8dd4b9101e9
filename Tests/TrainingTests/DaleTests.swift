@testable import Model
import Networks
import Testing

@testable import Training

/// Dale's principle: which nodes are inhibitory, and that weights keep their signs (paper, Methods).
@Suite struct DaleTests {
    private let dataset = TestNetworks.mnist(training: 400, test: 50)

    private func trained(
        _ rule: DaleRule, density: Double, seed: Int, kind: NetworkKind = .rnn, epochs: Int = 3
    ) throws -> (Trainer, ConnectivityMask) {
        let drawn = TestNetworks.mask(60, density, seed: seed)
        let mask =
            density < 1
            ? drawn
            : ConnectivityMask(hiddenNodes: 60, connections: .all, density: 1, rule: "full", seed: nil)
        let options = TrainingOptions(
            Conditions(network: kind, seed: seed, dale: rule, learningRate: 0.003), threads: 2)
        let trainer = try Trainer(options, mask: mask, dataset: dataset)
        for _ in 0..<epochs { try trainer.runEpoch() }
        return (trainer, mask)
    }

    /// How many weights have the sign that their presynaptic node must not have.
    private func wrongSigns(_ trainer: Trainer, _ mask: ConnectivityMask) throws -> Int {
        let isInhibitory = try #require(trainer.inhibitoryNodes)
        let weights = trainer.parameters.recurrentWeights
        var (index, wrong) = (0, 0)
        mask.forEachPresynapticNode { pre in
            if isInhibitory[pre] ? weights[index] > 0 : weights[index] < 0 { wrong += 1 }
            index += 1
        }
        #expect(index == weights.count)
        return wrong
    }

    @Test(arguments: [(0.115, 0.3), (0.5, 0.3), (0.115, 1), (0.9, 0.05)])
    func noSignIsEverWrongWhereTheRuleIsEnforced(fraction: Double, density: Double) throws {
        for (seed, kind) in [(1, NetworkKind.rnn), (2, .rnn), (3, .feedforward)] {
            let rule = DaleRule(inhibitoryFraction: fraction)
            let (trainer, mask) = try trained(rule, density: density, seed: seed, kind: kind)
            #expect(try wrongSigns(trainer, mask) == 0)
            #expect(trainer.parameters.recurrentWeights.contains { $0 == 0 }, "nothing had to be held back")
            let (free, _) = try trained(
                DaleRule(inhibitoryFraction: fraction, isEnforced: false), density: density, seed: seed,
                kind: kind)
            #expect(try wrongSigns(free, mask) > 0)
        }
    }

    @Test func inhibitoryNodesAreAsManyAsTheRuleSays() throws {
        var fewest = 23
        for seed in UInt32(0)..<20 {
            let distinct = try DaleRule().inhibitoryNodes(of: 200, seed: seed)
            #expect(distinct.count { $0 } == 23)
            let drawn = try DaleRule(drawing: .replacement).inhibitoryNodes(of: 200, seed: seed)
            #expect((15...23).contains(drawn.count { $0 }))
            fewest = min(fewest, drawn.count { $0 })
        }
        #expect(fewest < 23, "no node was drawn twice")
        #expect(try DaleRule(inhibitoryFraction: 1).inhibitoryNodes(of: 9, seed: 0).allSatisfy { $0 })
        #expect(try !DaleRule(inhibitoryFraction: 0).inhibitoryNodes(of: 9, seed: 0).contains(true))
    }

    @Test func theScaleMultipliesInhibitoryWeightsOnly() throws {
        let (one, mask) = try trained(DaleRule(), density: 0.3, seed: 4, epochs: 0)
        let (ten, _) = try trained(DaleRule(inhibitoryScale: 10), density: 0.3, seed: 4, epochs: 0)
        let nodes = try #require(one.inhibitoryNodes)
        let (a, b) = (one.parameters.recurrentWeights, ten.parameters.recurrentWeights)
        var index = 0
        mask.forEachPresynapticNode { pre in
            #expect(b[index] == (nodes[pre] ? 10 * a[index] : a[index]))
            index += 1
        }
    }

    /// Signs by cell type: nothing is drawn, and nodes of which nothing is known excite.
    @Test func theMaskSaysWhichNodesAreInhibitory() throws {
        var mask = TestNetworks.mask(60, 0.3, seed: 4)
        mask.signs = (0..<60).map { $0 % 3 == 0 ? -1 : $0 % 3 == 1 ? 1 : 0 }
        let options = TrainingOptions(Conditions(seed: 4, dale: DaleRule().ofMask, learningRate: 0.003))
        let trainer = try Trainer(options, mask: mask, dataset: dataset)
        #expect(trainer.inhibitoryNodes == (0..<60).map { $0 % 3 == 0 })
        try trainer.runEpoch()
        #expect(try wrongSigns(trainer, mask) == 0)
        mask.signs = nil
        let error = try #require(throws: TrainingError.self) {
            try Trainer(options, mask: mask, dataset: dataset)
        }
        #expect(error.description.contains("does not say which nodes are inhibitory (rule bernoulli)"))
    }

    @Test func resumingKeepsTheSigns() throws {
        let (trainer, mask) = try trained(DaleRule(), density: 0.3, seed: 5, epochs: 1)
        let later = try Trainer(trainer.options, mask: mask, dataset: dataset, resuming: trainer.takeState())
        for _ in 0..<2 {
            try trainer.runEpoch()
            try later.runEpoch()
        }
        let same = try trainer.takeState().parameters == later.takeState().parameters
        #expect(same)
        #expect(try wrongSigns(later, mask) == 0)
    }

    @Test func impossibleRulesAreRefused() {
        for rule in [DaleRule(inhibitoryFraction: 1.5), DaleRule(inhibitoryScale: 0)] {
            #expect(throws: TrainingError.self) { try trained(rule, density: 0.3, seed: 0) }
        }
    }

    /// All connections are trained, but those outside of the starting mask start at zero (paper, figure S5B).
    @Test func sparseToDenseStartsSparseAndEndsDense() throws {
        let full = ConnectivityMask(hiddenNodes: 60, connections: .all, density: 1, rule: "full", seed: nil)
        let start = TestNetworks.mask(60, 0.1, seed: 6)
        let options = TrainingOptions(Conditions(seed: 6, dale: DaleRule()))
        let trainer = try Trainer(options, mask: full, startingOn: start, dataset: dataset)
        let sparse = try Trainer(options, mask: start, dataset: dataset)
        let before = trainer.parameters.recurrentWeights
        #expect(before.filter { $0 != 0 } == sparse.parameters.recurrentWeights)
        try trainer.runEpoch()
        #expect(trainer.parameters.recurrentWeights.count { $0 != 0 } > 1000)
        #expect(try wrongSigns(trainer, full) == 0)
        let other = TestNetworks.mask(61, 0.1, seed: 6)
        #expect(throws: TrainingError.startMask(nodes: 61, wanted: 60)) {
            try Trainer(options, mask: full, startingOn: other, dataset: dataset)
        }
    }
}
