import Foundation
import Planning
import Processes
import StageKit

/// What a scheduler says about a figure's jobs: which are queued, which are running, and how far those are.
struct SchedulerQueue {
    /// A command that one job of the scheduler runs.
    enum State: Equatable {
        case queued
        /// With the last line of progress, if there is one.
        case running(String?)
    }

    /// By the first output of each job.
    let states: [String: State]

    /// Asks the scheduler; waits for its answer.
    ///
    /// - Parameters:
    ///   - command: for a shell; prints a line `STATE NAME` for each of this user's jobs, like `squeue --format '%T
    ///     %j'`.
    ///   - store: where logs are kept under the names of jobs.
    /// - Throws: `StageFailure` if the command fails.
    static func ask(_ command: String, store: String) throws -> SchedulerQueue {
        let answer = try runProgram("/bin/sh", ["-c", command])
        guard answer.status == 0 else {
            throw StageFailure.unavailable(
                "the scheduler does not answer: \"\(command)\" ended with \(answer.status)")
        }
        return SchedulerQueue(lines: String(decoding: answer.output, as: UTF8.self), store: store)
    }

    init(lines: String, store: String) {
        var states: [String: State] = [:]
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2 else { continue }
            let log = Self.lastRun(in: "\(store)/logs/\(words[1]).log")
            let isRunning = words[0] == "RUNNING"
            for output in Self.outputs(of: words[1], log) {
                states[output] = isRunning ? .running(Self.progress(of: output, log)) : .queued
            }
        }
        self.states = states
    }

    /// The lines of a log after its last `==`, which says what was started.
    private static func lastRun(in path: String) -> [Substring] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n")
        guard let start = lines.lastIndex(where: { $0.hasPrefix("== ") }) else { return [] }
        return Array(lines[start...])
    }

    /// A job has the name of its first output; a job of several commands lists these after `plan run JOBS`.
    private static func outputs(of name: String, _ log: [Substring]) -> [String] {
        let words = log.first?.split(separator: " ").map(String.init) ?? []
        guard let run = words.firstIndex(of: "run"), run + 2 < words.count, words[run - 1].hasSuffix("plan")
        else {
            return [name]
        }
        return words[(run + 2)...].prefix { !$0.hasPrefix("--") }.map { $0 }
    }

    /// The last thing a stage said about an output: `417/600 steps, 4.62 steps/s, 40 s left`; nothing if it is
    /// finished or waiting.
    private static func progress(of output: String, _ log: [Substring]) -> String? {
        guard let line = log.last(where: { $0.contains(output) && !$0.hasPrefix("== ") }),
            let place = line.range(of: #"\d+/\d+ .* left"#, options: .regularExpression)
        else { return nil }
        return String(line[place])
    }
}
