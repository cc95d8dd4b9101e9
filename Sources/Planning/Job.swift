import Model
import Specification

/// One command of a figure: what it reads, what it writes, and how it is called.
///
/// Texts hold Make's variables: `$(STORE)` for the store's folder and `$(THREADS)` for the number of threads.
/// So a job is the same wherever the store lies.
///
/// What is written of it is read back by types of their own, `PlannedJob` in `artifacts` and `FigureProgress.Job` in StageKit:
/// neither may depend on specifications, and each reads a small part, from files of different forms.
package struct Job: Codable, Hashable, Sendable {
    /// A file that a job reads or writes.
    package struct File: Codable, Hashable, Sendable {
        /// What the file is to the job; names the option.
        package let role: FileRole
        /// `runs/…/weights-e1.h5` in the store, or `pipeline/claims.yaml` in the project.
        package let path: String
        /// False for files of the project, whose paths are relative to the folder where Make runs.
        private(set) var isInStore = true

        /// The path for a command line: `$(STORE)/runs/…`, or the path as it is.
        package var argument: String { isInStore ? "$(STORE)/\(path)" : path }

        enum CodingKeys: String, CodingKey {
            case role, path
            case isInStore = "in-store"
        }
    }

    /// The program.
    package let stage: Stage
    /// What it does, for people.
    package let title: String
    /// What it writes; the first names the job.
    package let outputs: [File]
    /// What it reads.
    package let inputs: [File]
    /// The command line without the program: all that decides the result.
    package let arguments: [String]
    /// The rest of the command line: where and with how many threads, which does not change the result.
    private(set) var execution = ["--store", "$(STORE)"]
    /// Seconds of one core, roughly (`TimeModel`).
    package let cost: Double
    /// Bytes that it needs at most (`MemoryModel`).
    package private(set) var memory = MemoryModel.program
    /// Bytes that it needs at most of a device, if it trains a network.
    package private(set) var deviceMemory: Int?
    /// In how many pieces it works, saving what it has after each: epochs.
    private(set) var pieces = 1

    /// The whole command line without the program, with the store and the threads put in.
    package func commandLine(store: String, threads: Int) -> [String] {
        (arguments + execution).map { argument in
            switch argument {
            case "$(THREADS)": "\(threads)"
            case "$(STORE)": store
            case let path where path.hasPrefix("$(STORE)/"): store + path.dropFirst("$(STORE)".count)
            default: argument
            }
        }
    }
}

extension [Job] {
    /// Every job once: its first output names it.
    package var distinct: [Job] { distinct { $0.outputs[0].path } }
}

extension Job {
    /// `--role path path …` for files of one role; nothing where there are none.
    static func list(_ files: [File]) -> [String] {
        files.first.map { ["--\($0.role)"] + files.map(\.argument) } ?? []
    }

    /// `--role path` for each file.
    static func options(_ files: [File]) -> [String] { files.flatMap { ["--\($0.role)", $0.argument] } }
}

/// All jobs of one figure in one profile, in an order in which they can run.
package struct JobList: Codable, Hashable, Sendable {
    /// Name of the figure.
    package let figure: String
    /// Name of the profile.
    package let profile: String
    /// The jobs; each stands after the jobs whose outputs it reads.
    package let jobs: [Job]
}

extension JobList {
    /// The jobs by what they cost together with all that they need; among equals, in their order.
    var leastFirst: [Job] {
        var makers: [String: Int] = [:]
        var needs: [Set<Int>] = []
        for (number, job) in jobs.enumerated() {
            let inputs = Set(job.inputs.compactMap { makers[$0.path] })
            needs.append(inputs.reduce(into: [number]) { $0.formUnion(needs[$1]) })
            for output in job.outputs { makers[output.path] = number }
        }
        let costs = needs.map { $0.sorted().reduce(0) { $0 + jobs[$1].cost } }
        return jobs.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }.map { jobs[$0] }
    }

    /// A line with the figure's name, then one a job: stage, cost, first output, and the numbers of the jobs, from 0 on, that make its
    /// inputs, between tabs. `StageKit` reads it, in every stage that ends; so it is short.
    var progress: String {
        var makers: [String: Int] = [:]
        var text = figure + "\n"
        for (number, job) in jobs.enumerated() {
            let inputs = Set(job.inputs.compactMap { makers[$0.path] }).sorted().map(String.init)
            text += "\(job.stage)\t\(job.cost)\t\(job.outputs[0].path)\t\(inputs.joined(separator: " "))\n"
            for output in job.outputs { makers[output.path] = number }
        }
        return text
    }
}
