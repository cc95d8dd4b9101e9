import Random
import Testing

@testable import Analysis

@Suite struct TrainingDelayTests {
    /// As frequent as in MNIST's test set.
    static let counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    let delay: TrainingDelay

    init() throws {
        let labels = Self.counts.enumerated().flatMap {
            [UInt8](repeating: UInt8($0.offset), count: $0.element)
        }
        delay = try TrainingDelay(testLabels: labels)
    }

    @Test func chanceIsTheShareOfTheMostFrequentClass() {
        #expect(delay.chance == 0.1135)
        #expect(delay.images == 10_000)
        #expect(abs(delay.criterion - 0.129_36) < 1e-5)
    }

    @Test func firstEpochAboveTheCriterion() {
        let accuracies = [0.098, 0.1135, 0.1293, 0.1294, 0.5, 0.12, 0.9]
        let evaluations = accuracies.enumerated().map { (epoch: $0.offset, accuracy: $0.element) }
        #expect(delay.epochs(evaluations) == 3)
        #expect(delay.epochs(evaluations.reversed()) == 3)
        #expect(delay.epochs(Array(evaluations[..<3])) == nil)
        #expect(delay.epochs([]) == nil)
        #expect(delay.epochs([(epoch: 40, accuracy: 0.9), (epoch: 20, accuracy: 0.8)]) == 20)
    }

    @Test func answersByChanceDoNotExceedIt() {
        // 300 networks that answer at random and 300 that give one answer, evaluated after each of 100 epochs.
        var random = NumPyRandom(seed: 1)
        for answer in 0..<10 { #expect(delay.epochs([(1, Double(Self.counts[answer]) / 10_000)]) == nil) }
        for _ in 0..<300 {
            let evaluations = (1...100).map { epoch in
                // Normal approximation of the binomial distribution at p = 0.1135, the worst case.
                (epoch: epoch, accuracy: 0.1135 + 0.003_172 * random.standardNormal())
            }
            #expect(delay.epochs(evaluations) == nil)
        }
    }

    @Test func propertiesOfAnyCourse() {
        var random = NumPyRandom(seed: 2)
        for _ in 0..<200 {
            let course = (0..<30).map { (epoch: $0, accuracy: 0.1 + 0.04 * random.rand()) }
            let found = delay.epochs(course)
            for (epoch, accuracy) in course {
                if let found, epoch < found { #expect(accuracy <= delay.criterion) }
                if epoch == found { #expect(accuracy > delay.criterion) }
                if found == nil { #expect(accuracy <= delay.criterion) }
            }
            // Better accuracies never make the delay longer.
            let better = course.map { (epoch: $0.epoch, accuracy: $0.accuracy + 0.01) }
            if let found { #expect((delay.epochs(better) ?? .max) <= found) }
        }
    }

    @Test func moreImagesMakeTheCriterionStricter() throws {
        let few = try TrainingDelay(chance: 0.1, images: 100)
        let many = try TrainingDelay(chance: 0.1, images: 10_000)
        #expect(abs(few.criterion - 0.25) < 1e-12 && abs(many.criterion - 0.115) < 1e-12)
        #expect(throws: AnalysisError.self) { try TrainingDelay(chance: 1.5, images: 10) }
        #expect(throws: AnalysisError.self) { try TrainingDelay(testLabels: []) }
    }
}
