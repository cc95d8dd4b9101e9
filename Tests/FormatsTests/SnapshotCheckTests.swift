import Formats
@testable import Model
import Testing

@Suite struct SnapshotCheckTests {
    /// Four nodes, of which node 1 is inhibitory; node 0 → 1, node 1 → 0 and 2, node 3 → 3.
    private func snapshot(
        weights: [Float] = [-0.5, 0.25, 0, 1], enforced: Bool = true, epoch: Int = 2, inhibitory: [Int] = [1],
        fraction: Double = 0.25
    ) -> WeightSnapshot {
        let mask = ConnectivityMask(
            hiddenNodes: 4, connections: .rows(rowStarts: [0, 1, 2, 3, 4], columns: [1, 0, 1, 3]),
            density: 0.25, rule: "bernoulli", seed: 1)
        let description = Conditions(
            dataset: "mnist", hiddenNodes: 4, density: 0.25,
            connections: 4, seed: 1, dale: DaleRule(inhibitoryFraction: fraction, isEnforced: enforced),
            learningRate: 0.001, batch: 100, trainingImages: 10, testImages: 10)
        let parameters = NetworkParameters(
            inputWeights: [], inputBiases: [], recurrentWeights: weights, recurrentBiases: [],
            readoutWeights: [], readoutBiases: [])
        return WeightSnapshot(
            description: description, epoch: epoch, step: 0, mask: mask, parameters: parameters,
            inhibitoryNodes: (0..<4).map(inhibitory.contains))
    }

    @Test func aSoundSnapshotHasNoProblems() {
        let sound = snapshot()
        #expect(SnapshotCheck(sound, mask: sound.mask, start: nil).problems.isEmpty)
        #expect(SnapshotCheck(sound, mask: nil, start: nil).problems.isEmpty)
    }

    @Test func wrongSignsAreCountedWhereTheyMustNotBe() {
        let wrong: [Float] = [0.5, 0.25, 0, -1]
        #expect(
            SnapshotCheck(snapshot(weights: wrong), mask: nil, start: nil).problems
                == ["2 weights have the wrong sign, the first from inhibitory node 1"])
        let free = snapshot(weights: wrong, enforced: false)
        #expect(SnapshotCheck(free, mask: nil, start: nil).problems.isEmpty, "nothing is enforced")
        let untrained = snapshot(weights: wrong, enforced: false, epoch: 0)
        #expect(SnapshotCheck(untrained, mask: nil, start: nil).problems.count == 1, "initial signs hold")
        #expect(
            SnapshotCheck(snapshot(weights: [-0.5, 0.25, 0, 1], inhibitory: []), mask: nil, start: nil)
                .problems.first == "0 nodes are inhibitory, but 1 were expected")
    }

    /// Half a node counts as one, as the drawing has it.
    @Test func asManyNodesAreInhibitoryAsAreDrawn() {
        #expect(DaleRule(inhibitoryFraction: 0.115).draws(of: 300) == 35)
        #expect(DaleRule(inhibitoryFraction: 0.115, drawing: .replacement).draws(of: 300) == 34)
        let half = snapshot(fraction: 0.125)
        #expect(SnapshotCheck(half, mask: nil, start: nil).problems.isEmpty)
    }

    @Test func aNetworkThatDivergedHasNoNumbers() {
        var diverged = snapshot(weights: [.nan, .nan, .nan, .nan])
        #expect(SnapshotCheck(diverged, mask: nil, start: nil).problems.count == 1)
        diverged.divergedStep = 2
        #expect(SnapshotCheck(diverged, mask: nil, start: nil).problems.isEmpty)
        diverged.parameters.recurrentWeights[3] = 1
        #expect(
            SnapshotCheck(diverged, mask: nil, start: nil).problems
                == ["weight of connection 3 is a number after it diverged"])
    }

    @Test func otherConnectionsAndValuesAreNamed() {
        let other = ConnectivityMask(
            hiddenNodes: 4, connections: .rows(rowStarts: [0, 1, 2, 3, 4], columns: [1, 0, 2, 3]),
            density: 0.25, rule: "bernoulli", seed: 1)
        #expect(
            SnapshotCheck(snapshot(), mask: other, start: nil).problems
                == ["its connections are not those of its mask"])
        #expect(
            SnapshotCheck(snapshot(weights: [-1, .infinity, 0, 1]), mask: nil, start: nil).problems
                == ["weight of connection 1 is not a finite number"])
    }

    @Test func weightsOutsideOfTheStartMaskAreZeroBeforeTraining() {
        var dense = snapshot(weights: (0..<16).map { [1, -1, 1, 1][$0 % 4] }, epoch: 0)
        dense.mask = ConnectivityMask(
            hiddenNodes: 4, connections: .all, density: 1, rule: "full", seed: nil)
        let start = snapshot().mask
        #expect(
            SnapshotCheck(dense, mask: nil, start: start).problems
                == ["12 weights outside of the start mask are not zero before training"])
        dense.epoch = 1
        #expect(SnapshotCheck(dense, mask: nil, start: start).problems.isEmpty)
    }
}
