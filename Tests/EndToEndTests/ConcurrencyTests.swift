import ArtifactStore
import Foundation
import Testing

/// Many processes on one store.
@Suite(.serialized) struct ConcurrencyTests {
    private func mask(_ project: Project, _ link: String, seed: Int = 0, size: Int = 300) throws
        -> StartedProgram
    {
        try StartedProgram(
            "\(Project.programs)/build-mask",
            [
                "bernoulli", "--size", "\(size)", "--density", "0.3", "--seed", "\(seed)", "--output",
                "artifacts/\(link)",
            ], in: project.folder)
    }

    @Test func oneOfManyComputesAndAllFind() throws {
        let project = try Project()
        let processes = try (0..<32).map { try mask(project, "masks/m\($0).h5") }
        let store = Store(at: project.folder + "/artifacts")
        // Readers see nothing or the whole.
        for _ in 0..<300 {
            for output in store.records().flatMap(\.outputs.values) {
                #expect(store.isSound(output.digest), "a recipe came before its object was whole")
            }
            usleep(1000)
        }
        let outcomes = processes.map { $0.wait() }
        for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.errors)") }
        #expect(outcomes.flatMap(\.computed).count == 1)
        #expect(store.links().count == 32)
        #expect(store.recipeDigests().count == 1)
        #expect(store.verify().damages.isEmpty)
        #expect(store.verify().unfinished == 0)
    }

    @Test func locksOfTheDeadHoldNobody() throws {
        let project = try Project()
        // Killed at once, again and again, some while they hold the lock.
        for delay in [0, 20, 40, 60, 80] {
            let process = try mask(project, "masks/m.h5", size: 2000)
            usleep(UInt32(delay * 1000))
            process.kill()
            _ = process.wait()
        }
        let outcome = try mask(project, "masks/m.h5", size: 2000).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!outcome.errors.contains("waits for"))
        #expect(Store(at: project.folder + "/artifacts").verify().damages.isEmpty)
    }

    @Test func twoMakesAndCollectionsShareAStore() throws {
        let finished = try FinishedFigure.shared().project.links()
        let project = try Project()
        let makes = try (0..<2).map { _ in try project.startMake(["figure2", "-j4"]) }
        var collections = 0
        while makes.contains(where: \.isRunning) {
            if FileManager.default.fileExists(atPath: project.folder + "/artifacts/objects") {
                let outcome = try project.program("artifacts", "gc", "--delete")
                #expect(outcome.status == 0, "\(outcome.errors)")
                collections += 1
            }
            usleep(50_000)
        }
        let outcomes = makes.map { $0.wait() }
        for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.errors)") }
        #expect(collections > 5)
        let store = Store(at: project.folder + "/artifacts")
        #expect(
            outcomes.flatMap(\.computed).count == store.recipeDigests().count,
            "one of them computes, both find")
        #expect(try project.links() == finished)
        #expect(store.verify().damages.isEmpty)
    }

    private static let canMount =
        (try? run("/usr/bin/unshare", ["-m", "mount", "--bind", "/tmp", "/tmp"], in: "/"))?.status == 0

    @Test(.enabled(if: canMount, "no right to mount a folder read-only, and root writes everywhere else"))
    func readersNeedNoRightToWrite() throws {
        let figure = try FinishedFigure.shared()
        let copy = try StoreCopy(of: figure.project.folder + "/artifacts")
        let script = """
            mount --bind "$2" "$2" && mount -o remount,ro,bind "$2" || exit 99
            "$1/artifacts" verify --store "$2" >&2; echo "verify $?"
            "$1/artifacts" show data/mnist.h5 --store "$2" >&2; echo "show $?"
            "$1/build-mask" full --size 16 --output m.h5 --store "$2"; echo "known $?"
            "$1/build-mask" full --size 77 --output n.h5 --store "$2"; echo "new $?"
            "$1/artifacts" reproduce figure2 --sample 2 --pipeline "$4/pipeline" --store "$2" >&2
            echo "reproduce $?"
            "$1/artifacts" archive figure2 --output bag.tar --source "$3" --store "$2" >&2; echo "archive $?"
            "$1/artifacts" gc --max-size 1T --work . --store "$2" >&2; echo "gc $?"
            cd "$4" && make PROFILE=smoke NO_BUILD=1 BIN="$1" STORE="$2" figure2 status why \
                TARGET="$2/data/mnist.h5" >&2; echo "make $?"
            """
        let outcome = try run(
            "/usr/bin/unshare",
            [
                "-m", "/bin/sh", "-c", script, "sh", Project.programs, copy.path, Project.repository,
                figure.project.folder,
            ], in: copy.folder)
        #expect(
            outcome.output == "verify 0\nshow 0\nknown 0\nnew 74\nreproduce 0\narchive 0\ngc 0\nmake 0\n",
            "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains("cannot be written to, so work is done in /tmp"), "\(outcome.errors)")
        #expect(outcome.errors.contains("is not marked as kept"), "\(outcome.errors)")
        #expect(outcome.errors.contains("Read-only file system"), "\(outcome.errors)")
        #expect(outcome.errors.contains("choose a store that can"), "\(outcome.errors)")
    }
}
