@testable import Model
import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Every figure of the pipeline, drawn from made-up records. With KEEP_FIGURES set to a folder, the pictures and pages are left
/// there to be looked at.
@Suite struct PipelineFiguresTests {
    static let names = ["figure2", "figure3", "figure4", "figureS2", "figureS3", "figureS4", "figureX1"]

    /// A figure as the profile has it.
    static func figure(_ name: String, _ profile: String) throws -> ResolvedFigure {
        let folder = RenderTests.root.path + "/pipeline"
        let profiles = try Profiles.read(path: "\(folder)/profiles.yaml")
        return try FigureSpecification.read(path: "\(folder)/figures/\(name).yaml", profiles: profiles)
            .resolved(for: profiles.named(profile))
    }

    static func rendered(_ figure: ResolvedFigure, records: [AccuracyRecord]? = nil) throws -> RenderedFigure
    {
        let drawn = try RenderTests.rendered(
            FigureInput(
                figure: figure, records: records ?? MadeUpRuns.records(of: figure),
                datasets: [MadeUpRuns.examples], claims: try Claim.read(path: ClaimTests.file.path),
                provenance: []))
        if let folder = ProcessInfo.processInfo.environment["KEEP_FIGURES"] {
            let base = URL(filePath: folder).appending(path: "\(figure.figure)-\(figure.profile)")
            for (ending, bytes) in [
                ("svg", drawn.svg), ("png", drawn.png), ("pdf", drawn.pdf), ("html", drawn.html),
                ("cells.tsv", drawn.cells), ("verdicts.json", drawn.verdictsJSON),
            ] {
                try bytes.write(to: base.appendingPathExtension(ending))
            }
        }
        return drawn
    }

    @Test(arguments: names, ["smoke", "laptop", "paper"])
    func figuresAreDrawnWhole(name: String, profile: String) throws {
        let figure = try Self.figure(name, profile)
        #expect(figure.layout == "panels.gp")
        let drawn = try Self.rendered(figure)
        let svg = String(decoding: drawn.svg, as: UTF8.self)
        #expect(!svg.contains("not run") && !svg.contains("n = "), "nothing is missing")
        for panel in figure.panels { #expect(svg.contains(">\(panel.name)<")) }
        let parser = XMLParser(data: drawn.html)
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "") at line \(parser.lineNumber)")
        let cells = String(decoding: drawn.cells, as: UTF8.self).split(separator: "\n")
        let points = figure.panels.reduce(0) { count, panel in
            let networks = panel.networks.count / max(1, panel.grid?.seeds.count ?? 1)
            return switch panel.shows {
            case .accuracyByEpoch: count + networks * ((panel.grid?.epochs ?? 0) + 1)
            // Over all pairs of nodes, and over connections.
            case .gradientByNonlinearity: count + 2 * networks
            default: count + networks
            }
        }
        #expect(cells.count == 1 + points)
    }

    /// On two cores; the files say how long a laptop takes, this only that nobody puts a large network there.
    @Test(arguments: names)
    func smallProfilesStaySmall(name: String) throws {
        let smoke = try Self.figure(name, "smoke").networks
        #expect(smoke.allSatisfy { $0.hiddenNodes <= 100 && $0.dataset.trainLimit == 300 })
        let laptop = try Self.figure(name, "laptop").networks
        #expect(laptop.allSatisfy { Double($0.hiddenNodes * $0.hiddenNodes) * $0.density <= 4_000_000 })
    }

    /// What runs in profile paper is enough for a verdict on every claim: sizes, densities, datasets, epochs and examples.
    @Test(arguments: names)
    func profilePaperTestsEveryClaim(name: String) throws {
        let verdicts = try Self.rendered(Self.figure(name, "paper")).verdicts
        #expect(verdicts.filter { $0.outcome == .notTested }.map { "\($0.claim): \($0.reason)" } == [])
        #expect(verdicts.isEmpty == (name == "figureS4" || name == "figureX1"))
    }

    @Test func networksAreSharedBetweenFigures() throws {
        let second = Set(try Self.figure("figure2", "laptop").networks)
        let recurrent = try Self.figure("figure3", "laptop").panels[0].networks.filter { $0.network == .rnn }
        #expect(second.isSuperset(of: recurrent))
        let fourth = Set(try Self.figure("figure4", "laptop").networks)
        let few = try Self.figure("figureS4", "laptop").panels[0].networks
        #expect(fourth.isSuperset(of: few))
        let usual = try Self.figure("figureX1", "laptop").panels[2].networks.filter {
            $0.learningRate == 0.001
        }
        #expect(!usual.isEmpty && second.isSuperset(of: usual))
    }

    @Test func aDatasetThatCannotBeHadIsALineWithTheReason() throws {
        var figure = try Self.figure("figure2", "smoke")
        let reason =
            "the raw files of CIFAR-10 are not in pipeline/data/cifar10, and profile smoke downloads nothing; fetch them "
            + "with fetch-data cifar10, or choose profile smoke-samples"
        for index in [0, 3, 5] { figure.panels[index].unavailable = reason }
        figure.profile = "smoke-holes"
        let drawn = try Self.rendered(figure)
        let svg = String(decoding: drawn.svg, as: UTF8.self)
        #expect(svg.contains(">A, D, F: the raw files of CIFAR-10 are not in"))
        #expect(!svg.contains(">D<") && svg.contains(">E<"), "no frames")
        let page = String(decoding: drawn.html, as: UTF8.self)
        #expect(page.contains("not run: the raw files of CIFAR-10"))
        let verdict = try #require(drawn.verdicts.first { $0.claim == "F2D-sparse" })
        #expect(verdict.outcome == .notTested)
        #expect(verdict.reason.hasPrefix("CIFAR-10: the raw files"))
    }

    /// Numbers of a variant are shown under its name and judge nothing.
    @Test func variantsCarryTheirName() throws {
        let drawn = try Self.rendered(Self.figure("figure2", "laptop-jpeg"))
        let svg = String(decoding: drawn.svg, as: UTF8.self)
        #expect(svg.contains("CIFAR-10 (JPEG), after 1 epoch"))
        let verdict = try #require(drawn.verdicts.first { $0.claim == "F2D-order" })
        #expect(verdict.outcome == .notTested)
        #expect(verdict.reason == "CIFAR-10 (JPEG) stands in for CIFAR-10, which is another dataset")
        #expect(verdict.seen.hasPrefix("CIFAR-10 (JPEG), 1,000 hidden nodes, after 1 epoch"))
    }

    @Test func bestAccuraciesOfEarlyEndsCount() throws {
        let figure = try Self.figure("figure4", "smoke")
        var records = MadeUpRuns.records(of: figure)
        // Every network ends after its first epoch, which is its best.
        records.removeAll { $0.epoch > 1 }
        let incomplete = try Self.rendered(figure, records: records)
        #expect(String(decoding: incomplete.svg, as: UTF8.self).contains("not run"))
        for index in records.indices where records[index].epoch == 1 { records[index].endsTraining = true }
        let ended = try Self.rendered(figure, records: records)
        let svg = String(decoding: ended.svg, as: UTF8.self)
        #expect(!svg.contains("not run") && svg.contains("test accuracy of the best epoch (%)"))
    }

    @Test func learningRatesArePutIntoWords() throws {
        let drawn = try Self.rendered(Self.figure("figureX1", "laptop"))
        let page = String(decoding: drawn.html, as: UTF8.self)
        #expect(page.contains("with each at its best learning rate (0.001 and 0.0003)"))
        #expect(page.contains("Best learning rates"))
        #expect(drawn.verdicts.isEmpty && page.contains("No claim of the paper belongs to this figure"))
    }

    @Test func valuesAndConditionsStandInThePage() throws {
        let third = String(decoding: try Self.rendered(Self.figure("figureS3", "laptop")).html, as: UTF8.self)
        #expect(third.contains("seed of masks") && third.contains(">42<"))
        #expect(!third.contains("early end") && !third.contains("examples per class"))
        let fourth = String(decoding: try Self.rendered(Self.figure("figure4", "smoke")).html, as: UTF8.self)
        #expect(fourth.contains("early end") && fourth.contains("20 epochs without a lower test loss"))
        let gradients = String(
            decoding: try Self.rendered(Self.figure("figure3", "laptop")).html, as: UTF8.self)
        #expect(gradients.contains(">tanh, 0.1<") && gradients.contains("2.0×10⁻⁴"))
    }
}
