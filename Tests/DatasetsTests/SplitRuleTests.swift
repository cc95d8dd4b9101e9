import Foundation
import Model
import Testing

@testable import Datasets

/// Examples are split as scikit-learn splits them.
@Suite struct SplitRuleTests {
    private struct Known: Decodable {
        let labels: [UInt8]
        let fraction: Double
        let seed: UInt32
        let stratified: Bool
        let train: [Int]
        let test: [Int]
    }

    @Test func splitsAreThoseOfScikitLearn() throws {
        let all = try JSONDecoder().decode(
            [Known].self, from: Data(contentsOf: Sample.folder.appendingPathComponent("splits.json")))
        #expect(all.count > 30 && all.count { $0.stratified } > 10)
        for known in all {
            let rule = SplitRule(
                testFraction: known.fraction, seed: known.seed, isStratified: known.stratified)
            let drawn = rule.draw(known.labels)
            #expect(
                drawn == .init(training: known.train, test: known.test),
                "\(known.labels.count) examples, \(known.fraction), \(known.seed), \(known.stratified)")
            #expect(rule.testCount(of: known.labels.count) == known.test.count)
        }
    }

    @Test func placesAreWhereExamplesGo() {
        let drawn = SplitRule.Drawn(training: [3, 0], test: [2, 1])
        #expect(drawn.places == [1, 3, 2, 0])
    }

    @Test func drawnDatasetsAreSplit() throws {
        let half = DatasetDescription.Half(
            examples: .init(file: "arrays.npz", names: ["images"]),
            labels: .init(file: "arrays.npz", names: ["labels"]))
        let rule = SplitRule(testFraction: 0.4, seed: 5, isStratified: true)
        func dataset(_ labels: String, _ rule: SplitRule) throws -> Dataset {
            let description = DatasetDescription(
                name: "sample", title: "Sample", origin: "", format: .npz, files: [],
                parts: .drawn(
                    .init(examples: half.examples, labels: .init(file: "arrays.npz", names: [labels])),
                    count: 10, rule),
                classes: Sample.classes + [.init(name: "more", label: nil)], size: Sample.images,
                layout: try ArrayLayout([[.example], [.row], [.column]], of: Sample.images), scale: nil,
                hasHeader: true)
            let file = Sample.folder.appendingPathComponent("arrays.npz")
            return try DatasetSource(description).decode(files: ["arrays.npz": file])
        }
        let (known, split) = (try KnownNumbers.read(), try dataset("labels", rule))
        let drawn = rule.draw(known.labels)
        #expect(split.test.labels == drawn.test.map { known.labels[$0] })
        func bytes(_ examples: [Int]) -> [UInt8] {
            var bytes: [UInt8] = []
            for example in examples { bytes += known.images[12 * example..<12 * example + 12] }
            return bytes
        }
        #expect(split.training.bytes == bytes(drawn.training))
        #expect(split.test.bytes == bytes(drawn.test))
        let few = try #require(
            fileError { _ = try dataset("labels", SplitRule(testFraction: 0.1, seed: 5, isStratified: true)) }
        )
        #expect(few.problem == .badLabel && few.found == "9 and 1", "\(few)")
    }
}
