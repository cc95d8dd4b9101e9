import Random

/// How examples are drawn that are to be tested on: as scikit-learn's `train_test_split(test_size=…, random_state=…)` draws them,
/// with `stratify=labels` or without, from NumPy's legacy generator.
package struct SplitRule: Equatable, Sendable {
    /// The share of the test set, between 0 and 1.
    package let testFraction: Double
    /// Seed of the draw.
    package let seed: UInt32
    /// Whether each class has the same share in both, as nearly as whole numbers allow.
    package let isStratified: Bool

    /// A rule; see the properties.
    package init(testFraction: Double, seed: UInt32, isStratified: Bool) {
        (self.testFraction, self.seed, self.isStratified) = (testFraction, seed, isStratified)
    }

    /// The number of examples to test on: the share of all, rounded up.
    package func testCount(of count: Int) -> Int { Int((testFraction * Double(count)).rounded(.up)) }

    /// The examples to learn from and those to test on, each in their order.
    struct Drawn: Equatable {
        let training: [Int]
        let test: [Int]

        /// The place of each example: among those to learn from, or after all of them.
        var places: [Int] {
            var places = [Int](repeating: 0, count: training.count + test.count)
            for (place, example) in (training + test).enumerated() { places[example] = place }
            return places
        }
    }

    /// Draws from the examples with these classes.
    ///
    /// Stratified, each class needs two examples, and each set as many as there are classes.
    func draw(_ labels: [UInt8]) -> Drawn {
        var random = NumPyRandom(seed: seed)
        guard isStratified else {
            let order = random.permutation(labels.count)
            let tests = testCount(of: labels.count)
            return Drawn(training: Array(order[tests...]), test: Array(order[..<tests]))
        }
        var members: [UInt8: [Int]] = [:]
        for (index, label) in labels.enumerated() { members[label, default: []].append(index) }
        let classes = members.keys.sorted().compactMap { members[$0] }
        let tests = testCount(of: labels.count)
        let inTraining = shares(classes.map(\.count), of: labels.count - tests, &random)
        let rest = zip(classes, inTraining).map { $0.count - $1 }
        let inTest = shares(rest, of: tests, &random)
        var training: [Int] = []
        var test: [Int] = []
        for (index, all) in classes.enumerated() {
            let order = random.permutation(all)
            training += order[..<inTraining[index]]
            test += order[inTraining[index]..<inTraining[index] + inTest[index]]
        }
        training = random.permutation(training)
        test = random.permutation(test)
        return Drawn(training: training, test: test)
    }

    /// How many of each class are among `draws` examples: their share rounded down, and one more for those with the largest
    /// remainders; among equal ones, drawn.
    private func shares(_ counts: [Int], of draws: Int, _ random: inout NumPyRandom) -> [Int] {
        let all = Double(counts.reduce(0, +))
        let exact = counts.map { Double($0) / all * Double(draws) }
        var shares = exact.map { Int($0.rounded(.down)) }
        var missing = draws - shares.reduce(0, +)
        let remainders = zip(exact, shares).map { $0 - Double($1) }
        for value in Set(remainders).sorted(by: >) where missing > 0 {
            let equal = remainders.indices.filter { remainders[$0] == value }
            for place in random.permutation(equal.count).prefix(missing) { shares[equal[place]] += 1 }
            missing -= min(missing, equal.count)
        }
        return shares
    }
}
