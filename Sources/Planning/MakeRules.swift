/// A path that Make cannot take as a target or prerequisite.
struct UnsuitablePath: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path.
    let path: String
    /// The character that Make or the shell would take for something else.
    let character: Character

    /// One sentence: what is wrong and what to do.
    var description: String {
        "the path \"\(path)\" contains \"\(character)\", which Make cannot handle; rename or move it"
    }
}

/// Jobs as rules for GNU Make 4.3 or later.
///
/// The rules use four variables of the Makefile: `STORE` (folder of artifacts), `BIN` (folder of programs),
/// `THREADS`, and `execute`, which says how a command is run (`pipeline/executors`). A stage's code enters as `$(STORE)/code/STAGE`, a file of the project as
/// `$(STORE)/plan/seen/FILE`: files that `plan stale` writes where their contents have changed.
package struct MakeRules {
    /// The jobs of one figure.
    package let list: JobList
    /// Files of the finished figure.
    package let files: [Job.File]

    /// Rules for the jobs of one figure.
    package init(list: JobList, files: [Job.File]) {
        self.list = list
        self.files = files
    }

    /// The text of the file of rules, the same for the same jobs.
    ///
    /// - Throws: `UnsuitablePath` for a path with characters that cannot be escaped.
    package func text() throws -> String {
        let rules = try list.jobs.map { try guardedRule($0, prefix: executor($0)) }
        return ([header] + rules + [try ending()]).joined(separator: "\n")
    }

    var header: String {
        """
        # \(list.figure) in profile \(list.profile): written by plan; change the specification, not this.
        # Every rule is one command line that can be run by hand; `make -n` prints them with their paths.

        """
    }

    /// Figures share datasets, masks and networks, and the page of all figures has their jobs; the guard lets one Make read
    /// the rules of several of them.
    func guardedRule(_ job: Job, prefix: String) throws -> String {
        let guardName = "planned.\(try target(job.outputs[0].path))"
        return "ifndef \(guardName)\n\(guardName) := 1\n\(try rule(job, prefix))endif\n"
    }

    /// What a job makes, as targets.
    func targets(_ job: Job) throws -> String {
        try job.outputs.map { try target($0.argument) }.joined(separator: " ")
    }

    /// What a job is made of, and by, as prerequisites.
    func inputs(_ job: Job) throws -> String {
        let paths = job.inputs.map { $0.isInStore ? $0.argument : "$(STORE)/\(PlanFiles.seen($0.path))" }
        return (try paths.map { try target($0) } + ["$(STORE)/code/\(job.stage)"]).joined(separator: " ")
    }

    private func rule(_ job: Job, _ prefix: String) throws -> String {
        let program = "$(QUIET)\(prefix)$(BIN)/\(job.stage)"
        let command = [program] + (job.arguments + job.execution).map(quoted)
        let colon = job.outputs.count > 1 ? " &:" : ":"
        return "\(try targets(job))\(colon) \(try inputs(job))\n\t\(command.joined(separator: " "))\n"
    }

    /// What the chosen executor puts before a command, told the job's name, its threads and the memory that it needs in MB.
    private func executor(_ job: Job) throws -> String {
        let threads = job.execution.contains("$(THREADS)") ? "$(THREADS)" : "1"
        let megabytes = (job.memory + (1 << 20) - 1) >> 20
        return "$(call execute,\(try target(job.outputs[0].path)),\(threads),\(megabytes))"
    }

    /// Variables and a phony target by which the Makefile knows the figure's files and the snapshots behind it.
    ///
    /// Make goes through prerequisites from left to right, so the snapshots stand first, those that need least before others: who
    /// stops after a night has the more networks finished. Nothing else is made from some of them, so Make would not notice that
    /// one is missing unless it is asked for.
    func ending() throws -> String {
        let weights = list.leastFirst.flatMap(\.outputs).filter { $0.role == .weights }
        let paths = try files.map { try target($0.argument) }.joined(separator: " ")
        let snapshots = try weights.map { try target($0.argument) }.joined(separator: " ")
        return """
            \(list.figure).files := \(paths)
            \(list.figure).snapshots := \(snapshots)
            .PHONY: \(list.figure)-files
            \(list.figure)-files: $(\(list.figure).snapshots) $(\(list.figure).files)

            """
    }

    /// A path as target or prerequisite.
    func target(_ path: String) throws -> String {
        let variable = "$(STORE)"
        let isInStore = path.hasPrefix(variable)
        let rest = isInStore ? String(path.dropFirst(variable.count)) : path
        return (isInStore ? variable : "") + (try escapedForMake(rest))
    }

    private func escapedForMake(_ path: String) throws -> String {
        var text = ""
        for character in path {
            switch character {
            case "$": text += "$$"
            case " ", "#": text += "\\\(character)"
            case "%", ":", ";", "|", "&", "=", "\\", "*", "?", "[", "]", "~", "'", "\"", "(", ")":
                throw UnsuitablePath(path: path, character: character)
            case _ where character.isNewline || character == "\t":
                throw UnsuitablePath(path: path, character: character)
            default: text.append(character)
            }
        }
        return text
    }

    /// An argument for the shell inside a recipe; plain ones, and Make's own variables, stay as they are.
    private func quoted(_ argument: String) -> String {
        for variable in ["$(STORE)", "$(THREADS)"] where argument.hasPrefix(variable) {
            let rest = String(argument.dropFirst(variable.count))
            return variable + (rest.isEmpty ? "" : quotedText(rest))
        }
        return quotedText(argument)
    }

    func quotedText(_ text: String) -> String {
        let isPlain = text.allSatisfy {
            ($0.isASCII && ($0.isLetter || $0.isNumber)) || "-_./+,@".contains($0)
        }
        if isPlain, !text.isEmpty { return text }
        let shell = text.replacing("'", with: "'\\''")
        return "'\(shell.replacing("$", with: "$$"))'"
    }
}
