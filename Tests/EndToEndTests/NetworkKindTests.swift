@testable import Model
import Foundation
import Testing

/// The built `train` with other networks and less data than figure 2 needs.
@Suite struct NetworkKindTests {
    private func prepared() throws -> Project {
        try .withMNIST(masks: ["bernoulli", "--density", "0.2", "--mask-seed", "42", "--output", "mask.h5"])
    }

    private func train(_ project: Project, _ more: String...) throws -> Outcome {
        try run(
            "\(Project.programs)/train",
            ["--data", "data.h5", "--mask", "mask.h5", "--test-limit", "300", "--batch", "20"] + more,
            in: project.folder)
    }

    private func object(_ project: Project, _ link: String) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "\(project.folder)/\(link)")
    }

    @Test func aFeedforwardNetworkLearns() throws {
        let project = try prepared()
        let outcome = try train(
            project, "--network", "feedforward", "--train-limit", "1000", "--to-epoch", "3", "--weights",
            "w.h5",
            "--metrics", "m.h5")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let shown = try project.program("artifacts", "show", "w.h5").output
        #expect(shown.contains("feedforward (relu) of 48 hidden nodes"), "\(shown)")
    }

    /// Segments behind the end of training compute nothing and say the same.
    @Test func aTrainingThatEndedEarlyEndsItsChain() throws {
        let project = try prepared()
        let limited = ["--per-class", "10", "--learning-rate", "0.05", "--patience", "2"]
        func segment(_ from: Int, _ to: Int, _ more: [String]) throws -> Outcome {
            let stateIn = from == 0 ? [] : ["--from-epoch", "\(from)", "--state-in", "s\(from).h5"]
            return try run(
                "\(Project.programs)/train",
                ["--data", "data.h5", "--mask", "mask.h5", "--test-limit", "300", "--batch", "20"] + more
                    + stateIn
                    + [
                        "--to-epoch", "\(to)", "--weights", "w\(to).h5", "--state", "s\(to).h5", "--metrics",
                        "m\(to).h5",
                    ], in: project.folder)
        }
        for (from, to) in [(0, 40), (40, 60), (60, 80)] {
            let outcome = try segment(from, to, limited)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("training ended after epoch") == (from > 0), "\(outcome.errors)")
        }
        #expect(try object(project, "w40.h5") == object(project, "w80.h5"))
        #expect(try object(project, "s60.h5") == object(project, "s80.h5"))
        let table = try project.program(
            "analyze", "accuracy", "--metrics", "m40.h5", "m60.h5", "m80.h5", "--output", "table.h5")
        #expect(table.status == 0, "\(table.errors)")
        let impatient = try segment(40, 60, ["--per-class", "10", "--learning-rate", "0.05"])
        #expect(impatient.status != 0 && impatient.errors.contains("go on from it with the same --patience"))
    }

    @Test func aNetworkUnderDalesRuleKeepsItsSigns() throws {
        let project = try prepared()
        let more = ["--dale", "enforced", "--inhibitory", "0.25", "--train-limit", "400", "--weights"]
        let arguments = ["--data", "data.h5", "--mask", "mask.h5", "--test-limit", "300", "--batch", "20"]
        for epoch in ["0", "2"] {
            let outcome = try run(
                "\(Project.programs)/train", arguments + more + ["w\(epoch).h5", "--to-epoch", epoch],
                in: project.folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        #expect(try object(project, "w0.h5") != object(project, "w2.h5"))
        let wrong = try train(project, "--inhibitory", "0.25", "--metrics", "m.h5")
        #expect(wrong.errors.contains("--inhibitory needs --dale"), "\(wrong.errors)")
        let unknown = try train(project, "--dale", "strict", "--metrics", "m.h5")
        #expect(unknown.errors.contains("choose one of enforced, notebook"), "\(unknown.errors)")
    }

    @Test func aClassWithTooFewExamplesIsRefused() throws {
        let project = try prepared()
        let outcome = try train(
            project, "--train-limit", "50", "--per-class", "20", "--metrics", "m.h5")
        #expect(outcome.status != 0 && outcome.errors.contains("fewer than the 20 to be drawn"))
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/m.h5"))
    }

    @Test func patienceAndExamplesMustBeAtLeastOne() throws {
        let project = try prepared()
        #expect(
            try train(project, "--patience", "0", "--metrics", "m.h5").errors.contains(
                "--patience 0 is not at least 1"))
        #expect(
            try train(project, "--per-class", "0", "--metrics", "m.h5").errors.contains(
                "--per-class 0 is not at least 1"))
    }
}
