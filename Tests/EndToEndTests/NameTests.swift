import ArtifactStore
import Foundation
import Testing

/// Whatever a person may name.
@Suite(.serialized) struct NameTests {
    private static let odd = "It's 100% \"mine\" & (1) $HOME; ü"

    private func finished() throws -> Project {
        let project = try Project()
        let store = try FinishedFigure.shared().project.folder + "/artifacts"
        let files = ["pipeline/sync.sh", ".git"]
        for name in files {
            try FileManager.default.createSymbolicLink(
                atPath: "\(project.folder)/\(name)", withDestinationPath: "\(Project.repository)/\(name)")
        }
        let outcome = try run("/bin/cp", ["-r", store, project.folder + "/artifacts"], in: "/")
        try #require(outcome.status == 0, "\(outcome.errors)")
        return project
    }

    @Test func archivesRemotesAndStoresMayHaveAnyName() throws {
        let project = try finished()
        let folder = "\(project.folder)/\(Self.odd)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let steps = [
            ["archive", "OUTPUT=\(folder)/figure2 (1).tar"],
            ["import", "BAG=\(folder)/figure2 (1).tar", "STORE=\(folder)/imported"],
            ["verify", "STORE=\(folder)/imported"], ["ls", "STORE=\(folder)/imported"],
            ["push", "REMOTE=\(folder)/remote"],
            ["pull", "REMOTE=\(folder)/remote", "STORE=\(folder)/pulled"],
            ["gc", "STORE=\(folder)/pulled"],
        ]
        for step in steps {
            let outcome = try project.startMake(step).wait()
            #expect(outcome.status == 0, "\(step): \(outcome.errors)")
        }
        let store = Store(at: project.folder + "/artifacts")
        for name in ["imported", "pulled"] {
            let other = Store(at: "\(folder)/\(name)")
            #expect(other.recipeDigests() == store.recipeDigests(), "\(name)")
        }
        let why = try project.make("why", "TARGET=\(Self.odd)")
        #expect(why.errors.contains("has no target \(Self.odd)"), "\(why.errors)")
    }

    @Test(arguments: [
        ("My Store", "My-Store"), ("/tmp/My Store/a:b", "/tmp/My-Store/a-b"), ("it's", "it-s"),
        ("a%b", "a-b"),
    ])
    func storesThatMakeCannotHandleAreRefusedWithTheNearestPath(name: String, nearest: String) throws {
        let project = try Project()
        let outcome = try project.make("figure2", "STORE=\(name)")
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("the nearest that works is \(nearest)."), "\(outcome.errors)")
    }
}
