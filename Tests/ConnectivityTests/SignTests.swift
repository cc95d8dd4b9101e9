import Model
import Testing

@testable import Connectivity

/// Rules that say which nodes are inhibitory.
@Suite struct SignTests {
    @Test func theLastNodesOfDegreeCorrelatedMasksInhibit() throws {
        let mask = try WiringRule.degreeCorrelated.mask(
            hiddenNodes: 20, density: 0.3, seed: 1, values: ["inhibitory": .real(0.26)])
        #expect(mask.signs == Array(repeating: 1, count: 15) + Array(repeating: -1, count: 5))
    }

    @Test func groupsOfBlocksInhibitWhereThatIsSaid() throws {
        func signs(_ groups: [Double]?) throws -> [Int8]? {
            var values: [String: ConditionValue] = [
                "groups": .reals([2, 1, 1]), "probabilities": .reals(Array(repeating: 0.5, count: 9)),
            ]
            values["inhibitory-groups"] = groups.map { .reals($0) }
            return try WiringRule.blocks.mask(hiddenNodes: 8, seed: 1, values: values).signs
        }
        #expect(try signs(nil) == nil && signs([0]) == nil)
        #expect(try signs([2]) == [1, 1, 1, 1, -1, -1, 1, 1])
        #expect(try signs([1, 3]) == [-1, -1, -1, -1, 1, 1, -1, -1])
        for wrong in [[4.0], [0, 2], [1.5]] {
            #expect(throws: WiringError.self, "\(wrong)") { try signs(wrong) }
        }
    }

    @Test func nullsKeepThem() throws {
        let source = try WiringRule.degreeCorrelated.mask(hiddenNodes: 20, density: 0.3, seed: 1)
        for rule in [WiringRule.rewired, .shuffled, .reversed] {
            let null = try rule.mask(of: source, seed: rule.isDrawn ? 2 : nil)
            #expect(null.signs == source.signs && null.signs != nil)
        }
        #expect(try WiringRule.bernoulli.mask(hiddenNodes: 20, density: 0.3, seed: 1).signs == nil)
    }
}
