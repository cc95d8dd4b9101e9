import Analysis
@testable import Model
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// The project's checks of the set-up and claims about the paper's methods: every rule with all three outcomes.
@Suite struct MethodsVerdictTests {
    typealias Networks = MadeUpMeasures.Networks

    static func density(_ connections: [Int], size: Int = 10_000) throws -> Verdict {
        var run = MadeUpMeasures()
        for epoch in [0, 1] {
            run.records += connections.enumerated().map { seed, number in
                Networks(size: size, density: 0.1, epoch: epoch).record(seed: seed, connections: number)
            }
        }
        return try run.check("M-density", on: "figure5")
    }

    @Test func everyNetworkHasThePapersDensity() throws {
        let met = try Self.density([10_000_100, 9_998_000, 10_004_000])
        #expect(met.outcome == .confirmed && met.ours == "0.09999 to 0.10005 (n = 3)" && met.paper == "0.100")
        #expect(met.reason == "3 of 3 networks have 0.100" && met.words.hasPrefix("density E / (N (N - 1))"))
        let one = try Self.density([10_000_100, 9_998_000, 10_060_000])
        #expect(one.outcome == .refuted && one.reason == "2 of 3 networks have 0.100")
        let few = try Self.density([10_000_100, 9_998_000])
        #expect(few.outcome == .notTested && few.reason == "needs at least 3 networks; 2 run")
        let small = try Self.density([100_000, 100_100, 99_900], size: 1000)
        #expect(small.outcome == .notTested)
        #expect(small.reason == "needs 10,000 hidden nodes of density 0.1; largest run 1,000")
        #expect(small.seen == "1,000 hidden nodes: 0.10000 to 0.10020 (n = 3)")
        #expect(try MadeUpMeasures().check("M-density", on: "figure5").outcome == .notTested)
    }

    @Test func checksAreJudgedApart() throws {
        let claims = try Claim.read(path: ClaimTests.file.path)
        #expect(claims.checks.map(\.id) == ["M-density", "M-sizes"])
        let figure = ResolvedFigure(
            figure: "figure5", title: "", caption: "", source: "", profile: "", layout: "", panels: [])
        let judge = Judge(try RunResults(figure: figure, records: [], panels: []))
        #expect(try !judge.verdicts(on: claims).contains { $0.claim.hasPrefix("M-") })
        #expect(judge.checks(among: claims).map(\.claim) == ["M-density"])
    }

    static let all = [
        ExampleCounts(dataset: "mnist", training: 60_000, test: 10_000),
        ExampleCounts(dataset: "cifar10", training: 50_000, test: 10_000),
        ExampleCounts(dataset: "sleep-edf", training: 398_370, test: 170_730),
    ]

    /// Networks of these datasets; the claim's numbers may be changed.
    static func examples(
        _ datasets: [String], limit: Int? = nil, claimed: [ExampleCounts] = all
    ) throws -> Verdict {
        var run = MadeUpMeasures()
        for counts in all where datasets.contains(counts.dataset) {
            let grid = NetworkGrid(sizes: [100], densities: [1], seeds: [0], epochs: 1, snapshots: [])
            run.panels.append(
                ResolvedPanel(
                    name: "\(run.panels.count)", shows: .accuracyGrid, title: "",
                    dataset: DatasetSelection(name: counts.dataset, trainLimit: limit), grid: grid))
            var record = Networks(dataset: counts.dataset, size: 100, density: 1).record()
            (record.trainingImages, record.testImages) = (limit ?? counts.training, counts.test)
            run.records.append(record)
        }
        let figure = ResolvedFigure(
            figure: "figure2", title: "", caption: "", source: "", profile: "", layout: "", panels: run.panels
        )
        let results = try RunResults(
            figure: figure, records: run.records, panels: run.panels.map { try PanelResults($0, run.records) }
        )
        var claim = try #require(try Claim.read(path: ClaimTests.file.path).first { $0.id == "M-sizes" })
        #expect(claim.criterion == .examples(all))
        claim.criterion = .examples(claimed)
        return try #require(Judge(results).checks(among: [claim]).first)
    }

    @Test func wholeDatasetsHaveAsManyExamples() throws {
        let names = Self.all.map(\.dataset)
        let met = try Self.examples(names)
        #expect(met.outcome == .confirmed && met.reason == "all 3 datasets have as many")
        #expect(
            met.ours == "MNIST 60,000/10,000, CIFAR-10 50,000/10,000, Sleep-EDF 398,370/170,730",
            "\(met.ours)")
        var other = Self.all
        other[1].test = 12_000
        let wrong = try Self.examples(names, claimed: other)
        #expect(wrong.outcome == .refuted && wrong.reason == "not so: CIFAR-10 50,000/10,000")
        let two = try Self.examples(["mnist", "cifar10"])
        #expect(two.outcome == .notTested && two.reason == "needs networks that were given all of Sleep-EDF")
        #expect(two.seen == "MNIST 60,000/10,000, CIFAR-10 50,000/10,000")
        #expect(try Self.examples(names, limit: 300).outcome == .notTested)
    }

    @Test func everyClassHasAsManyExamples() throws {
        func judged(_ counts: [String: [Int]]) throws -> Verdict {
            let figure = ResolvedFigure(
                figure: "figure2", title: "", caption: "", source: "", profile: "", layout: "", panels: [])
            let results = try RunResults(figure: figure, records: [], classCounts: counts, panels: [])
            let claims = try Claim.read(path: ClaimTests.file.path).filter { $0.id == "M-per-class" }
            return try #require(try Judge(results).verdicts(on: claims).first)
        }
        let equal = [Int](repeating: 5000, count: 10)
        let published = try judged([
            "mnist": [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], "cifar10": equal,
        ])
        #expect(published.outcome == .refuted && published.reason == "not so: MNIST 5,421 to 6,742")
        #expect(
            published.ours == "MNIST 5,421 to 6,742, CIFAR-10 5,000"
                && published.paper == "MNIST 6,000, CIFAR-10 5,000")
        let met = try judged(["mnist": [6000, 6000], "cifar10": equal])
        #expect(met.outcome == .confirmed)
        let one = try judged(["cifar10": equal])
        #expect(one.outcome == .notTested && one.reason == "the labels of MNIST are not part of this figure")
        #expect(one.seen == "CIFAR-10 5,000")
    }
}
