import Foundation
import Testing

@testable import Analysis

/// SciPy's numbers, made by fixtures/make_fixtures.py.
struct KolmogorovSmirnovCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Result: Decodable, Sendable {
        let statistic: Double
        let p: Double?
    }
    let name: String
    let first: [Int]
    let second: [Int]
    let results: [String: Result]

    var testDescription: String { name }

    /// Values max(0, (i · factor) mod modulus + shift) / divisor, as in the script.
    static func sample(_ rule: [Int]) -> [Double] {
        (0..<rule[0]).map { Double(max(0, $0 * rule[1] % rule[2] + rule[3])) / Double(rule[4]) }
    }

    static func all() throws -> [KolmogorovSmirnovCase] {
        struct File: Decodable { let cases: [KolmogorovSmirnovCase] }
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "fixtures/ks.json"))
        return try JSONDecoder().decode(File.self, from: data).cases
    }
}

@Suite struct KolmogorovSmirnovTests {
    @Test func pValuesAreThoseOfSciPy() throws {
        let methods: [String: KolmogorovSmirnov.Method] = [
            "auto": .automatic, "exact": .exact, "asymp": .asymptotic,
        ]
        var compared = 0
        for known in try KolmogorovSmirnovCase.all() {
            let (first, second) = (
                KolmogorovSmirnovCase.sample(known.first), KolmogorovSmirnovCase.sample(known.second)
            )
            for (name, expected) in known.results {
                guard let p = expected.p, let method = methods[name] else { continue }
                let test = try KolmogorovSmirnov(first, second, method: method)
                let swapped = try KolmogorovSmirnov(second, first, method: method)
                #expect(abs(test.statistic - expected.statistic) < 1e-12, "\(known.name), \(name)")
                let error = abs(test.pValue - p)
                #expect(error <= 1e-9 * p, "\(known.name), \(name): \(test.pValue), SciPy \(p)")
                #expect(swapped.statistic == test.statistic && swapped.pValue == test.pValue)
                compared += 1
            }
        }
        #expect(compared > 64)
    }

    @Test func smallestPOfThreeAgainstThreeIsOneTenth() throws {
        let test = try KolmogorovSmirnov([1, 2, 3], [4, 5, 6])
        #expect(test.statistic == 1)
        #expect(abs(test.pValue - 0.1) < 1e-15)
        #expect(test.method == .exact)
        #expect(test.counts == [3, 3])
    }

    @Test func equalSizesAgreeWithCountingOfPaths() throws {
        // Reflection and the path recurrence are two ways to one number; unequal sizes take the second one.
        let even = try KolmogorovSmirnov([1, 2, 3, 4.5], [2.5, 4, 5, 6])
        // Distance 2/4: of 70 orders of 4 + 4 values, 2·(C(8,2) - C(8,0)) + … = 54 reach it.
        #expect(abs(even.pValue - 54.0 / 70) < 1e-14)
    }

    @Test func emptyAndNaNAreRefused() {
        #expect(throws: AnalysisError.self) { try KolmogorovSmirnov([], [1]) }
        #expect(throws: AnalysisError.self) { try KolmogorovSmirnov([1], [.nan]) }
    }

    @Test func distributionIsContinuousWhereItsMethodsMeet() {
        // On both sides of each border (2.2 and 4 in n·d²; 0.5; the short-matrix rule) the tail must be the same.
        for (n, distance) in [(140, (4.0 / 140).squareRoot()), (5000, (2.2 / 5000).squareRoot()), (100, 0.5)]
        {
            let distribution = KolmogorovDistribution(count: n)
            let (left, right) = (distribution.tail(distance - 1e-9), distribution.tail(distance + 1e-9))
            #expect(abs(left - right) < 1e-4 * left, "n \(n), distance \(distance): \(left) and \(right)")
        }
    }
}
