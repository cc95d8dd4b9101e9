import Foundation
import Testing

/// The whole way on a small figure, as a person goes it: make, change something, make again.
@Suite(.serialized) struct FigureTests {
    private func made() throws -> Project {
        let project = try Project()
        let outcome = try project.make("figure2")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return project
    }

    /// Makes the figure again after its specification was changed.
    private func remade(
        _ project: Project, densities: String = "0.1, 1", seeds: String = "2", seedsOfGrid: String? = nil
    ) throws -> Outcome {
        try project.specify(densities: densities, seeds: seeds, seedsOfGrid: seedsOfGrid)
        let outcome = try project.make("figure2")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome
    }

    @Test func makesAFigureOnceAndThenNothing() throws {
        let project = try made()
        let links = try project.links()
        // 1 dataset; masks 2 sizes × 2 seeds, 2 full; runs 8 of one segment, 4 of a second; table; 7 figure files.
        #expect(links.count == 1 + 6 + 12 * 3 + 1 + 7)
        let again = try project.make("figure2")
        #expect(again.status == 0)
        #expect(again.errors.isEmpty, "nothing may run: \(again.errors)")
        #expect(again.output.contains("figures/smoke/figure2/figure2.svg"))
        let verify = try project.program("artifacts", "verify")
        #expect(verify.status == 0, "\(verify.output)")
    }

    @Test func aNewDensityRunsOnlyNewCells() throws {
        let project = try made()
        let outcome = try remade(project, densities: "0.1, 0.3, 1")
        #expect(outcome.computed(by: "train").count == 4)
        #expect(outcome.computed(by: "train").allSatisfy { $0.contains("-p0.3/") })
        #expect(outcome.computed(by: "build-mask").count == 4)
        #expect(outcome.computed(by: "analyze").count == 1 && outcome.computed(by: "report").count == 1)
        // Back again: everything is known.
        let back = try remade(project)
        #expect(back.computed.isEmpty, "\(back.errors)")
    }

    @Test func anotherSeedRunsOnlyItsNetworks() throws {
        let project = try made()
        let outcome = try remade(project, seeds: "[0, 5]")
        #expect(outcome.computed(by: "train").count == 6)
        #expect(outcome.computed(by: "train").allSatisfy { $0.contains("/s5/") })
    }

    @Test func fewerSeedsInOnePanelRunNothing() throws {
        let project = try made()
        let outcome = try remade(project, seedsOfGrid: "1")
        #expect(outcome.computed(by: "train").isEmpty, "\(outcome.computed)")
        #expect(outcome.computed(by: "analyze").count == 1)
    }

    @Test func aDryRunOfAFinishedFigureStartsNothing() throws {
        let project = try made()
        let outcome = try project.make("-n", "figure2")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!outcome.output.contains("/train "), "\(outcome.output)")
    }

    @Test func aDeletedObjectComesBackWithItsDigest() throws {
        let project = try made()
        let before = try project.links()
        let link = "runs/mnist-train300-test200/rnn-relu-b20/n16-p0.1/s0/weights-e1.h5"
        let digest = try #require(before[link])
        let object = "\(project.folder)/artifacts/objects/\(digest.prefix(2))/\(digest).h5"
        try FileManager.default.removeItem(atPath: object)
        let verify = try project.program("artifacts", "verify")
        #expect(verify.status == 1 && verify.output.contains(link))
        let outcome = try project.make("figure2")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.computed.count == 1 && outcome.computed.first?.contains(link) == true)
        #expect(try project.links() == before)
        #expect(FileManager.default.fileExists(atPath: object))
    }

    @Test func deletedLinksComeBackWithoutComputing() throws {
        let project = try made()
        let before = try project.links()
        for name in ["data", "masks", "runs", "figures"] {
            try FileManager.default.removeItem(atPath: "\(project.folder)/artifacts/\(name)")
        }
        let outcome = try project.make("figure2")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.computed.isEmpty, "\(outcome.computed)")
        #expect(try project.links() == before)
    }

    @Test func twoMakesAtOnceComputeEachRecipeOnce() throws {
        let project = try Project()
        let both = [try project.startMake(["figure2"]), try project.startMake(["figure2"])]
        let outcomes = both.map { $0.wait() }
        for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.errors)") }
        let computed = outcomes.flatMap(\.computed)
        #expect(computed.count == 1 + 6 + 12 + 1 + 1)
        #expect(Set(computed.map { $0.split(separator: " ")[1] }).count == computed.count)
        #expect(try project.program("artifacts", "verify").status == 0)
    }

    @Test func statusAndWhyTellTheTruth() throws {
        let project = try Project()
        let before = try project.make("status", "FIGURE=figure2")
        #expect(before.status == 0 && before.output.contains("to compute"), "\(before.errors)")
        #expect(try project.make("figure2").status == 0)
        let done = try project.make("status", "FIGURE=figure2")
        #expect(done.output.contains("nothing to compute"))
        let target = "artifacts/runs/mnist-train300-test200/rnn-relu-b20/n16-p0.1/s0/weights-e1.h5"
        #expect(try project.make("why", "TARGET=\(target)").output.contains("up to date"))
        try FileManager.default.removeItem(atPath: "\(project.folder)/\(target)")
        let unlinked = try project.make("why", "TARGET=\(target)")
        #expect(unlinked.output.contains("set again without computing"))
        try project.specify(densities: "0.2, 1", seeds: "2")
        let new = try project.make(
            "why", "TARGET=\(target.replacingOccurrences(of: "p0.1", with: "p0.2"))")
        #expect(
            new.output.contains("never built") || new.output.contains("waits for an input"), "\(new.output)")
        let unknown = try project.make("why", "TARGET=artifacts/nothing.h5")
        #expect(unknown.status != 0 && unknown.errors.contains("has no target nothing.h5"))
    }

    /// Each job is asked by a process of its own, found on the search path.
    @Test func statusOfMoreJobsThanFilesMayBeOpen() throws {
        let project = try Project(seeds: "80")
        let script = """
            PATH='\(Project.programs)':$PATH
            plan rules figure2 --profile smoke
            ulimit -n 260
            exec timeout 300 plan status figure2 --profile smoke
            """
        let said = try run("/bin/sh", ["-c", script], in: project.folder)
        #expect(said.status == 0, "\(said.errors)")
        let lines = said.output.split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("  waiting: ") }.count > 300, "\(said.output.suffix(300))")
    }

    /// gnuplot then warns three times, and draws whole pictures all the same.
    @Test func fontsWithoutAFolderForTheirCacheAreAWarning() throws {
        let project = try Project()
        let fonts = """
            <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
            <fontconfig><dir>/usr/share/fonts</dir><cachedir>/proc/none/fontconfig</cachedir></fontconfig>
            """
        let path = project.folder + "/fonts.conf"
        try fonts.write(toFile: path, atomically: true, encoding: .utf8)
        let outcome = try StartedProgram(
            "/usr/bin/make", ["PROFILE=smoke", "NO_BUILD=1", "BIN=\(Project.programs)", "figure2"],
            in: project.folder, environment: ["FONTCONFIG_FILE": path]
        ).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("report: gnuplot says: Fontconfig error"), "\(outcome.errors)")
    }

    @Test func aWrongSpecificationIsRefusedWithItsLine() throws {
        let project = try Project()
        try project.specify(densities: "0.1, 1.5", seeds: "2")
        let outcome = try project.make("figure2")
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("pipeline/figures/figure2.yaml:16: density 1.5 is outside (0, 1]"))
    }
}
