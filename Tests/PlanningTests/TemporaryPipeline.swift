import Foundation
import Processes
@testable import Planning
import Specification

/// A folder with a pipeline of its own, an empty store, and programs that only make their output files.
final class TemporaryPipeline {
    let root: String

    init(figures: [String: String]) throws {
        root = NSTemporaryDirectory() + "planning-\(UUID().uuidString)"
        for folder in ["pipeline/figures", "pipeline/plots", "pipeline/pages", "artifacts/code", "bin"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        try write(Self.profiles, to: "pipeline/profiles.yaml")
        for name in ["claims", "differences"] { try write("[]", to: "pipeline/\(name).yaml") }
        for name in ["figure", "paper", "paper-rows", "style"] {
            try write("", to: "pipeline/pages/\(name).mustache")
        }
        for (name, text) in figures {
            try write(text, to: "pipeline/figures/\(name).yaml")
            try write("", to: "pipeline/plots/\(name).gp")
        }
        for stage in ["fetch-data", "build-mask", "train", "analyze", "report"] {
            try write("digest", to: "artifacts/code/\(stage)")
            try write(Self.program(stage), to: "bin/\(stage)")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: "\(root)/bin/\(stage)")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    static let profiles = """
        smoke: {description: few, time: a minute, train-limit: 300, test-limit: 200}
        laptop: {description: all, time: an hour}
        """

    /// A program that writes one line to a log and touches what stands behind the options for outputs.
    private static func program(_ stage: String) -> String {
        """
        #!/bin/sh
        echo "\(stage) $*" >> log
        [ "\(stage) $1" = "report paper" ] && outputs=paper
        while [ $# -gt 0 ]; do
            case $1 in
                --output|--weights|--state|--metrics|--svg|--pdf|--png|--table|--cells|--verdicts|--page|--index|--all-verdicts)
                    # What other stages write, these two read.
                    case "\(stage) $outputs$1" in
                        "analyze --metrics"|"report paper--svg"|"report paper--cells"|"report paper--verdicts") ;;
                        *) mkdir -p "$(dirname "$2")"; touch "$2" ;;
                    esac ;;
            esac
            shift
        done
        """
    }

    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(root)/\(path)"))
    }

    func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    func modified(_ path: String) -> Date? {
        try? FileManager.default.attributesOfItem(atPath: "\(root)/\(path)")[.modificationDate] as? Date
    }

    /// Plans as from the project's folder, where paths are relative.
    @discardableResult
    func plan(
        _ figure: String, _ profile: String = "smoke",
        unavailable: (String, Profile) -> String? = { _, _ in nil }, done: DoneJobs? = nil
    ) throws -> WrittenPlan<ResolvedFigure> {
        let plan = try writePlan(
            figure: figure, profile: profile, pipelineFolder: "\(root)/pipeline", store: "\(root)/artifacts",
            unavailable: unavailable, done: done)
        try note(plan.list)
        return plan
    }

    /// Plans the page of all figures.
    @discardableResult
    func planPaper(_ profile: String = "smoke") throws -> WrittenPlan<ResolvedPaper> {
        let plan = try writePaperPlan(
            profile: profile, pipelineFolder: "\(root)/pipeline", store: "\(root)/artifacts")
        try note(plan.list)
        return plan
    }

    /// What stands in rules for files of the project, as `plan stale` writes it.
    func note(_ list: JobList) throws {
        try FileManager.default.createDirectory(
            atPath: "\(root)/artifacts/plan/seen", withIntermediateDirectories: true)
        for input in list.jobs.flatMap(\.inputs) where !input.isInStore {
            let path = "artifacts/\(PlanFiles.seen(input.path))"
            if modified(path) == nil { try write("digest", to: path) }
        }
    }

    /// What GNU Make prints for `goal` with the planned rules of `figures`, and its exit status.
    func make(_ figures: [String], _ goal: String, options: [String] = [], rules: String = "") throws -> (
        text: String, status: Int32
    ) {
        var makefile = "STORE := artifacts\nBIN := bin\nTHREADS := 2\nQUIET := @\nexecute :=\n"
        makefile += "submit = submit $(1) $(2) $(3) $(4) $(5) $(6) $(7) $(options.$(7)) -- \n"
        for figure in figures { makefile += "include artifacts/plan/\(figure)-smoke\(rules).mk\n" }
        try write(makefile, to: "Makefile")
        let run = try runProgram(
            "/usr/bin/make", ["--no-print-directory", "-C", root] + options + [goal], errors: .kept)
        return (String(decoding: run.output + run.errors, as: UTF8.self), run.status)
    }

    /// The command lines that ran since the last call.
    func takeLog() throws -> [String] {
        guard FileManager.default.fileExists(atPath: "\(root)/log") else { return [] }
        let lines = try text("log").split(separator: "\n").map(String.init)
        try FileManager.default.removeItem(atPath: "\(root)/log")
        return lines
    }
}

/// A figure with one accuracy grid in profile smoke.
func gridFigure(
    _ name: String, sizes: String = "[32]", densities: String = "[0.1, 1]", seeds: String = "2",
    epochs: String = "1", more: String = ""
) -> String {
    """
    figure: \(name)
    title: Test
    panels:
      - {name: A, shows: dataset-examples, title: Images}
      - name: C
        shows: accuracy-grid
        title: Grid
        profiles:
          smoke: {sizes: \(sizes), densities: \(densities), seeds: \(seeds), epochs: \(epochs)\(more)}
    """
}
