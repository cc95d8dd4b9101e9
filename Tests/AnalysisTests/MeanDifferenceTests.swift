import Foundation
import Testing

@testable import Analysis

/// Distributions and tests of means against SciPy's numbers, made by fixtures/make_tests_of_means.py.
@Suite struct MeanDifferenceTests {
    struct Known: Decodable {
        struct Welch: Decodable {
            let first, second: [Double]
            let p, freedom, half90: Double
        }
        struct Deviations: Decodable {
            let first, second: [Double]
            let p: Double
        }
        struct Paired: Decodable {
            let first, second: [Int]
            let p: Double
        }
        struct Holm: Decodable {
            let p, corrected: [Double]
        }
        let t, quantiles, f: [[Double]]
        let welch: [Welch]
        let deviations: [Deviations]
        let paired: [Paired]
        let holm: [Holm]

        static func read() throws -> Known {
            let folder = URL(filePath: #filePath).deletingLastPathComponent()
            return try JSONDecoder().decode(
                Known.self, from: Data(contentsOf: folder.appending(path: "fixtures/tests-of-means.json")))
        }
    }

    private func isNear(_ number: Double, _ known: Double, _ tolerance: Double = 1e-10) -> Bool {
        abs(number - known) <= tolerance * abs(known)
    }

    @Test func distributionsAreThoseOfSciPy() throws {
        let known = try Known.read()
        for row in known.t {
            let t = StudentT(degreesOfFreedom: row[0])
            #expect(isNear(t.above(row[1]), row[2]) && isNear(t.below(row[1]), row[3]), "\(row)")
        }
        for row in known.quantiles {
            #expect(isNear(StudentT(degreesOfFreedom: row[0]).quantile(row[1]), row[2]), "\(row)")
        }
        for row in known.f {
            let f = FDistribution(numerator: row[0], denominator: row[1])
            #expect(isNear(f.below(row[2]), row[3]) && isNear(f.above(row[2]), row[4]), "\(row)")
        }
        #expect(known.t.count > 250 && known.quantiles.count > 200 && known.f.count > 600)
    }

    @Test func testsAreThoseOfSciPy() throws {
        let known = try Known.read()
        func sample(_ numbers: [Double]) -> MeanDifference.Numbers {
            (numbers[0], numbers[1], Int(numbers[2]))
        }
        for one in known.welch {
            let test = MeanDifference(sample(one.first), sample(one.second))
            // Means that nearly agree leave ten digits of their difference.
            #expect(isNear(test.pValue, one.p, 1e-9), "\(one): \(test.pValue)")
            #expect(isNear(test.degreesOfFreedom, one.freedom))
            #expect(isNear(test.halfWidth(0.9), one.half90))
        }
        for one in known.deviations {
            let test = DeviationRatio(
                (one.first[0], Int(one.first[1])), (one.second[0], Int(one.second[1])))
            #expect(isNear(test.pValue, one.p), "\(one): \(test.pValue)")
        }
        func numbers(_ rule: [Int]) -> [Double] {
            (0..<rule[0]).map { Double($0 * rule[1] % rule[2] + rule[3]) / 64 }
        }
        for one in known.paired {
            let test = MeanDifference(paired: numbers(one.first), numbers(one.second))
            #expect(isNear(test.pValue, one.p), "\(one): \(test.pValue)")
        }
        for one in known.holm { #expect(holm(one.p) == one.corrected) }
        #expect(holm([]) == [])
    }

    @Test func withoutScatterOrFreedom() {
        let same = MeanDifference((1, 0, 3), (1, 0, 3))
        #expect(same.pValue == 1 && same.isWithin(-0.1, 0.1) && !same.isWithin(0, 0.1))
        let apart = MeanDifference((20, 0, 3), (1, 0, 3))
        #expect(apart.pValue == 0 && apart.interval(0.95) == (19, 19) && apart.degreesOfFreedom == 4)
        let single = MeanDifference((20, 0, 1), (1, 0, 1))
        #expect(single.pValue == 1 && !single.isWithin(-100, 100))
        #expect(MeanDifference((2, 1, 4), (1, 0, 1)).degreesOfFreedom == 3, "a number that is known exactly")
        #expect(isNear(MeanDifference((2e-100, 1e-100, 4), (0, 1e-100, 4)).degreesOfFreedom, 6))
    }

    @Test func aNumberThatMayBeAnotherOfTheSample() {
        // √(1 + 1/4) · 2 = 2.236
        let test = MeanDifference(of: 5, from: (1, 2, 4))
        #expect(test.difference == 4 && isNear(test.standardError, 5.0.squareRoot()))
        #expect(test.degreesOfFreedom == 3 && test.less(4).pValue == 1)
    }

    @Test func aContrastOfFourMeans() {
        let samples: [MeanDifference.Numbers] = [(9, 1, 5), (7, 2, 5), (4, 3, 5), (3, 4, 5)]
        let test = MeanDifference(contrast: zip([1, -1, -1, 1], samples).map { ($0, $1) })
        #expect(test.difference == 1 && isNear(test.standardError, 6.0.squareRoot()))
        // (1 + 4 + 9 + 16)² / ((1 + 16 + 81 + 256) / 4)
        #expect(isNear(test.degreesOfFreedom, 900 / 88.5))
    }
}
