import ArtifactStore
import Foundation
import Testing

/// File systems without flock: the locks of fcntl stand in; where there are none either, an error says what to do.
@Suite(.serialized) struct NoLocksTests {
    private let library: String
    private let project: Project

    init() throws {
        project = try Project()
        library = project.folder + "/no_locks.so"
        let source = Project.repository + "/Tests/EndToEndTests/fixtures/no_locks.c"
        let built = try run(
            "/usr/bin/env", ["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], in: "/")
        try #require(built.status == 0, "\(built.errors)")
    }

    private func start(_ number: Int32, size: Int = 300, _ others: [String: String] = [:]) throws
        -> StartedProgram
    {
        try StartedProgram(
            "\(Project.programs)/build-mask",
            ["bernoulli", "--size", "\(size)", "--density", "0.3", "--seed", "0", "--output", "m.h5"],
            in: project.folder,
            environment: ["LD_PRELOAD": library, "NO_FLOCK": "\(number)"].merging(others) { $1 })
    }

    @Test(arguments: [ENOLCK, ENOSYS, EOPNOTSUPP])
    func otherLocksStandIn(number: Int32) throws {
        let outcomes = try (0..<8).map { _ in try start(number, size: 1500) }.map { $0.wait() }
        for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.errors)") }
        #expect(outcomes.flatMap(\.computed).count == 1, "one of them computes, the others wait for it")
        #expect(Store(at: project.folder + "/artifacts").verify().damages.isEmpty)
    }

    @Test(arguments: [ENOLCK, ENOSYS, EOPNOTSUPP])
    func withoutAnyLocksAnErrorSaysWhatToDo(number: Int32) throws {
        let outcome = try start(number, ["NO_RANGE_LOCKS": "\(number == ENOSYS ? EINVAL : number)"]).wait()
        #expect(outcome.status == 74)
        #expect(outcome.errors.contains("this file system has no locks"), "\(outcome.errors)")
        #expect(outcome.errors.contains("--store or SPARSE_CORTEX_STORE"))
        #expect(Store(at: project.folder + "/artifacts").recipeDigests().isEmpty)
    }
}
