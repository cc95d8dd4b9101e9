import ArtifactStore
import Foundation
import Testing

/// Messages and output that cannot be written: a full disk, a terminal that hung up, streams that are closed, a reader that left.
@Suite struct StandardStreamTests {
    /// A small training, after which `$1` names its link; `PROGRAMS` and `STORE` are the shell's.
    private static let train = """
        train() { "$PROGRAMS/train" --data "$DATA" --mask "$MASK" --seed "$1" --train-limit 200 --test-limit 100 --to-epoch 2 \
        --weights "w$1.h5" --metrics "m$1.h5" --store artifacts; }

        """

    private func shell(_ project: Project, _ script: String, environment: [String: String] = [:]) throws
        -> Outcome
    {
        let finished = try FinishedFigure.shared().project.folder + "/artifacts"
        let variables = [
            "PROGRAMS": Project.programs, "DATA": finished + "/data/mnist.h5", "FINISHED": finished,
            "MASK": finished + "/masks/bernoulli/n16-p0.1-s0.h5", "SPARSE_CORTEX_PROGRESS": "lines",
        ]
        return try run(
            "/bin/bash", ["-c", Self.train + script], in: project.folder,
            environment: variables.merging(environment) { $1 })
    }

    @Test(arguments: [
        "2>/dev/full", "<&- >&- 2>&-", "2>&-", ">&-", "2> >(exec true)", "2>&1 | true; exit ${PIPESTATUS[0]}",
    ])
    func aLostMessageEndsNoTraining(streams: String) throws {
        let project = try Project()
        let outcome = try shell(project, "(train 1 \(streams)); exit $?")
        #expect(outcome.status == 0, "\(streams): \(outcome.errors)")
        let weights = project.folder + "/w1.h5"
        #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: weights)) != nil, "\(streams)")
        let locks = FileManager.default.subpaths(atPath: project.folder + "/artifacts/locks") ?? []
        for name in locks {
            let path = "\(project.folder)/artifacts/locks/\(name)"
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
            #expect(isFolder || size == 0, "a message in \(name)")
        }
    }

    @Test func aTerminalThatHungUpEndsNoTraining() throws {
        let project = try Project()
        let script = """
            import os, pty, signal, sys, time
            signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as after nohup or disown
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[1], sys.argv[1:])
            time.sleep(0.2)
            os.close(terminal)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """
        try script.write(toFile: project.folder + "/hang_up.py", atomically: true, encoding: .utf8)
        let outcome = try shell(
            project, "declare -f train >f.sh; python3 hang_up.py /bin/bash -c '. ./f.sh; sleep 0.4; train 2'")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(FileManager.default.fileExists(atPath: project.folder + "/w2.h5"))
    }

    @Test func anErrorKeepsItsCode() throws {
        let outcome = try shell(
            try Project(), "(\"$PROGRAMS/train\" --data none.h5 --mask none.h5 --metrics m.h5 2>/dev/full)")
        #expect(outcome.status == 66)
    }

    private static let printed = [
        "artifacts ls", "artifacts verify", "artifacts show data/mnist.h5", "artifacts gc",
        "artifacts diff data/mnist.h5 data/mnist.h5", "plan needs figure2 --profile smoke",
        "plan status figure2 --profile smoke", "build-mask full --size 9 --output m.h5 --why",
        "report show $FINISHED/figures/smoke/figure2",
    ]

    /// Output that was asked for and is not there is an error.
    @Test(
        arguments: printed
            + ["fetch-data", "build-mask", "train", "analyze", "report", "plan"].map { "\($0) --version" }
            + ["bench --help", "artifacts --help"])
    func lostOutputIsAnError(command: String) throws {
        let finished = try FinishedFigure.shared().project
        let store = ["SPARSE_CORTEX_STORE": finished.folder + "/artifacts"]
        for stream in [">/dev/full", ">&-"] {
            let outcome = try shell(finished, "\"$PROGRAMS\"/\(command) \(stream)", environment: store)
            #expect(outcome.status == 74, "\(command) \(stream): \(outcome.errors)")
            #expect(outcome.errors.contains("standard output cannot be written"), "\(outcome.errors)")
        }
    }

    @Test(arguments: printed) func aReaderThatLeavesIsNoError(command: String) throws {
        let finished = try FinishedFigure.shared().project
        let outcome = try shell(
            finished, "\"$PROGRAMS\"/\(command) | true; exit ${PIPESTATUS[0]}",
            environment: ["SPARSE_CORTEX_STORE": finished.folder + "/artifacts"])
        #expect(outcome.status == 141 || outcome.status == 0, "\(command): \(outcome.errors)")
        #expect(outcome.errors.isEmpty, "\(command): \(outcome.errors)")
    }
}
