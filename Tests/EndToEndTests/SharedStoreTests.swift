import ArtifactStore
import Foundation
import Testing

/// Two members of a group on one store, each with a home and a umask of their own (docs/shared-store.md). Only root can be both.
@Suite(.serialized, .enabled(if: geteuid() == 0, "only root can run programs as two users"))
struct SharedStoreTests {
    /// Who: their number, and their umask.
    private struct Member {
        let number: Int
        let umask: String
        static let ann = Member(number: 1, umask: "002")
        static let bob = Member(number: 2, umask: "022")
    }

    private let project: Project
    private var store: String { project.folder + "/artifacts" }

    init() throws {
        project = try Project()
        let script = """
            chmod 755 . && mkdir artifacts home1 home2 && chgrp 51000 artifacts && chmod 2775 artifacts
            chown 51001:51000 home1 && chown 51002:51000 home2
            """
        let outcome = try run("/bin/sh", ["-ec", script], in: project.folder)
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    private func start(_ member: Member, _ command: String) throws -> StartedProgram {
        let words = [
            "--reuid=5100\(member.number)", "--regid=51000", "--clear-groups", "/usr/bin/env",
            "HOME=\(project.folder)/home\(member.number)", "/bin/sh", "-c",
            "umask \(member.umask); exec \(command)",
        ]
        return try StartedProgram("/usr/bin/setpriv", words, in: project.folder)
    }

    private func expect(_ member: Member, _ command: String, exits status: Int32 = 0) throws -> Outcome {
        let outcome = try start(member, command).wait()
        #expect(outcome.status == status, "\(member.number): \(command): \(outcome.output)\(outcome.errors)")
        return outcome
    }

    private static let make = "make PROFILE=smoke NO_BUILD=1 BIN='\(Project.programs)'"
    private static let artifacts = "'\(Project.programs)/artifacts'"

    @Test func bothComputeAndFind() throws {
        let first = try expect(.ann, "\(Self.make) figure2")
        #expect(first.computed.count == 21)
        #expect(Store(at: store).unwritableByGroup().isEmpty)
        // The other member finds all of it, and goes on.
        #expect(try expect(.bob, "\(Self.make) figure2").computed.isEmpty)
        try project.specify(densities: "0.1, 0.3, 1", seeds: "2")
        #expect(try expect(.bob, "\(Self.make) figure2").computed(by: "train").count == 4)
        try project.specify(densities: "0.1, 0.2, 1", seeds: "2")
        #expect(try expect(.ann, "\(Self.make) figure2").computed(by: "train").count == 4)
        #expect(try expect(.bob, "\(Self.artifacts) verify").output.contains("all sound"))
        #expect(Store(at: store).unwritableByGroup().isEmpty)
    }

    @Test func twoMakesAtOnceShareTheWork() throws {
        let both = [try start(.ann, "\(Self.make) figure2"), try start(.bob, "\(Self.make) figure2")]
        let outcomes = both.map { $0.wait() }
        for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.errors)") }
        #expect(outcomes.flatMap(\.computed).count == Store(at: store).recipeDigests().count)
        #expect(Store(at: store).verify().damages.isEmpty)
    }

    @Test func eachMendsAndClearsUpWhatTheOtherMade() throws {
        _ = try expect(.ann, "\(Self.make) figure2")
        let links = try project.links()
        let mask = "masks/bernoulli/n16-p0.1-s0.h5"
        let object = try #require(Store(at: store).object(linkedBy: "\(store)/\(mask)"))
        let file = Store(at: store).path(ofObject: object.digest, extension: "h5")
        try FileManager.default.removeItem(atPath: file)
        _ = try expect(.bob, "\(Self.make) repair")
        #expect(try Digest(ofFileAt: file) == object.digest)
        #expect(try project.links() == links)
        try project.specify(densities: "0.1", seeds: "1")
        _ = try expect(.bob, "\(Self.make) figure2")
        let gone = try expect(.bob, "\(Self.artifacts) gc --delete")
        #expect(gone.output.contains("removed"))
        #expect(Store(at: store).verify().damages.isEmpty)
        #expect(Store(at: store).unwritableByGroup().isEmpty)
    }

    /// A training that one member's machine lost is gone on with by another.
    @Test func oneGoesOnWhereTheOtherWasKilled() throws {
        _ = try expect(.ann, "\(Self.make) figure2")
        let train = """
            '\(Project.programs)/train' --data artifacts/data/mnist.h5 --mask artifacts/masks/bernoulli/n16-p0.1-s0.h5 \
            --seed 77 --train-limit 20000 --test-limit 100 --to-epoch 40 --store artifacts --weights artifacts/w.h5
            """
        let killed = try start(.ann, train)
        let tmp = store + "/tmp"
        for _ in 0..<600
        where (FileManager.default.subpaths(atPath: tmp) ?? []).allSatisfy({ !$0.contains("/step-") }) {
            usleep(20_000)
        }
        killed.kill()
        _ = killed.wait()
        let goesOn = try expect(.bob, train)
        #expect(goesOn.errors.contains("goes on after epoch"), "\(goesOn.errors)")
        #expect((FileManager.default.subpaths(atPath: tmp) ?? []).isEmpty)
    }

    @Test(.enabled(if: (try? run("/usr/bin/env", ["rsync", "--version"], in: "/"))?.status == 0, "no rsync"))
    func bothPushAndPull() throws {
        try FileManager.default.copyItem(
            atPath: Project.repository + "/pipeline/sync.sh", toPath: project.folder + "/pipeline/sync.sh")
        let remote = project.folder + "/our remote"
        let made = try run(
            "/bin/sh", ["-ec", "mkdir \"$0\"; chgrp 51000 \"$0\"; chmod 2775 \"$0\"", remote], in: "/")
        try #require(made.status == 0)
        _ = try expect(.ann, "\(Self.make) figure2")
        _ = try expect(.bob, "\(Self.make) push REMOTE='\(remote)'")
        try project.specify(densities: "0.1, 0.3, 1", seeds: "2")
        _ = try expect(.ann, "\(Self.make) figure2")
        _ = try expect(.ann, "\(Self.make) push REMOTE='\(remote)'")
        let script = "mkdir pulled; chgrp 51000 pulled; chmod 2775 pulled"
        try #require(try run("/bin/sh", ["-ec", script], in: project.folder).status == 0)
        _ = try expect(.ann, "\(Self.make) pull STORE=pulled REMOTE='\(remote)'")
        _ = try expect(.bob, "\(Self.make) pull STORE=pulled REMOTE='\(remote)'")
        let pulled = Store(at: project.folder + "/pulled")
        #expect(pulled.unwritableByGroup().isEmpty, "\(pulled.unwritableByGroup())")
        #expect(try expect(.bob, "\(Self.make) figure2 STORE=pulled").computed.isEmpty)
    }

    @Test func verifyNamesWhatOneMemberClosed() throws {
        _ = try expect(.ann, "\(Self.make) figure2")
        chmod(store + "/runs", 0o755)
        let said = try expect(.bob, "\(Self.artifacts) verify").output
        #expect(said.contains("runs cannot be written to by the group that shares this store"), "\(said)")
    }
}
