@testable import Model
import Foundation
import Specification
import Testing

/// Right specifications: what a profile makes of them.
struct ResolvedFigureTests {
    private func resolved(_ profile: String = "smoke") throws -> ResolvedFigure {
        let profiles = try Profiles(YAMLValue.parse(sampleProfiles, file: "profiles.yaml"))
        return try sample().resolved(for: profiles.named(profile))
    }

    @Test func defaultsAndOverridesMeetInAPanel() throws {
        let figure = try resolved()
        #expect(figure.layout == "sample.gp")
        let b = try #require(figure.panels[1].grid)
        #expect(figure.panels[1].dataset == DatasetSelection(name: "mnist", trainLimit: 300, testLimit: 200))
        #expect(
            b.values(\.nonlinearity) == [.relu] && b.values(\.learningRate) == [0.01]
                && b.values(\.batch) == [100])
        #expect((b.seeds, b.epochs, b.snapshots) == ([4, 2], 3, [1, 3]))
        let c = try #require(figure.panels[2].grid)
        #expect(figure.panels[2].dataset.name == "fashion-mnist")
        #expect(
            c.values(\.nonlinearity) == [.tanh] && c.values(\.learningRate) == [0.01]
                && c.values(\.batch) == [50])
        #expect((c.seeds, c.snapshots) == ([0, 1, 2], [2]))
        #expect(figure.panels[0].grid == nil)
        #expect(figure.panels[2].networks.count == 12)
    }

    @Test func aPanelsLimitReplacesThatOfTheProfile() throws {
        let text = sampleFigure.replacing("      - name: B", with: "      - name: BB").components(
            separatedBy: "\n")
        // The laptop profile is missing in the second panel; without that panel the figure covers it.
        let kept = (text.prefix(8) + text.dropFirst(13)).joined(separator: "\n")
        let profiles = try Profiles(YAMLValue.parse(sampleProfiles, file: "profiles.yaml"))
        let figure = try FigureSpecification(
            YAMLValue.parse(kept, file: "sample.yaml"), fileName: "sample", profiles: profiles)
        let laptop = try figure.resolved(for: profiles.named("laptop"))
        #expect(laptop.panels[0].dataset == DatasetSelection(name: "mnist"))
        #expect(laptop.panels[1].dataset == DatasetSelection(name: "fashion-mnist", trainLimit: 1000))
    }

    @Test func pathsCarryWhateverDiffersFromThePaper() {
        let plain = NetworkSpecification(
            dataset: DatasetSelection(name: "mnist"), Conditions(hiddenNodes: 1000, density: 0.1))
        #expect(plain.folder == "runs/mnist/rnn-relu/n1000-p0.1/s0")
        #expect(plain.maskPath == "masks/bernoulli/n1000-p0.1-s0.h5")
        var other = plain
        other.dataset = DatasetSelection(name: "mnist", trainLimit: 300, testLimit: 200)
        other.learningRate = 0.01
        other.batch = 50
        other.density = 1
        #expect(other.folder == "runs/mnist-train300-test200/rnn-relu-lr0.01-b50/n1000-p1/s0")
        #expect(other.maskPath == "masks/full/n1000.h5")
    }

    @Test func everyFieldOfANetworkShowsInItsPath() {
        let plain = NetworkSpecification(
            dataset: DatasetSelection(name: "mnist"), Conditions(hiddenNodes: 64, density: 0.1))
        let changes: [(inout NetworkSpecification) -> Void] = [
            { $0.dataset.name = "fashion-mnist" }, { $0.dataset.trainLimit = 3 },
            { $0.dataset.testLimit = 3 },
            { $0.network = .feedforward }, { $0.nonlinearity = .tanh }, { $0.hiddenNodes = 65 },
            { $0.density = 0.11 },
            { $0.seed = 1 }, { $0.learningRate = 0.0001 }, { $0.batch = 101 }, { $0.maskSeed = 42 },
            { $0.perClass = 50 },
        ]
        let folders = changes.map { change in
            var network = plain
            change(&network)
            return network.folder
        }
        #expect(Set(folders + [plain.folder]).count == changes.count + 1)
    }

    @Test func aFigureReadsBackFromJSON() throws {
        let figure = try resolved()
        let bytes = try JSONEncoder().encode(figure)
        #expect(try JSONDecoder().decode(ResolvedFigure.self, from: bytes) == figure)
    }

    @Test func theFiguresOfThePipelineAreRightInEveryProfile() throws {
        let pipeline = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("../../pipeline").standardized.path
        let profiles = try Profiles.read(path: "\(pipeline)/profiles.yaml")
        #expect(
            profiles.names == ["smoke", "smoke-samples", "laptop", "laptop-jpeg", "workstation", "paper"])
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(pipeline)/figures")
            .filter { $0.hasSuffix(".yaml") }
        #expect(files.contains("figure2.yaml"))
        let connectomes = try ConnectomeDescription.all(in: pipeline)
        for file in files {
            let figure = try Catalogue.with([], connectomes: connectomes) {
                try FigureSpecification.read(path: "\(pipeline)/figures/\(file)", profiles: profiles)
            }
            for profile in profiles.all {
                let resolved = try figure.resolved(for: profile)
                #expect(
                    !resolved.networks.isEmpty || resolved.panels.allSatisfy(\.shows.drawsData),
                    "\(file), \(profile.name)")
            }
        }
    }

    /// Panel B of figure 2 shows networks of panel C for more epochs, so that nothing is trained twice.
    @Test func panelsOfFigure2ShareNetworks() throws {
        let pipeline = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("../../pipeline").standardized.path
        let profiles = try Profiles.read(path: "\(pipeline)/profiles.yaml")
        let figure = try FigureSpecification.read(
            path: "\(pipeline)/figures/figure2.yaml", profiles: profiles)
        for profile in profiles.all {
            let panels = try figure.resolved(for: profile).panels
            let (b, c) = (Set(panels[1].networks), Set(panels[2].networks))
            #expect(b.isSubset(of: c) && !b.isEmpty, "\(profile.name)")
        }
    }

    /// Tables have no column for the seed of a mask or for patience.
    @Test(arguments: [
        ("mask-seed: 42", nil, "14: networks of panels B and C differ in nothing but mask-seed"),
        ("patience: 5", nil, "14: networks of panels B and C differ in nothing but patience"),
        ("mask-seed: 42, batch: 50", nil, nil), ("mask-seed: 42", "mask-seed: 42", nil),
    ])
    func networksThatTablesCannotTellApartAreRefused(panel: String, all: String?, says: String?) throws {
        let text = sampleFigure.replacing(
            "{dataset: fashion-mnist, nonlinearity: tanh, batch: 50}", with: "{\(panel)}"
        ).replacing("accuracy-grid", with: "best-accuracy-grid").replacing(
            "learning-rate: 0.01", with: "learning-rate: 0.01\(all.map { "\n  \($0)" } ?? "")")
        let profiles = try Profiles(YAMLValue.parse(sampleProfiles, file: "profiles.yaml"))
        let figure = try FigureSpecification(
            YAMLValue.parse(text, file: "sample.yaml"), fileName: "sample", profiles: profiles)
        do {
            _ = try figure.resolved(for: profiles.named("smoke"))
            #expect(says == nil)
        } catch let error as YAMLError {
            #expect("\(error)".contains(try #require(says)))
        }
    }
}
