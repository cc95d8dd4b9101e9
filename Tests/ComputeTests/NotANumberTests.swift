import Foundation
import Testing

@testable import Compute

/// Answers and losses of outputs that are NaN or infinite, against NumPy (fixtures/make_not_numbers.py).
@Suite struct NotANumberTests {
    private struct Case: Decodable {
        let outputs: [String]
        let label: UInt8
        let `class`: UInt8
        let loss: String
    }

    private static func cases() throws -> [Case] {
        struct File: Decodable { let cases: [Case] }
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "fixtures/not-numbers.json")
        return try JSONDecoder().decode(File.self, from: Data(contentsOf: path)).cases
    }

    /// Infinite gradients make moments infinite and parameters NaN, with a sign that depends on the processor. Signs that are
    /// enforced must not hide it.
    @Test(arguments: Rival.all) func aParameterThatIsNaNStaysSo(rival: Rival) throws {
        for (name, engine) in try rival.engines() {
            let count = 37
            let parameters = AlignedArray((0..<count).map { $0 % 2 == 0 ? Float(1) : -1 })
            engine.withSubnormalsFlushed {
                engine.adam(
                    AdamOptions(), step: 1, parameters: parameters,
                    gradient: AlignedArray([Float](repeating: .infinity, count: count)),
                    firstMoments: AlignedArray(count: count), secondMoments: AlignedArray(count: count),
                    blockSums: AlignedArray(count: Engine.adamBlocks(count)),
                    signs: AlignedArray((0..<count).map { $0 % 2 == 0 ? 0 : 0x80 }))
            }
            #expect(parameters.array().allSatisfy { $0.isNaN }, "\(name)")
        }
    }

    @Test func answersAndLossesAreThoseOfNumPy() throws {
        for set in InstructionSet.supported {
            let engine = try Engine(threads: 1, instructionSet: set)
            for known in try Self.cases() {
                let logits = Activations(rows: known.outputs.count, stride: 16)
                for (index, text) in known.outputs.enumerated() {
                    logits.values[index * 16] = try #require(Float(text))
                }
                for label in UInt8(0)..<UInt8(known.outputs.count) {
                    let answer = engine.crossEntropy(logits: logits, labels: [label].span)
                    #expect(
                        answer.correct == (label == known.class ? 1 : 0), "\(set): \(known), label \(label)")
                }
                let loss = engine.crossEntropy(logits: logits, labels: [known.label].span).sum
                let expected = try #require(Double(known.loss))
                #expect(
                    loss == expected || loss.isNaN && expected.isNaN
                        || abs(loss - expected) < 1e-12 * max(1, expected), "\(set): \(loss), \(known)")
            }
        }
    }
}
