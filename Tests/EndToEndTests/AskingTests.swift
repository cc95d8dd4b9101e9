import ArtifactStore
import Foundation
import Testing

/// Whoever asks a stage (--why) changes nothing and downloads nothing, whatever is there and whatever is not.
@Suite(.serialized) struct AskingTests {
    private static let made = Result<AskedProject, any Error> { try AskedProject() }

    /// Every command of every stage, as a store's recipes have it.
    private var asked: AskedProject { get throws { try Self.made.get() } }

    @Test func allCommandsOfAllStagesAreAsked() throws {
        var expected: Set = ["fetch-data", "build-mask", "train"]
        for stage in ["analyze", "report"] {
            expected.formUnion(try Project.subcommands(of: stage).map { "\(stage) \($0)" })
        }
        // It computes nothing and is never asked.
        expected.remove("report show")
        #expect(try Set(asked.commands.map(\.name)) == expected)
    }

    @Test func whatIsDoneIsLeftAsItIs() throws {
        for command in try asked.commands {
            #expect(try asked.state(command, in: "artifacts") == "done", "\(command.name)")
        }
    }

    @Test func aStoreThatIsNotThereIsNotMade() throws {
        for command in try asked.commands {
            #expect(try asked.state(command, in: "none/store") == "missing", "\(command.name)")
        }
    }

    /// Old results, of which the store must look for the recipes; its index is old, too.
    private func oldCopy() throws -> StoreCopy {
        let copy = try StoreCopy(of: asked.folder + "/artifacts")
        for record in copy.store.records() where Self.isOld(record.recipe.stage) {
            try FileManager.default.removeItem(
                atPath: "\(copy.path)/recipes/\(record.recipe.digest.hex).json")
        }
        // An index is not written so shortly after a change.
        usleep(300_000)
        return copy
    }

    private static func isOld(_ stage: String) -> Bool { ["build-mask", "report"].contains(stage) }

    @Test func whatIsOldIsOnlySaid() throws {
        let copy = try oldCopy()
        for command in try asked.commands {
            let state = try asked.state(command, in: copy.path)
            #expect(state == (Self.isOld(command.stage) ? "stale" : "done"), "\(command.name)")
        }
    }

    @Test func whatIsMissingIsOnlySaid() throws {
        let project = try asked
        let copy = try StoreCopy(of: project.folder + "/artifacts")
        for folder in ["data", "masks", "runs", "by-hand", "figures", "report", "plan"] {
            try FileManager.default.removeItem(atPath: "\(copy.path)/\(folder)")
        }
        for command in project.commands {
            let isFirst = ["fetch-data", "build-mask"].contains(command.name)
            let state = try project.state(command, in: copy.path)
            #expect(state == (isFirst ? "restorable" : "waiting"), "\(command.name)")
        }
    }

    // Rights do not stop root, which therefore asks as somebody else.
    private static let somebody =
        getuid() == 0
        ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["/usr/bin/env"]

    private static let canBeSomebody: Bool = {
        let program = "\(Project.programs)/build-mask"
        return (try? run(somebody[0], somebody.dropFirst() + [program, "--version"], in: "/"))?.status == 0
    }()

    @Test(.enabled(if: canBeSomebody, "nobody but root can start the programs"))
    func aStoreThatCannotBeWrittenAnswers() throws {
        let copy = try oldCopy()
        // Of folders, for files are shared with the original.
        func setRights(_ rights: String) throws {
            let all = [copy.folder, "-type", "d", "-exec", "chmod", rights, "{}", "+"]
            #expect(try run("/usr/bin/env", ["find"] + all, in: "/").status == 0)
        }
        try setRights("a+rX,a-w")
        defer { try? setRights("u+w") }
        for command in try asked.commands {
            let state = try asked.state(command, in: copy.path, by: Self.somebody)
            #expect(state == (Self.isOld(command.stage) ? "stale" : "done"), "\(command.name)")
        }
    }

    // MARK: - Raw files that are not there

    @Test func aDownloadIsOnlyAnnounced() throws {
        let project = try Project()
        let listener = try Listener()
        func why(_ dataset: String, _ more: String...) throws -> Outcome {
            let arguments = [dataset, "--output", "d.h5", "--project-data", "none", "--why"]
            return try run(
                "\(Project.programs)/fetch-data", arguments + more, in: project.folder,
                environment: listener.environment)
        }
        let before = try FileState.all(below: project.folder)
        let cifar = try why("cifar10")
        #expect(cifar.status == 0 && cifar.output.contains("never built"), "\(cifar.errors)")
        #expect(
            cifar.output.contains(
                "cifar-10-binary.tar.gz would be downloaded: 170052171 bytes from https://www.cs.toronto.edu/"
            ))
        #expect(try why("cifar10", "--json").output.contains(#""state":"missing""#))
        let sleep = try why("sleep-edf", "--json")
        #expect(sleep.status == 0 && sleep.output.contains(#""state":"waiting""#), "\(sleep.errors)")
        #expect(sleep.output.contains("by hand from https://") && sleep.output.contains("--from"))
        let offline = try why("mnist", "--offline")
        #expect(offline.status == 0 && offline.output.contains("downloading is off"), "\(offline.errors)")
        #expect(try FileState.all(below: project.folder) == before)
        #expect(!listener.wasCalled)
    }

    /// Of a result that is known by the digests of the published files nothing is downloaded, asked or not.
    @Test func whatWasComputedNeedsNoDownload() throws {
        let project = try Project()
        let listener = try Listener()
        #expect(try project.program("fetch-data", "mnist", "--output", "artifacts/d.h5").status == 0)
        let store = Store(at: project.folder + "/artifacts")
        let made = try #require(store.records().first)
        var recipe = made.recipe
        // As MNIST.swift has them.
        let published = [
            "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        ]
        recipe.inputs = try published.mapValues { .one(try #require(Digest(hex: $0))) }
        try store.publish(RecipeRecord(recipe: recipe, outputs: made.outputs, run: made.run))
        let fetch = ["mnist", "--output", "artifacts/again.h5", "--project-data", "none"]
        for (arguments, words) in [(fetch + ["--why"], "set again without computing"), (fetch, "up to date")]
        {
            let outcome = try run(
                "\(Project.programs)/fetch-data", arguments, in: project.folder,
                environment: listener.environment)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect((outcome.output + outcome.errors).contains(words), "\(outcome.output)")
        }
        #expect(try project.links()["again.h5"] == project.links()["d.h5"])
        #expect(!listener.wasCalled && !FileManager.default.fileExists(atPath: store.root + "/downloads"))
    }
}
