import ArgumentParser
import Foundation
import Planning
import StageKit

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Lists what of a figure is done, missing or stale, and the time left.",
        discussion: """
            EXAMPLE
              plan status figure2 --profile laptop --store artifacts

            \(StageExit.help)
            """)

    @OptionGroup var figure: FigureOptions

    @Option(help: ArgumentHelp("Folder of the programs.", valueName: "dir"))
    var bin = (CommandLine.arguments[0] as NSString).deletingLastPathComponent

    func run() throws {
        try reportingErrors("plan") {
            let asking = JobStates(programs: bin, store: figure.storeOptions.path)
            let states = try asking.states(of: try asking.list(figure).jobs)
            print("\(figure.figure), profile \(figure.profile)")
            printCounts(states)
            for state in states where state.state != "done" {
                print("  \(state.state): \(state.job.title): \(state.reasons.joined(separator: "; "))")
            }
            print(timeLeft(states))
        }
    }

    private func printCounts(_ states: [JobState]) {
        let kinds = ["done", "restorable", "missing", "stale", "waiting"]
        let present = kinds.filter { kind in kind == "done" || states.contains { $0.state == kind } }
        print("  " + pad("stage", 12) + present.map { pad($0, 12) }.joined())
        var stages: [String] = []
        for state in states where !stages.contains(state.job.stage) { stages.append(state.job.stage) }
        for stage in stages {
            let own = states.filter { $0.job.stage == stage }
            let counts = present.map { kind in pad("\(own.count { $0.state == kind })", 12) }
            print("  " + pad(stage, 12) + counts.joined())
        }
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count + 1), withPad: " ", startingAt: 0)
    }

    /// From earlier runs of the same stage: seconds per unit of cost, times the cost of what is not done.
    private func timeLeft(_ states: [JobState]) -> String {
        let open = states.filter { $0.state != "done" && $0.state != "restorable" }
        guard !open.isEmpty else { return "  nothing to compute" }
        var seconds = 0.0
        var unknown: Set<String> = []
        for state in open {
            if let known = state.seconds {
                seconds += known
            } else if let rate = rate(of: state.job.stage, states) {
                seconds += rate * state.job.cost
            } else {
                unknown.insert(state.job.stage)
            }
        }
        let blind =
            unknown.isEmpty
            ? "" : "; no earlier run to estimate \(unknown.sorted().joined(separator: ", ")) from"
        return "  \(open.count) to compute, about \(StageProgress.time(seconds)) one after the other\(blind)"
    }

    /// Median of seconds per unit of cost.
    private func rate(of stage: String, _ states: [JobState]) -> Double? {
        let rates = states.compactMap { state -> Double? in
            guard state.job.stage == stage, let seconds = state.seconds, state.job.cost > 0 else {
                return nil
            }
            return seconds / state.job.cost
        }.sorted()
        return rates.isEmpty ? nil : rates[rates.count / 2]
    }
}
