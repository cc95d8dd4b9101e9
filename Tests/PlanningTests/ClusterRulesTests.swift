import Foundation
import Specification
import Model
import Testing

@testable import Planning

/// Rules whose commands a scheduler runs: what they ask for, and which commands share a job.
struct ClusterRulesTests {
    private func settings(_ text: String) throws -> ClusterSettings {
        try ClusterSettings(YAMLValue.parse(text, file: "slurm.yaml"))
    }

    private func job(
        _ stage: Stage, _ name: String, inputs: [String] = [], cost: Double, memory: Int = 1 << 30,
        pieces: Int = 1
    )
        -> Job
    {
        Job(
            stage: stage, title: name, outputs: [Job.File(role: .output, path: name)],
            inputs: inputs.map { Job.File(role: .data, path: $0) }, arguments: [], cost: cost,
            memory: memory,
            pieces: pieces)
    }

    private func rules(_ jobs: [Job], _ text: String, _ runs: [RunTimes.Run] = []) throws -> ClusterRules {
        ClusterRules(
            MakeRules(list: JobList(figure: "f", profile: "p", jobs: jobs), files: []),
            settings: try settings(text), times: RunTimes(runs))
    }

    @Test func timesComeFromTheNearestRun() {
        let small = job(.train, "a", cost: 1)
        let large = job(.train, "b", cost: 1000)
        let times = RunTimes([.init(small, seconds: 2), .init(large, seconds: 500)])
        #expect(times.estimate(job(.train, "c", cost: 2000)) == 1000)
        let far = job(.train, "c", cost: 1e6)
        #expect(times.estimate(far) == nil)
        #expect(times.likely(far) == 1e6 && times.seconds(far) == 1 + 2e6)
        #expect(times.estimate(job(.analyze, "c", cost: 1)) == nil, "another stage")
    }

    @Test func whatIsAskedForFollowsTheSettings() throws {
        let long = job(.train, "a", cost: 1000, pieces: 10)
        let runs = [RunTimes.Run(long, seconds: 3000)]
        let general = try rules([long], "{memory-factor: 1.5, time-factor: 2, retries: 7}", runs).needs([long]
        )
        // Two times 50 minutes; warned before the end as long as a piece takes at worst, and half a minute.
        #expect(general == .init(megabytes: 1536, minutes: 100, graceSeconds: 630, retries: 7))
        let text = "{time-factor: 2, longest: 5000, stages: {train: {longest: 12, memory-factor: 2}}}"
        let own = try rules([long], text, runs).needs([long])
        #expect(own == .init(megabytes: 2048, minutes: 12, graceSeconds: 480, retries: 3))
        let short = job(.analyze, "b", cost: 1)
        #expect(try rules([short], "shortest: 4").needs([short]).minutes == 4)
    }

    /// Short trainings need the GPU as much as long ones do.
    @Test func whatAStageAsksForItsBatchesAskFor() throws {
        let jobs = (0..<3).flatMap { [job(.train, "t\($0)", cost: 1), job(.analyze, "a\($0)", cost: 1)] }
        let rules = try rules(jobs, "{shortest: 2, stages: {train: {gres: 'gpu:1', shortest: 3}}}")
        let batches = rules.batches()
        #expect(batches.map(\.options) == ["train", "several"] && batches.allSatisfy { $0.jobs.count == 3 })
        #expect(rules.needs(batches[0].jobs, options: "train").minutes == 3)
        let text = try rules.text()
        #expect(text.contains("options.train := '--gres=gpu:1'") && text.contains("options.several := \n"))
        #expect(
            text.contains("f-p/0-1,$(THREADS)") && text.components(separatedBy: ",train)").count == 2,
            "\(text)")
    }

    @Test func aPieceThatNoLimitHoldsIsFound() throws {
        let jobs = [
            job(.train, "many", cost: 70_000, pieces: 10), job(.train, "one", cost: 8000),
            job(.train, "more", cost: 9000),
        ]
        let found = try #require(try rules(jobs, "longest: 120").tooLong())
        #expect(found.job.title == "more" && found.seconds == 9000 && found.limit == 120)
        #expect(try rules(jobs, "longest: 151").tooLong() == nil)
        #expect(try rules(jobs, "{longest: 20, stages: {train: {longest: 151}}}").tooLong() == nil)
    }

    @Test func shortJobsOfOneLevelAreTogether() throws {
        let masks = (0..<5).map { job(.buildMask, "mask\($0)", cost: 2) }
        let networks = (0..<5).map {
            job(.train, "net\($0)", inputs: ["mask\($0)"], cost: $0 == 3 ? 1e5 : 2)
        }
        let data = job(.fetchData, "data", cost: 1)
        // Each short one takes five seconds by guess.
        let batches = try rules([data] + masks + networks, "batch: {shorter-than: 60, together: 16}")
            .batches()
        let names = batches.map { $0.jobs.map(\.title) }
        #expect(
            names == [
                ["data"], ["mask0", "mask1", "mask2"], ["mask3", "mask4"], ["net0", "net1", "net2"], ["net3"],
                ["net4"],
            ])
        let alone = try rules(masks, "batch: {shorter-than: 0}").batches()
        #expect(alone.count == 5)
        let many = try rules((0..<250).map { job(.buildMask, "mask\($0)", cost: 0.1) }, "{}").batches()
        #expect(many.map(\.jobs.count) == [100, 100, 50])
    }

    /// Make reads the rules of two figures that share networks, without a warning, and starts each job once.
    @Test func figuresThatShareNetworksStartThemOnce() throws {
        let pipeline = try TemporaryPipeline(figures: [
            "one": gridFigure("one"), "two": gridFigure("two", seeds: "3"),
        ])
        for figure in ["one", "two"] {
            let plan = try pipeline.plan(figure)
            let rules = ClusterRules(
                MakeRules(list: plan.list, files: plan.results), settings: try settings("shortest: 2"),
                times: RunTimes([]))
            try plan.files.write(rules, store: "\(pipeline.root)/artifacts")
        }
        let (text, status) = try pipeline.make(
            ["one", "two"], "one-files", options: ["-n", "--warn-undefined-variables", "two-files"],
            rules: ".cluster")
        #expect(status == 0 && !text.contains("warning"), "\(text)")
        for path in ["masks/full/n32.h5", "p0.1/s0/weights-e1.h5", "p1/s2/weights-e1.h5", "data/mnist.h5"] {
            // As an output, or as the name of a job that `plan run` is told.
            let commands = text.split(separator: "\n").filter { line in
                line.split(separator: " ").contains { $0.hasSuffix(path) && !$0.contains("submit") }
            }
            let making = commands.filter {
                $0.contains("plan run") || $0.contains("--output artifacts/\(path)")
            }
            #expect(making.count == 1, "\(path): \(commands.count)")
        }
        #expect(text.contains("submit one-smoke/"), "\(text)")
    }
}
