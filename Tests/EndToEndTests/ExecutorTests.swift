import Foundation
import Testing

/// What stands before a command tells why it was killed, and passes on what it is told.
@Suite(.serialized) struct ExecutorTests {
    private static let local = Project.repository + "/pipeline/executors/local.sh"

    // What a test starts may have all signals blocked, as its own thread has; `env --default-signal` lets them through.
    private func execute(_ command: String) throws -> Outcome {
        try run(
            "/usr/bin/env", ["--default-signal", Self.local, "/bin/sh", "-c", command], in: "/",
            environment: ["SPARSE_CORTEX_NEEDS_MB": "700"])
    }

    @Test func aCommandEndsWithItsOwnCodeAndWords() throws {
        for code in [0, 3, 75] {
            let outcome = try execute("echo out; echo err >&2; exit \(code)")
            #expect(outcome.status == code && outcome.output == "out\n" && outcome.errors == "err\n")
        }
        let missing = try run(Self.local, ["/nowhere/train"], in: "/")
        #expect(missing.status == 127 && !missing.errors.contains("memory"), "\(missing.errors)")
    }

    @Test func aKilledCommandSaysWhatItNeeded() throws {
        let outcome = try execute("kill -KILL $$")
        #expect(outcome.status == 137)
        for words in [
            "sh: was killed (signal 9), most likely because memory ran out",
            "According to the plan it needs up to 700 MB; this machine has ", "MEMORY=", "-j1", "THREADS=",
            "Run the same line again to continue",
        ] {
            #expect(outcome.errors.contains(words), "\(words): \(outcome.errors)")
        }
        // Any other signal has another reason.
        let ended = try execute("kill -TERM $$")
        #expect(ended.status == 143 && !ended.errors.contains("memory"), "\(ended.errors)")
    }

    @Test func whoIsAskedToEndEndsItsCommand() throws {
        let command =
            "trap 'echo asked >&2; exit 75' TERM; echo begun >&2; for _ in $(seq 300); do sleep 0.1; done"
        let started = try StartedProgram(
            "/usr/bin/env", ["--default-signal", Self.local, "/bin/sh", "-c", command], in: "/")
        _ = started.said { $0.contains("begun") ? true : nil }
        started.interrupt()
        let outcome = started.wait()
        #expect(outcome.status == 75 && outcome.errors.contains("asked"), "\(outcome.errors)")
    }

    /// A control group of this machine whose memory can be limited, if this user may make one.
    private static let makeGroup = """
        for folder in /sys/fs/cgroup/memory /sys/fs/cgroup; do
            group=$folder/sparse-cortex-test-$$
            mkdir $group 2>/dev/null || continue
            for limit in memory.limit_in_bytes memory.max; do
                [ ! -e $group/$limit ] || echo 67108864 >$group/$limit && [ -e $group/$limit ] && break 2
            done
            rmdir $group; group=
        done
        [ -n "$group" ] || exit 9
        """
    private static let hasGroups =
        (try? run("/bin/bash", ["-c", makeGroup + "\nrmdir $group"], in: "/"))?.status == 0

    @Test(.enabled(if: hasGroups, "no control group can be made here"))
    func memoryThatRanOutIsTold() throws {
        let script =
            Self.makeGroup + """

                /bin/sh -c "echo \\$\\$ >$group/cgroup.procs; exec \(Self.local) python3 -c 'bytearray(300 << 20)'"
                code=$?
                rmdir $group
                exit $code
                """
        for (needs, advice) in [
            ("40", "Run fewer at a time"), ("300", "run it where there is more memory"),
        ] {
            let outcome = try run(
                "/bin/bash", ["-c", script], in: "/", environment: ["SPARSE_CORTEX_NEEDS_MB": needs])
            #expect(outcome.status == 137, "\(outcome.errors)")
            #expect(outcome.errors.contains("python3: was killed (signal 9) because memory ran out"))
            #expect(outcome.errors.contains("needs up to \(needs) MB; this machine has "))
            #expect(outcome.errors.contains("its control group may use 64 MB"), "\(outcome.errors)")
            #expect(outcome.errors.contains(advice), "\(outcome.errors)")
        }
    }

    /// Programs for a project of which some are scripts.
    private func standIns(_ project: Project, _ scripts: [String: String]) throws -> String {
        let bin = project.folder + "/bin"
        let files = FileManager.default
        try files.createDirectory(atPath: bin, withIntermediateDirectories: true)
        for name in ["fetch-data", "build-mask", "train", "analyze", "report", "plan", "artifacts"] {
            guard let script = scripts[name] else {
                try files.createSymbolicLink(
                    atPath: "\(bin)/\(name)", withDestinationPath: "\(Project.programs)/\(name)")
                continue
            }
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: "\(bin)/\(name)"))
            try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(bin)/\(name)")
        }
        return bin
    }

    @Test func makeSaysWhyAStageWasKilled() throws {
        let project = try Project()
        let bin = try standIns(
            project, ["build-mask": "[ \"$1\" != --version ] || { echo made-up; exit; }; kill -KILL $$"])
        let made = try project.startMake(["figure2", "BIN=\(bin)", "-j1"]).wait()
        #expect(made.status == 2 && made.errors.contains("Error 137"), "\(made.errors)")
        #expect(made.errors.contains("build-mask: was killed (signal 9), most likely because memory ran out"))
        #expect(made.errors.contains("According to the plan it needs up to "), "\(made.errors)")
    }

    /// Of Slurm only the programs that its script calls, made up.
    @Test(arguments: [
        ("OUT_OF_MEMORY", "job needed more than 500 MB: raise memory-factor in the settings; run"),
        ("FAILED", "was killed (signal 9), most likely because memory ran out: it had asked for 500 MB"),
    ])
    func slurmSaysWhyAJobWasKilled(state: String, says: String) throws {
        let project = try Project()
        let log = project.folder + "/job.log"
        let scripts = [
            "srun": "echo 7 >\(log).job; exit 137", "scontrol": "echo JobId=7 JobState=\(state) Reason=None",
            "squeue": ":",
        ]
        for (name, script) in scripts {
            let path = "\(project.folder)/\(name)"
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        let search = project.folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        let outcome = try run(
            "/usr/bin/env",
            [
                "--default-signal", Project.repository + "/pipeline/executors/slurm.sh",
                "--name", "x", "--log", log, "--threads", "1", "--memory", "500", "--minutes", "5", "--grace",
                "30",
                "--retries", "3", "--", "train",
            ], in: project.folder, environment: ["PATH": search])
        #expect(outcome.status == 137 && outcome.errors.contains(says), "\(outcome.errors)")
    }
}
