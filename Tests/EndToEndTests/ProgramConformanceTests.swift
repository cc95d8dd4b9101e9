import Formats
@testable import Model
import Foundation
import Testing

/// FORMAT.md, "What is read", by the built programs: each input of each stage, wrong in each way.
@Suite struct ProgramConformanceTests {
    /// An input of a command: a sound file, in whose place come copies in which something is wrong.
    struct Input: CustomStringConvertible, Sendable {
        let kind: String
        let file: String
        /// The option that names the file.
        let option: String
        let command: [String]

        var description: String { "\(command[0]) \(command[1]) \(option) (\(kind))" }
    }

    private static let training = [
        "train", "--data", "data.h5", "--mask", "mask.h5", "--batch", "10", "--threads", "1", "--weights",
        "o.h5",
    ]
    private static let dropout = [
        "analyze", "dropout", "--weights", "w1.h5", "--activations", "a1.h5", "--output", "o.h5",
    ]
    private static let change = [
        "analyze", "weight-change", "--weights", "w0.h5", "--later", "w1.h5", "--output", "o.h5",
    ]
    private static let delay = [
        "analyze", "delay", "--metrics", "m1.h5", "--data", "data.h5", "--output", "o.h5",
    ]
    private static let activations = [
        "analyze", "activations", "--weights", "w1.h5", "--data", "data.h5", "--output", "o.h5",
    ]
    private static let gradients = [
        "analyze", "gradients", "--weights", "w1.h5", "--data", "data.h5", "--output", "o.h5",
    ]
    private static let radius = [
        "analyze", "spectral-radius", "--weights", "w1.h5", "--output", "o.h5",
    ]
    private static let report =
        [
            "report", "figure", "--specification", "artifacts/plan/figure2-smoke.json", "--analysis",
            "accuracy.h5",
            "--measures", "sparsity.h5", "--data", "data.h5", "--claims", "pipeline/claims.yaml", "--layout",
            "pipeline/plots/panels.gp", "--templates",
        ] + Project.templates + ["--table", "o.tsv"]

    static let inputs =
        [
            Input(kind: "grey images", file: "data.h5", option: "--data", command: training),
            Input(kind: "sparse mask", file: "mask.h5", option: "--mask", command: training),
            Input(kind: "full mask", file: "full.h5", option: "--mask", command: training),
            Input(
                kind: "sparse mask", file: "mask.h5", option: "--start-mask",
                command: training + ["--start-mask", "mask.h5"]),
            Input(
                kind: "state", file: "s1.h5", option: "--state-in",
                command: training + [
                    "--dale", "enforced", "--from-epoch", "1", "--to-epoch", "2", "--state-in", "s1.h5",
                ]),
            Input(
                kind: "metrics", file: "m1.h5", option: "--metrics",
                command: ["analyze", "accuracy", "--metrics", "m1.h5", "--output", "o.h5"]),
            Input(kind: "sparse weights", file: "w1.h5", option: "--weights", command: activations),
            Input(kind: "full weights", file: "wf.h5", option: "--weights", command: activations),
            Input(kind: "grey images", file: "data.h5", option: "--data", command: activations),
            Input(kind: "sparse weights", file: "w1.h5", option: "--weights", command: gradients),
            Input(kind: "grey images", file: "data.h5", option: "--data", command: gradients),
            Input(kind: "sparse weights", file: "w1.h5", option: "--weights", command: dropout),
            Input(kind: "activations", file: "a1.h5", option: "--activations", command: dropout),
            Input(kind: "sparse weights", file: "w0.h5", option: "--weights", command: change),
            Input(kind: "sparse weights", file: "w1.h5", option: "--later", command: change),
            Input(kind: "sparse weights", file: "w1.h5", option: "--weights", command: radius),
            Input(kind: "full weights", file: "wf.h5", option: "--weights", command: radius),
            Input(kind: "metrics", file: "m1.h5", option: "--metrics", command: delay),
            Input(kind: "grey images", file: "data.h5", option: "--data", command: delay),
            Input(kind: "accuracy", file: "accuracy.h5", option: "--analysis", command: report),
            Input(kind: "measures", file: "sparsity.h5", option: "--measures", command: report),
            Input(kind: "grey images", file: "data.h5", option: "--data", command: report),
        ]
        + ["sparsity", "correlation", "mutual-information"].map { measure in
            Input(
                kind: "activations", file: "a1.h5", option: "--activations",
                command: ["analyze", measure, "--activations", "a1.h5", "--output", "o.h5"])
        }

    /// What no stage reads: tables that are derived from others, or that numbers were derived from.
    private static let unread = [
        "/cells", "/comparisons", "/best", "/tables/activation", "/tables/active_fraction", "/tables/nodes",
    ]

    /// A dataset of few images, networks on it, and what is measured of them; made once.
    private static let prepared = Result<Project, any Error> {
        let project = try Project()
        Leftovers.removeAtExit(project.folder)
        try project.nameOtherFigures()
        try FinishedFigure.writeFirstImages([20, 20], of: project)
        let dale = training.dropLast(2) + ["--dale", "enforced"]
        for command in [
            ["fetch-data", "mnist", "--variant", "few", "--from", "few", "--output", "data.h5"],
            [
                "build-mask", "bernoulli", "--size", "16", "--density", "0.3", "--seed", "1", "--output",
                "mask.h5",
            ],
            ["build-mask", "full", "--size", "16", "--output", "full.h5"],
            dale + ["--to-epoch", "0", "--weights", "w0.h5"],
            dale + ["--weights", "w1.h5", "--state", "s1.h5", "--metrics", "m1.h5"],
            training.dropLast(2).map { $0 == "mask.h5" ? "full.h5" : $0 }
                + ["--start-mask", "mask.h5", "--weights", "wf.h5"],
            ["analyze", "activations", "--weights", "w1.h5", "--data", "data.h5", "--output", "a1.h5"],
            ["analyze", "sparsity", "--activations", "a1.h5", "--output", "sparsity.h5"],
            ["analyze", "accuracy", "--metrics", "m1.h5", "--output", "accuracy.h5"],
            ["plan", "rules", "figure2", "--profile", "smoke"],
            ["plan", "rules", "paper", "--profile", "smoke"],
        ] {
            let outcome = try run(
                "\(Project.programs)/\(command[0])", Array(command.dropFirst()), in: project.folder)
            try #require(outcome.status == 0, "\(command): \(outcome.errors)")
        }
        for (name, text) in [
            ("a.svg", "<svg viewBox=\"0 0 100 100\"></svg>"),
            ("a.json", "{\"figure\": \"figure2\", \"profile\": \"smoke\", \"checks\": [], \"verdicts\": []}"),
            ("a.tsv", "panel\tmeasure\thidden_nodes\tdensity\tepochs\tn\tmean\tsd\n"),
        ] {
            try text.write(toFile: "\(project.folder)/\(name)", atomically: true, encoding: .utf8)
        }
        return project
    }

    /// One corruption of each sort that is not one that may be, by turns of all fields.
    private func sample(_ input: Input, _ folder: String) throws -> [Corruption] {
        let wrong = try Corruption.all(of: "\(folder)/\(input.file)").filter { corruption in
            !Obedience.isRead(corruption, in: input.kind)
                && !Self.unread.contains { corruption.path.hasPrefix($0) }
        }
        let sorts = Dictionary(grouping: wrong) { $0.description.components(separatedBy: ": ").last ?? "" }
        return sorts.sorted { $0.key < $1.key }.map { $1[input.description.utf8.count * 7 % $1.count] }
    }

    @Test(arguments: inputs)
    func whatIsWrongEndsWith65(input: Input) throws {
        let project = try Self.prepared.get()
        let name = "wrong-\(UUID().uuidString).h5"
        let path = "\(project.folder)/\(name)"
        let place = try #require(input.command.firstIndex(of: input.option)) + 1
        var command = input.command
        command[place] = name
        let corruptions = try sample(input, project.folder)
        #expect(corruptions.count > 5)
        for corruption in corruptions {
            try? FileManager.default.removeItem(atPath: path)
            try EditedFile.copy("\(project.folder)/\(input.file)", to: path, edit: corruption.edit)
            let outcome = try run(
                "/usr/bin/timeout", ["60", "\(Project.programs)/\(command[0])"] + command.dropFirst(),
                in: project.folder)
            let isNamed = outcome.errors.contains(name) && outcome.errors.contains(corruption.field)
            #expect(
                outcome.status == 65 && isNamed,
                "\(input), \(corruption): \(outcome.status): \(outcome.errors)")
        }
    }

    // MARK: - Files that are not HDF5

    /// A line of a text file that is read, and what it becomes.
    struct Edit: CustomStringConvertible, Sendable {
        let option: String
        let file: String
        let line: String
        let wrong: String
        /// What the message must name beside the file.
        let field: String

        var description: String { "\(option): \(wrong)" }
    }

    private static let paper =
        [
            "report", "paper", "--paper", "artifacts/plan/paper-smoke.json", "--claims",
            "pipeline/claims.yaml", "--differences", "pipeline/differences.yaml", "--page", "o.html",
            "--templates",
        ] + Project.templates

    static let edits = [
        Edit(
            option: "--specification", file: "artifacts/plan/figure2-smoke.json", line: "\"figure2\"",
            wrong: "7", field: "figure"),
        Edit(
            option: "--claims", file: "pipeline/claims.yaml", line: "figure: 2C", wrong: "figur: 2C",
            field: ":"),
        Edit(
            option: "--claims", file: "pipeline/claims.yaml", line: "hidden: 20000", wrong: "hidden: many",
            field: "hidden"),
        Edit(
            option: "--paper", file: "artifacts/plan/paper-smoke.json", line: "\"profile\"",
            wrong: "\"profil\"",
            field: "profile"),
        Edit(
            option: "--differences", file: "pipeline/differences.yaml", line: "notebook:", wrong: "notebok:",
            field: "notebok"),
        Edit(
            option: "--svg", file: "a.svg", line: "</svg>", wrong: "", field: "not a complete SVG"),
        Edit(
            option: "--verdicts", file: "a.json", line: "\"figure2\"", wrong: "\"figure3\"", field: "figure"),
        Edit(option: "--cells", file: "a.tsv", line: "\tmean", wrong: "\tmeen", field: "mean"),
    ]

    @Test(arguments: edits)
    func wrongTextEndsWith65(edit: Edit) throws {
        let project = try Self.prepared.get()
        let folder = "\(project.folder)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let figure = [
            "--specification", "artifacts/plan/figure2-smoke.json", "--svg", "a.svg", "--verdicts", "a.json",
            "--cells", "a.tsv",
        ]
        let command = Self.report.contains(edit.option) ? Self.report : Self.paper + figure
        let place = try #require(command.firstIndex(of: edit.option)) + 1
        let wrong = "\(folder)/wrong"
        let text = try String(contentsOfFile: "\(project.folder)/\(edit.file)", encoding: .utf8)
        let changed = text.replacingOccurrences(of: edit.line, with: edit.wrong)
        try #require(changed != text)
        try changed.write(toFile: wrong, atomically: true, encoding: .utf8)
        var edited = command
        edited[place] = wrong
        let outcome = try run(
            "\(Project.programs)/\(edited[0])", Array(edited.dropFirst()), in: project.folder)
        #expect(
            outcome.status == 65 && outcome.errors.contains(wrong) && outcome.errors.contains(edit.field),
            "\(edit): \(outcome.status): \(outcome.errors)")
    }
}
