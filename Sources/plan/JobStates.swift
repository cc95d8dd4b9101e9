import ArtifactStore
import Foundation
import Model
import Planning
import StageKit
import Synchronization

/// What a stage says about one job when it is asked `--why`.
struct AskedJob {
    let job: Job
    let state: JobState
    let reasons: [String]
    /// How long the job took when it was last computed.
    let seconds: Double?

    /// The same job in another state.
    func with(_ state: JobState, _ reasons: [String]) -> AskedJob {
        AskedJob(job: job, state: state, reasons: reasons, seconds: seconds)
    }
}

/// Asks the stages, since only they know their recipes.
struct JobStates {
    let programs: String
    let store: String

    /// The job list that `plan rules` has written.
    func list(_ options: FigureOptions) throws -> JobList {
        let files = PlanFiles(figure: options.figure, profile: options.profile)
        let path = "\(store)/\(files.jobs)"
        return try readJSON(
            JobList.self, at: path,
            advice: "run plan rules \(options.figure) --profile \(options.profile) first")
    }

    /// Jobs of all other plans in the store, used to learn how long jobs took.
    func otherJobs(than options: FigureOptions) throws -> [Job] {
        let own = try list(options).jobs
        return Array(Set(JobList.all(in: store).flatMap(\.jobs)).subtracting(own))
    }

    /// The states of jobs, in their order; asks for several at a time.
    func states(of jobs: [Job]) throws -> [AskedJob] {
        // Stages that are only asked write nothing.
        Store(at: store).renewIndex()
        let results = Mutex([Result<AskedJob, any Error>?](repeating: nil, count: jobs.count))
        DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
            let result = Result { try state(of: jobs[index]) }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { try $0.compactMap { try $0?.get() } }
    }

    /// Those of the jobs that need not be computed. Links that they lack, as after an import, are set.
    func linkingKnown(of jobs: [Job]) throws -> [Job] {
        var (done, left) = ([Job](), jobs)
        repeat {
            let asked = try states(of: left)
            let known = asked.filter { $0.state == .restorable }.map(\.job)
            done += asked.filter { $0.state == .done }.map(\.job)
            for job in known where try setLinks(of: job) { done.append(job) }
            // A recipe of what reads these files can be asked for now.
            left = known.isEmpty ? [] : asked.filter { ![.done, .restorable].contains($0.state) }.map(\.job)
        } while !left.isEmpty
        return done
    }

    private func setLinks(of job: Job) throws -> Bool {
        try runBuiltProgram(
            "\(programs)/\(job.stage)", job.commandLine(store: store, threads: 1), errors: .dropped
        ).status == 0
    }

    private func state(of job: Job) throws -> AskedJob {
        let answer = try runBuiltProgram(
            "\(programs)/\(job.stage)", job.commandLine(store: store, threads: 1) + ["--why", "--json"])
        guard answer.status == 0, let json = try? CanonicalJSON(parsing: answer.output),
            let state = json["state"]?.string.flatMap(JobState.init)
        else {
            return AskedJob(
                job: job, state: .waiting, reasons: ["\(job.stage) refuses an input; run it to see why"],
                seconds: nil)
        }
        return AskedJob(
            job: job, state: state, reasons: (json["reasons"]?.values ?? []).compactMap(\.string),
            seconds: json["seconds"]?.number)
    }
}
