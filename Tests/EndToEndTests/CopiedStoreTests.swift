import ArtifactStore
import Foundation
import Testing

/// Stores that were copied without their links, and what `make -t` does to one.
@Suite(.serialized) struct CopiedStoreTests {
    /// A project whose store is a copy of the finished one that `cp` made with these options.
    private func project(copiedBy options: String) throws -> Project {
        let project = try Project()
        let finished = try FinishedFigure.shared().project.folder + "/artifacts"
        let outcome = try run("/bin/cp", [options, finished, project.folder + "/artifacts"], in: "/")
        try #require(outcome.status == 0, "\(outcome.errors)")
        return project
    }

    @Test func filesWhereLinksWereAreNamedAndMended() throws {
        let project = try project(copiedBy: "-rL")
        let refused = try project.make("figure2")
        #expect(refused.status != 0)
        #expect(refused.errors.contains("should be links, and are files"), "\(refused.errors)")
        #expect(refused.errors.contains("make repair STORE=artifacts"), "\(refused.errors)")
        let verify = try project.make("verify")
        #expect(verify.status != 0 && verify.output.contains("data/mnist.h5: is a file, a copy of object"))
        #expect(try project.make("repair").status == 0)
        #expect(try project.links() == (try FinishedFigure.shared().project.links()))
        let made = try project.make("figure2")
        #expect(made.status == 0 && made.computed.isEmpty, "\(made.errors)")
    }

    @Test func whatMakeTouchedIsMadeAgain() throws {
        let project = try project(copiedBy: "-r")
        let links = try project.links()
        let artifacts = project.folder + "/artifacts/"
        for name in ["figures/smoke/figure2/figure2.svg", "masks/bernoulli/n16-p0.1-s0.h5"] {
            try FileManager.default.removeItem(atPath: artifacts + name)
        }
        #expect(try project.make("-t", "figure2").status == 0)
        let empty = artifacts + "figures/smoke/figure2/figure2.svg"
        #expect((try FileManager.default.attributesOfItem(atPath: empty)[.size] as? Int) == 0)
        let verify = try project.program("artifacts", "verify")
        #expect(verify.status == 1 && verify.output.contains("is an empty file where a link belongs"))
        let again = try project.make("figure2")
        #expect(again.status == 0 && again.computed.isEmpty, "\(again.errors)")
        #expect(try project.links() == links)
    }

    @Test func anEditedFigureIsNotOverwritten() throws {
        let project = try project(copiedBy: "-r")
        let figure = project.folder + "/artifacts/figures/smoke/figure2/figure2.svg"
        try FileManager.default.removeItem(atPath: figure)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: figure))
        let refused = try project.make("figure2")
        #expect(
            refused.status != 0 && refused.errors.contains("figure2.svg should be links"), "\(refused.errors)"
        )
        #expect(try project.make("repair").status == 0)
        #expect(try String(contentsOfFile: figure, encoding: .utf8) == "mine")
    }
}
