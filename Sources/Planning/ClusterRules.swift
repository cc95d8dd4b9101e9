import Model
import Foundation
import Specification

/// Jobs as rules for GNU Make, with commands that a scheduler runs.
///
/// In addition to the variables of `MakeRules`, they use the executor's `submit` (`pipeline/executors`), the prefix
/// of every command that the scheduler runs. It is told the job's name, its threads, MB, minutes, how many seconds
/// before its end it is warned, how often it is tried again, and its stage, for which `options.STAGE` has options of
/// the scheduler. Short jobs that do not depend on each other and have the same options are run by one command, `plan run`.
package struct ClusterRules {
    private let rules: MakeRules
    private let settings: ClusterSettings
    private let times: RunTimes

    /// Rules for the jobs of one figure.
    package init(_ rules: MakeRules, settings: ClusterSettings, times: RunTimes) {
        self.rules = rules
        self.settings = settings
        self.times = times
    }

    /// What to ask a scheduler for.
    struct Needs: Equatable {
        var megabytes: Int
        var minutes: Int
        /// How long before its end a job is told to save what it has.
        var graceSeconds: Int
        var retries: Int
    }

    /// Jobs that one command runs: a single one, or several short ones.
    struct Batch {
        var jobs: [Job]
        var seconds: Double
        let level: Int
        /// Whose options it has: those of a stage, or of `several`.
        let options: String
    }

    private struct BatchKey: Hashable {
        let level: Int
        let options: String
    }

    /// The text of the rules file, the same for the same jobs, settings and times.
    ///
    /// - Throws: `UnsuitablePath` for a path with characters that cannot be escaped.
    package func text() throws -> String {
        let options = Stage.names.map(optionsLine) + [optionsLine(Self.severalStages)]
        let batches = try batches().enumerated().map { index, batch in
            batch.jobs.count == 1 ? try rule(batch.jobs[0]) : try rule(batch, number: index + 1)
        }
        return ([rules.header, options.joined(), Self.definition] + batches + [try rules.ending()])
            .joined(separator: "\n")
    }

    /// The name under which a job of several commands has its options: not those of any single stage.
    private static let severalStages = "several"

    private func optionsLine(_ stage: String) -> String {
        let choice = settings.choice(for: stage)
        let options =
            choice.options.sorted { $0.key < $1.key }.map { "--\($0.key)=\($0.value)" } + choice.others
        return "options.\(stage) := \(options.map(rules.quotedText).joined(separator: " "))\n"
    }

    // MARK: - Needs

    /// Needs of one job, or of several jobs run one after the other, with the options of a stage.
    func needs(_ jobs: [Job], options: String? = nil) -> Needs {
        let choice = settings.choice(for: options ?? jobs[0].stage.rawValue)
        let memory = Double(jobs.map(\.memory).max() ?? 0) * choice.memoryFactor
        let seconds = jobs.map(times.seconds).reduce(0, +) * choice.timeFactor
        // Time between two points where a job saves what it has, and for writing that.
        let piece = jobs.map { times.seconds($0) / Double($0.pieces) }.max() ?? 0
        let minutes = min(max(Int((seconds / 60).rounded(.up)), choice.shortest), choice.longest)
        let grace = min(Int((piece * choice.timeFactor).rounded(.up)) + 30, minutes * 60 * 2 / 3)
        return Needs(
            megabytes: Int((memory / Double(1 << 20)).rounded(.up)), minutes: minutes, graceSeconds: grace,
            retries: choice.retries)
    }

    /// A job's limit must hold at least one of its pieces. Of the jobs with pieces too long for that on one core, this
    /// is the one with the longest; nil if there is none.
    package func tooLong() -> (job: Job, seconds: Double, limit: Int)? {
        let candidates = rules.list.jobs.map { job in
            (
                job: job, seconds: times.likely(job) / Double(job.pieces),
                limit: settings.choice(for: job.stage.rawValue).longest
            )
        }
        return candidates.filter { $0.seconds > Double($0.limit) * 60 }.max { $0.seconds < $1.seconds }
    }

    // MARK: - Batches

    /// For each target of a rule, Make looks at the inputs of all of the rule's targets: with a thousand in one rule
    /// it takes half a minute.
    private static let mostTogether = 100

    /// All jobs, with short ones of one level together; no job depends on another one of its level.
    func batches() -> [Batch] {
        var batches: [Batch] = []
        var open: [BatchKey: Int] = [:]
        for (job, level) in zip(rules.list.jobs, levels()) {
            let seconds = times.seconds(job)
            let isShort = seconds < settings.batchedBelow && job.stage != .fetchData
            // What a stage asks for, such as a GPU, its short commands need, too.
            let own = settings.choice(for: job.stage.rawValue)
            let options = own == settings.general ? Self.severalStages : job.stage.rawValue
            let key = BatchKey(level: level, options: options)
            if isShort, let index = open[key], batches[index].jobs.count < Self.mostTogether,
                batches[index].seconds + seconds <= settings.batchTime
            {
                batches[index].jobs.append(job)
                batches[index].seconds += seconds
                continue
            }
            if isShort { open[key] = batches.count }
            batches.append(Batch(jobs: [job], seconds: seconds, level: level, options: options))
        }
        return batches
    }

    /// The length of the longest chain of jobs before each job.
    private func levels() -> [Int] {
        var levelOfFile: [String: Int] = [:]
        return rules.list.jobs.map { job in
            let level = job.inputs.compactMap { levelOfFile[$0.path] }.max().map { $0 + 1 } ?? 0
            for output in job.outputs { levelOfFile[output.path] = level }
            return level
        }
    }

    // MARK: - Rules

    private func call(_ name: String, threads: String, _ needs: Needs, stage: String) -> String {
        "submit,\(name),\(threads),\(needs.megabytes),\(needs.minutes),\(needs.graceSeconds),\(needs.retries),\(stage)"
    }

    private func rule(_ job: Job) throws -> String {
        let threads = job.execution.contains("$(THREADS)") ? "$(THREADS)" : "1"
        let name = try rules.target(job.outputs[0].path)
        return try rules.guardedRule(
            job, prefix: "$(call \(call(name, threads: threads, needs([job]), stage: job.stage.rawValue)))")
    }

    /// Several jobs as one rule, except for those that another figure's rules already have.
    private func rule(_ batch: Batch, number: Int) throws -> String {
        let name = "\(rules.list.figure)-\(rules.list.profile)/\(batch.level)-\(number)"
        let parts = try batch.jobs.map { job in
            let guardName = "planned.\(try rules.target(job.outputs[0].path))"
            return """
                ifndef \(guardName)
                \(guardName) := 1
                \(name).jobs += \(try rules.target(job.outputs[0].path))
                \(name).targets += \(try rules.targets(job))
                \(name).inputs += \(try rules.inputs(job))
                endif

                """
        }
        let needs = call(
            name, threads: "$(THREADS)", needs(batch.jobs, options: batch.options), stage: batch.options)
        let files = PlanFiles(figure: rules.list.figure, profile: rules.list.profile)
        return "\(name).jobs :=\n\(name).targets :=\n\(name).inputs :=\n\(parts.joined())"
            + "$(eval $(call several,\(name),\(files.jobs),$(call \(needs))))\n"
    }

    /// A rule for several jobs; nothing if no job is left.
    private static let definition = """
        ifndef several
        define several
        ifneq ($$(strip $$($(1).jobs)),)
        $$($(1).targets) &: $$($(1).inputs)
        	$$(QUIET)$(3)$$(BIN)/plan run $$(STORE)/$(2) $$($(1).jobs) --threads $$(THREADS) --bin $$(BIN) --store $$(STORE)
        endif
        endef
        endif

        """
}
