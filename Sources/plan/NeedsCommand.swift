import ArgumentParser
import Foundation
import Planning
import Specification
import StageKit

/// What figures need: how many jobs, how much processor time, how much memory.
struct NeedsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "needs",
        abstract:
            "Says what figures need: jobs, core-hours, memory, the longest job. Plans and runs nothing.",
        help: """
            Memory is that of the machine and, for trainings with DEVICE=gpu, of the device. Times are scaled from runs of similar cost in the store; if there are none, they are those of the machine in \
            docs/performance.md. Jobs that figures share count for each; the last line counts them once.

            EXAMPLES
              plan needs figure2 --profile paper
              plan needs --profile workstation
            """)

    @Argument(help: "Names of figures (default: all).")
    var figures: [String] = []

    @Option(help: "Profile: how much of the figures is computed.")
    var profile = "laptop"

    @Option(help: ArgumentHelp("Folder of specifications.", valueName: "dir"))
    var pipeline = "pipeline"

    @OptionGroup var storeOptions: StoreOptions

    func perform() throws {
        let specifications = try Pipeline(folder: pipeline)
        let chosen = try specifications.profiles.named(profile)
        let names =
            figures.isEmpty
            ? specifications.figures.filter { $0.covers(chosen) }.map(\.name) : figures
        let times = RunTimes(recordedIn: storeOptions.store)
        print("figure     jobs  core-hours  largest memory  of a device  longest job")
        var all: [Job] = []
        for name in names {
            let jobs = try specifications.withDescribed {
                try specifications.jobs(figure: name, profile: profile).1.jobs()
            }
            print(line(name, jobs, times))
            all += jobs
        }
        if names.count > 1 { print(line("together", all.distinct, times)) }
    }

    private func line(_ name: String, _ jobs: [Job], _ times: RunTimes) -> String {
        let seconds = jobs.map(times.likely)
        let memory = Double(jobs.map(\.memory).max() ?? 0) / Double(1 << 30)
        let device = Double(jobs.compactMap(\.deviceMemory).max() ?? 0) / Double(1 << 30)
        let longest = zip(jobs, seconds).max { $0.1 < $1.1 }
        return name.padding(toLength: 9, withPad: " ", startingAt: 0)
            + String(
                format: "%6d  %10.1f  %11.1f GB  %8.1f GB  ", jobs.count, seconds.reduce(0, +) / 3600, memory,
                device)
            + (longest.map { "\(StageProgress.time($0.1)), \($0.0.title)" } ?? "")
    }
}
