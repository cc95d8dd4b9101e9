import Foundation
@testable import Formats
@testable import Model
import Testing

/// The wiring rules as `build-mask` offers them.
@Suite struct WiringTests {
    private func build(_ project: Project, _ arguments: String, to link: String = "m.h5") throws -> Outcome {
        try run(
            "\(Project.programs)/build-mask",
            arguments.split(separator: " ").map(String.init) + ["--output", link],
            in: project.folder)
    }

    private func mask(_ project: Project, _ arguments: String, to link: String = "m.h5") throws
        -> ConnectivityMask
    {
        let outcome = try build(project, arguments, to: link)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
        return try ConnectivityMask(readingFrom: "\(project.folder)/\(link)")
    }

    /// Every rule as docs/wiring.md calls it, in its order, at a tenth of the size.
    @Test func theExamplesOfTheDocumentationRun() throws {
        let project = try Project()
        let text = try String(contentsOfFile: Project.repository + "/docs/wiring.md", encoding: .utf8)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("build-mask ") }
        #expect(lines.count == WiringRule.allCases.count)
        for line in lines {
            let words = line.split(separator: " ").dropFirst().map(String.init)
            let arguments = words.dropLast(2).joined(separator: " ").replacing("000 ", with: "00 ")
            let mask = try mask(project, arguments, to: try #require(words.last))
            #expect(mask.rule == words[0])
            #expect(mask.count > 0)
        }
    }

    /// The figure that docs/wiring.md gives as an example, with a tenth of the nodes.
    @Test func theFigureOfTheDocumentationIsDrawn() throws {
        let project = try Project()
        try project.takeOwnData()
        let text = try String(contentsOfFile: Project.repository + "/docs/wiring.md", encoding: .utf8)
        let figure = try #require(text.split(separator: "```yaml\n").first { $0.hasPrefix("figure: mine") })
        let yaml = figure.prefix { $0 != "`" }.replacing("laptop:", with: "smoke:")
            .replacing("00]", with: "0]")
        try project.write(String(yaml), to: "pipeline/figures/mine.yaml")
        let made = try project.make("mine")
        #expect(made.status == 0, "\(made.errors)")
        let folder = project.folder + "/artifacts/figures/smoke/mine"
        let cells = try String(contentsOfFile: folder + "/mine.cells.tsv", encoding: .utf8)
        for column in ["reciprocity", "path_length", "mask_spectral_radius", "triads_030T"] {
            #expect(cells.contains("\t\(column)\t"), "\(column)")
        }
        let page = try String(contentsOfFile: folder + "/mine.html", encoding: .utf8)
        #expect(page.contains("degree correlation"))
    }

    /// Masks of blocks, and nulls of these, say which group a node is of; `train` takes them by name.
    @Test func groupsOfBlocksAreKnownToTrain() throws {
        let project = try Project.withMNIST(masks: [
            "blocks", "--seed", "0", "--groups", "4,1", "--probabilities", "0.1,0.2,0.3,0.1", "--output",
            "blocks.h5",
        ])
        #expect(try build(project, "rewired --from blocks.h5 --seed 0", to: "null.h5").status == 0)
        func train(_ mask: String, _ options: String) throws -> Outcome {
            try run(
                "\(Project.programs)/train",
                [
                    "--data", "data.h5", "--mask", mask, "--train-limit", "100", "--test-limit", "50",
                    "--weights", "w.h5",
                ]
                    + options.split(separator: " ").map(String.init), in: project.folder)
        }
        for mask in ["blocks.h5", "null.h5"] {
            let trained = try train(mask, "--group-gains 2=3,1=0.5 --input-group 1 --readout-group 2")
            #expect(trained.status == 0, "\(mask): \(trained.errors)")
            let weights = try WeightSnapshot(readingFrom: "\(project.folder)/w.h5")
            #expect(
                weights.description.groupGains?.text == "1=0.5,2=3" && weights.description.inputGroup == "1")
        }
        let refused = try train("blocks.h5", "--group-gains 3=2")
        #expect(refused.status == 65 && refused.errors.contains("its groups are: 1, 2"), "\(refused.errors)")
        #expect(try train("blocks.h5", "--group-gains 1").status == 64)
    }

    @Test func parametersAreOptionsAttributesAndPartOfTheRecipe() throws {
        let project = try Project()
        let arguments = "distance --size 100 --density 0.1 --seed 0"
        let first = try mask(project, arguments)
        #expect(
            first.wiring.values == [
                "length": .real(0.1), "dimensions": .integer(2), "decay": .text("exponential"),
                "periodic": .flag(true),
            ])
        // What is usual may be said or not: it is the same recipe.
        let same = try build(
            project, arguments + " --length=0.1 --dimensions 2 --self-connections yes --periodic true --why")
        #expect(same.output == "m.h5: up to date\n", "\(same.output) \(same.errors)")
        let other = try build(project, arguments + " --length 0.2 --self-connections no --why").output
        #expect(other.contains("length was 0.1, is 0.2") && other.contains("self_connections"), "\(other)")
        let negative = try mask(project, "lognormal --size 40 --density 0.1 --seed 0 --correlation -0.5")
        #expect(negative.wiring.values["correlation"] == .real(-0.5))
        let apart = try mask(project, arguments + " --self-connections no")
        #expect(apart.wiring.values["self-connections"] == .flag(false))
    }

    /// Recipes of the rules that were there first are those of stores that exist.
    @Test func recipesOfTheFirstRulesHaveNoNewParameters() throws {
        let project = try Project()
        _ = try mask(project, "bernoulli --size 9 --density 0.5 --seed 4", to: "b.h5")
        _ = try mask(project, "full --size 9", to: "f.h5")
        let folder = project.folder + "/artifacts/recipes"
        let recipes = try FileManager.default.contentsOfDirectory(atPath: folder).map {
            try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
        }
        let expected = [
            #""parameters":{"density":0.5,"rule":"bernoulli","seed":4,"size":9}"#,
            #""parameters":{"rule":"full","size":9}"#,
        ]
        for text in expected { #expect(recipes.count { $0.contains(text) } == 1, "\(recipes)") }
    }

    @Test func nullsAreMadeOfTheirSource() throws {
        let project = try Project()
        let source = try mask(project, "small-world --size 60 --density 0.1 --seed 1", to: "source.h5")
        for rule in ["rewired --seed 2", "shuffled --seed 2", "reversed"] {
            let mask = try mask(project, "\(rule) --from source.h5")
            #expect(mask.count == source.count && mask.connections != source.connections)
            #expect(mask.density == source.density)
            #expect(mask.wiring.source == "small-world, rewiring 0.1, seed 1")
        }
        let changed = try mask(project, "small-world --size 60 --density 0.1 --seed 3", to: "source.h5")
        #expect(changed != source)
        let why = try build(project, "reversed --from source.h5 --why").output
        #expect(why.contains("input changed: source"), "\(why)")
    }

    @Test func whatIsWrongIsNamedWithAdvice() throws {
        let project = try Project()
        _ = try mask(project, "full --size 4", to: "full.h5")
        let usual = "--size 100 --density 0.1 --seed 0"
        let cases: [(String, Int32, String)] = [
            ("distance \(usual) --length 0", 65, "length 0 is out of range"),
            (
                "distance \(usual) --rewiring 0.5", 65,
                "has no parameter rewiring; leave it out, or give one of length"
            ),
            ("distance \(usual) --lenght 0.5", 64, "Unknown option '--lenght'"),
            ("distance --density 0.1 --seed 0", 64, "--size"),
            ("blocks \(usual)", 65, "needs groups; give numbers"),
            (
                "bernoulli --size 10000000 --density 0.9 --seed 0", 69,
                "have about 9×10¹³ connections, which need"
            ),
            ("reciprocal --size 100 --density 0.5 --seed 0", 65, "give a number from 0 to 2"),
            ("rewired \(usual)", 65, "give that mask's file (--from)"),
            ("rewired --from full.h5 --seed 0", 65, "in which all nodes are connected"),
            ("bernoulli \(usual) --from full.h5", 65, "leave --from out"),
            ("reversed --from nowhere.h5", 66, "nowhere.h5"),
            ("in-degree --size 100 --density 1 --seed 0 --self-connections no", 65, "give at most 0.99"),
        ]
        for (arguments, status, message) in cases {
            let outcome = try build(project, arguments, to: "wrong.h5")
            #expect(
                outcome.status == status && outcome.errors.contains(message),
                "\(arguments): \(outcome.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/wrong.h5"))
    }

    @Test func helpListsAllRulesAndParameters() throws {
        let help = try run("\(Project.programs)/build-mask", ["--help"], in: "/").output
        for rule in WiringRule.allCases {
            #expect(help.contains(rule.name) && help.contains(rule.summary.prefix(20)))
        }
        for parameter in WiringRule.allParameters {
            #expect(help.contains("--\(parameter.name) <"), "\(parameter.name)")
        }
    }
}
