import ArgumentParser
import Foundation
import Model
import Planning
import StageKit

struct StatusCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Lists what of a figure is done, missing or stale, and the time left.",
        help: """
            EXAMPLE
              plan status figure2 --profile laptop --store artifacts
            """)

    @OptionGroup var figure: FigureOptions

    @Option(help: ArgumentHelp("Folder of the programs.", valueName: "dir"))
    var bin = Programs.folder

    @Option(
        help: ArgumentHelp(
            "Shell command that prints STATE NAME for each job of a scheduler.", valueName: "command"))
    var queue: String?

    func perform() throws {
        let asking = JobStates(programs: bin, store: figure.storeOptions.path)
        let states = try inQueue(asking.states(of: try asking.list(figure).jobs))
        print("\(figure.figure), profile \(figure.profile)")
        printCounts(states)
        for state in states where state.state != .done {
            print("  \(state.state): \(state.job.title): \(state.reasons.joined(separator: "; "))")
        }
        print(timeLeft(states, try asking.states(of: try asking.otherJobs(than: figure))))
    }

    /// A job that the scheduler has is queued or running, whatever else is said about it.
    private func inQueue(_ states: [AskedJob]) throws -> [AskedJob] {
        guard let queue else { return states }
        let found = try SchedulerQueue.ask(queue, store: figure.storeOptions.path).states
        return states.map { state in
            guard state.state != .done, let place = found[state.job.outputs[0].path] else { return state }
            switch place {
            case .queued: return state.with(.queued, ["waits in the queue of the scheduler"])
            case .running(let progress): return state.with(.running, [progress ?? "has begun"])
            }
        }
    }

    private func printCounts(_ states: [AskedJob]) {
        let present = JobState.allCases.filter { kind in
            kind == .done || states.contains { $0.state == kind }
        }
        print("  " + pad("stage", 12) + present.map { pad($0.rawValue, 12) }.joined())
        for stage in Stage.allCases {
            let own = states.filter { $0.job.stage == stage }
            if own.isEmpty { continue }
            let counts = present.map { kind in pad("\(own.count { $0.state == kind })", 12) }
            print("  " + pad(stage.rawValue, 12) + counts.joined())
        }
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count + 1), withPad: " ", startingAt: 0)
    }

    /// From earlier runs of the same stage with about the same cost.
    private func timeLeft(_ states: [AskedJob], _ earlier: [AskedJob]) -> String {
        let open = states.filter { $0.state != .done && $0.state != .restorable }
        guard !open.isEmpty else { return "  nothing to compute" }
        let times = RunTimes(
            (states + earlier).compactMap { state in state.seconds.map { .init(state.job, seconds: $0) } })
        var seconds = 0.0
        var unknown: [AskedJob] = []
        for state in open {
            if let estimate = state.seconds ?? times.estimate(state.job) {
                seconds += estimate
            } else {
                unknown.append(state)
            }
        }
        let stages = Set(unknown.map(\.job.stage.rawValue)).sorted().joined(separator: ", ")
        if unknown.count == open.count {
            return "  \(open.count) to compute; no earlier run of similar size to estimate the time from"
        }
        let rest = unknown.isEmpty ? "" : ", not counting \(unknown.count) of unknown length (\(stages))"
        return "  \(open.count) to compute, about \(StageProgress.time(seconds)) one after the other\(rest)"
    }
}
