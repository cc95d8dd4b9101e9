import Foundation
import Testing

/// A machine's memory and cores are shared out before anything is computed (FORMAT.md, "Admission").
@Suite(.serialized) struct AdmissionTests {
    private func start(
        _ project: Project, _ size: Int, needs: String = "600", memory: String = "1000M", cores: String = "2",
        startedBy: Int32? = nil
    )
        throws -> StartedProgram
    {
        try StartedProgram(
            "\(Project.programs)/build-mask", ["full", "--size", "\(size)", "--output", "m\(size).h5"],
            in: project.folder,
            environment: [
                "SPARSE_CORTEX_NEEDS_MB": needs, "SPARSE_CORTEX_MEMORY": memory, "SPARSE_CORTEX_CORES": cores,
            ].merging(startedBy.map { ["SPARSE_CORTEX_STARTED_BY": "\($0)"] } ?? [:]) { $1 })
    }

    private func claims(_ project: Project) -> String {
        "\(project.folder)/artifacts/locks/machines/\(ProcessInfo.processInfo.hostName)"
    }

    /// A claim as a running computation holds one.
    private final class Claim {
        let descriptor: Int32
        let path: String

        init(_ folder: String, _ text: String, isAlive: Bool = true) throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            path = "\(folder)/claim-\(UUID().uuidString)"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            descriptor = open(path, O_RDWR | O_CLOEXEC)
            if isAlive { #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0) }
        }

        deinit { close(descriptor) }
    }

    @Test(arguments: [
        ("500 1\n".replacingOccurrences(of: "500", with: "\(500 << 20)"), "1000M", "2"), ("1 2\n", "9G", "2"),
    ])
    func whatDoesNotFitWaits(held: String, memory: String, cores: String) throws {
        let project = try Project()
        var claim: Claim? = try Claim(claims(project), held)
        let path = try #require(claim?.path)
        let process = try start(project, 16, memory: memory, cores: cores)
        let waits = process.said { $0.contains("waits to begin m16.h5: needs up to 600 MB") ? true : nil }
        #expect(waits == true)
        usleep(200_000)
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/m16.h5"), "it did not wait")
        claim = nil
        let outcome = process.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(FileManager.default.fileExists(atPath: "\(project.folder)/m16.h5"))
        // That of the dead one, and its own.
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try FileManager.default.contentsOfDirectory(atPath: claims(project)) == ["gate"])
    }

    /// Make that is killed leaves what it started; what only waits then must not keep others waiting.
    @Test func whatWaitsForNobodyEnds() throws {
        let project = try Project()
        let claim = try Claim(claims(project), "\(900 << 20) 1\n")
        let make = try StartedProgram("/bin/sleep", ["600"], in: project.folder)
        let process = try start(project, 16, startedBy: make.identifier)
        #expect(process.said { $0.contains("waits to begin m16.h5") ? true : nil } == true)
        usleep(200_000)
        #expect(process.isRunning, "Make is there")
        make.kill()
        _ = make.wait()
        let outcome = process.wait()
        #expect(outcome.status == 75, "\(outcome.errors)")
        #expect(outcome.errors.contains("what started it (process "), "\(outcome.errors)")
        withExtendedLifetime(claim) {}
    }

    @Test func whatFitsOrIsKnownOrIsAloneDoesNotWait() throws {
        let project = try Project()
        let small = try Claim(claims(project), "\(300 << 20) 1\n")
        #expect(try start(project, 16).wait().errors.contains("waits") == false)
        #expect(FileManager.default.fileExists(atPath: small.path))
        let large = try Claim(claims(project), "\(900 << 20) 1\n")
        #expect(try start(project, 16).wait().errors.contains("up to date"), "computes nothing")
        withExtendedLifetime((small, large)) {}
    }

    @Test func whatNeedsMoreThanTheMachineRunsAlone() throws {
        let project = try Project()
        _ = try Claim(claims(project), "\(300 << 20) 1\n", isAlive: false)
        let outcome = try start(project, 16, needs: "2000").wait()
        #expect(outcome.status == 0 && !outcome.errors.contains("waits"), "\(outcome.errors)")
    }

    @Test(arguments: [
        ("lots", "1G", "2", "SPARSE_CORTEX_NEEDS_MB is \"lots\""),
        ("5", "1X", "2", "SPARSE_CORTEX_MEMORY is \"1X\""),
        ("5", "-3G", "2", "SPARSE_CORTEX_MEMORY is \"-3G\""),
        ("5", "1G", "0", "SPARSE_CORTEX_CORES is \"0\""),
    ])
    func wrongAmountsAreRefused(needs: String, memory: String, cores: String, says: String) throws {
        let outcome = try start(Project(), 16, needs: needs, memory: memory, cores: cores).wait()
        #expect(outcome.status == 64 && outcome.errors.contains(says), "\(outcome.errors)")
    }

    /// Four commands at a time, of which the memory of the machine lets one run.
    @Test func makeStartsNoMoreThanFits() throws {
        let project = try Project()
        let make = try project.startMake(["figure2", "-j4", "MEMORY=100M", "CORES=4"])
        var most = 0
        while make.isRunning {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: claims(project))) ?? []
            most = max(most, names.filter { $0.hasPrefix("claim-") }.count)
            usleep(2000)
        }
        let outcome = make.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(most == 1)
        #expect(outcome.errors.contains("waits to begin"))
    }
}
