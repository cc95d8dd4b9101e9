import Foundation
import Model

/// How long jobs take, from runs of the past.
package struct RunTimes: Sendable {
    /// A job that was run once.
    package struct Run: Sendable {
        let stage: Stage
        let cost: Double
        let seconds: Double

        /// A run of a job.
        package init(_ job: Job, seconds: Double) {
            stage = job.stage
            cost = job.cost
            self.seconds = seconds
        }
    }

    private let runs: [Stage: [Run]]

    /// What is known from these runs; those of no cost tell nothing.
    package init(_ runs: [Run]) {
        self.runs = Dictionary(grouping: runs.filter { $0.cost > 0 }, by: \.stage)
    }

    /// The time of the run of the nearest cost, scaled; nil if none is within a factor of 100, since small jobs
    /// mostly show what starting a program costs.
    package func estimate(_ job: Job) -> Double? {
        guard let nearest = nearest(to: job), nearest.distance < log(100) else { return nil }
        return nearest.seconds
    }

    /// The same, or where nothing is known what `TimeModel` says.
    package func likely(_ job: Job) -> Double { estimate(job) ?? job.cost }

    private func nearest(to job: Job) -> (distance: Double, seconds: Double)? {
        guard job.cost > 0 else { return nil }
        let known = (runs[job.stage] ?? []).map { run in
            let ratio = job.cost / run.cost
            return (distance: abs(log(ratio)), seconds: run.seconds * ratio)
        }
        return known.min { $0.distance < $1.distance }
    }

    /// The same, or where nothing is known a guess on the safe side: a core of half the speed.
    package func seconds(_ job: Job) -> Double { estimate(job) ?? 1 + 2 * job.cost }
}
