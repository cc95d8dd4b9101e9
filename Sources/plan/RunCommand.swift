import ArgumentParser
import Foundation
import Planning
import StageKit

/// Runs several planned jobs one after the other: one scheduler job does this for many short ones.
struct RunCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs jobs of a plan one after the other, even if some fail.",
        help: """
            Jobs that were computed before end at once. The exit code is that of the first that failed.

            EXAMPLE
              plan run artifacts/plan/figure2-smoke.jobs.json masks/full/n64.h5 masks/full/n32.h5
            """)

    @Argument(help: ArgumentHelp("Jobs that plan rules has written.", valueName: "jobs.json"))
    var list: String

    @Argument(help: ArgumentHelp("First output of each job, relative to the store.", valueName: "path"))
    var outputs: [String]

    @Option(help: ArgumentHelp("Threads of each job.", valueName: "n"))
    var threads = 1

    @Option(help: ArgumentHelp("Folder of the programs.", valueName: "dir"))
    var bin = Programs.folder

    @OptionGroup var storeOptions: StoreOptions

    func perform() throws {
        let jobs = try planned()
        var first: Int32 = 0
        for job in jobs {
            let status = try execute(job)
            if status != 0 && first == 0 { first = status }
            if status == StageExit.unfinished || Interruption.isWanted { break }
        }
        if first == 0, Interruption.isWanted { first = StageExit.unfinished }
        if first != 0 { throw ExitCode(first) }
    }

    private func planned() throws -> [Job] {
        let jobs = try readJSON(JobList.self, at: list, advice: "run plan rules first").jobs
        let known = Dictionary(jobs.map { ($0.outputs[0].path, $0) }) { first, _ in first }
        return try outputs.map { path in
            guard let job = known[path] else {
                throw StageFailure.usage("\(list) has no job with the first output \(path)")
            }
            return job
        }
    }

    /// In this process's group, so that stopping this program by its group stops the job too.
    private func execute(_ job: Job) throws -> Int32 {
        Interruption.watch()
        defer { Interruption.pass(to: 0) }
        return try runBuiltProgram(
            "\(bin)/\(job.stage)", job.commandLine(store: storeOptions.path, threads: threads),
            output: .inherited, whileRunning: Interruption.pass
        ).status
    }
}
