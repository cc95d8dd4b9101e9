import ArtifactStore
import Foundation
import Testing

/// `artifacts gc --max-size`: what is dropped comes back with the same digests, and only when it is needed.
@Suite(.serialized) struct MaximumSizeTests {
    private func finished() throws -> (Project, Store) {
        let project = try Project()
        let made = try project.make("figure2")
        try #require(made.status == 0, "\(made.errors)")
        return (project, Store(at: project.folder + "/artifacts"))
    }

    private func states(_ store: Store) -> [ArtifactStore.Output] {
        store.records().compactMap { $0.outputs["state"] }
    }

    private func bytes(_ store: Store) -> Int { store.verify().bytes }

    @Test func finishedStatesGoFirstAndAreNotMissed() throws {
        let (project, store) = try finished()
        let links = try project.links()
        let size = bytes(store) - states(store).reduce(0) { $0 + $1.bytes }
        let dry = try project.program("artifacts", "gc", "--max-size", "\(size)")
        #expect(dry.status == 0 && dry.output.contains("state of a finished chain"), "\(dry.output)")
        #expect(states(store).allSatisfy(store.holds), "a dry run removes nothing")
        let outcome = try project.program("artifacts", "gc", "--max-size", "\(size)", "--delete")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(states(store).allSatisfy(store.isDropped) && bytes(store) == size)
        let verified = try project.program("artifacts", "verify")
        #expect(verified.status == 0 && verified.output.contains("\(states(store).count) dropped"))
        #expect(try project.program("artifacts", "ls", "runs/").output.contains("dropped"))
        // Make starts nothing, and a stage that is started all the same computes nothing.
        let again = try project.make("figure2")
        #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
        let status = try project.make("status")
        #expect(status.status == 0 && !status.output.contains("missing"), "\(status.output)")
        for link in links.keys where link.hasPrefix("runs/") {
            try FileManager.default.removeItem(atPath: "\(project.folder)/artifacts/\(link)")
        }
        let linked = try project.make("figure2")
        #expect(linked.status == 0 && linked.computed.isEmpty, "\(linked.errors)")
        #expect(try project.links().filter { !$0.key.hasPrefix("dropped") } == links)
        // A training that goes on has the states computed again that it reads, and no others.
        try project.specify(densities: "0.1, 1", seeds: "2", epochs: 3)
        let longer = try project.make("figure2")
        #expect(longer.status == 0, "\(longer.errors)")
        #expect(longer.errors.contains("dropped to save space and will be computed again first"))
        #expect(longer.computed(by: "train").allSatisfy { $0.contains("-e3.h5") }, "\(longer.computed)")
        let restored = states(store).filter(store.holds).count
        #expect(restored > 4 && restored < states(store).count)
        #expect(try project.program("artifacts", "verify").status == 0)
    }

    @Test func whatIsDroppedComesBackWithTheSameDigests() throws {
        let (project, store) = try finished()
        let links = try project.links()
        let outcome = try project.program("artifacts", "gc", "--max-size", "1", "--delete")
        #expect(outcome.status == 1 && outcome.output.contains("that is more than 1 B"), "\(outcome.output)")
        // Specifications that were kept have no recipe.
        let left = store.verify()
        #expect(left.damages.isEmpty && left.bytes < 100_000 && left.dropped > 40, "\(left)")
        #expect(
            outcome.output.contains("compute again: "))
        let made = try project.make("figure2")
        #expect(made.status == 0, "\(made.errors)")
        // Make asks for the figure only; what it reads is computed again with it.
        #expect(
            !made.computed(by: "report").isEmpty && made.computed(by: "train").isEmpty, "\(made.computed)")
        #expect(try project.links() == links)
        #expect(try project.program("artifacts", "restore", "figure2").status == 0)
        #expect(try project.program("artifacts", "verify").output.contains("dropped") == false)
        #expect(
            try project.program(
                "artifacts", "archive", "figure2", "--output", "a.tar", "--source", Project.repository
            ).status == 0)
        // What is archived stays.
        let archived = bytes(store)
        #expect(try project.program("artifacts", "gc", "--max-size", "1", "--delete").status == 1)
        #expect(bytes(store) == archived)
    }

    /// A person who names a file wants to find it there, whatever the store has spared.
    @Test func aLinkOutsideTheStoreLeadsSomewhere() throws {
        let (project, store) = try finished()
        _ = try project.program("artifacts", "gc", "--max-size", "1", "--delete")
        func build(_ output: String) throws -> Outcome {
            try project.program(
                "build-mask", "bernoulli", "--size", "16", "--density", "0.1", "--seed", "0", "--output",
                output)
        }
        let spared = try build("artifacts/masks/mine.h5")
        #expect(spared.status == 0 && store.isDropped(link: "masks/mine.h5"), "\(spared.errors)")
        let outside = try build("mine.h5")
        #expect(outside.status == 0 && FileManager.default.fileExists(atPath: project.folder + "/mine.h5"))
        #expect(!store.isDropped(link: "masks/mine.h5"))
    }

    /// What reads objects that are gone can go as well: the programs know their recipes without them.
    @Test func twoStepsGoAsFarAsOne() throws {
        let (project, store) = try finished()
        // All masks and the data go, and nothing that reads them; as after a collection that left what was dear.
        for record in store.records() where ["build-mask", "fetch-data"].contains(record.recipe.stage) {
            try store.noteDropped(record.outputs.values.map(\.digest))
            for output in record.outputs.values {
                try FileManager.default.removeItem(atPath: store.path(of: output))
            }
        }
        #expect(try project.program("artifacts", "verify").status == 0)
        _ = try project.program("artifacts", "gc", "--max-size", "1", "--delete")
        let left = store.verify()
        #expect(left.damages.isEmpty && left.bytes < 100_000 && left.dropped > 40, "\(left)")
    }

    @Test func whatIsAboutToBeReadStays() throws {
        let (project, store) = try finished()
        try project.specify(densities: "0.1, 1", seeds: "2", epochs: 3)
        // Planned, not computed.
        #expect(try project.make("-n", "figure2").status == 0)
        _ = try project.program("artifacts", "gc", "--max-size", "1", "--delete")
        let kept = store.records().filter { $0.outputs["state"].map(store.holds) ?? false }
        let epochs = Set(kept.compactMap { $0.recipe.parameters["to-epoch"]?.integer })
        #expect(epochs == [1] && kept.count == 4, "only these are gone on from: \(epochs), \(kept.count)")
        let mnist = try #require(store.object(linkedBy: store.root + "/data/mnist.h5"))
        #expect(store.isSound(mnist.digest), "the trainings to come read it")
    }

    @Test func whatCannotBeComputedHereStays() throws {
        let (project, store) = try finished()
        // Stages of other code: nothing can be proven to come out the same.
        let programs = project.folder + "/bin"
        try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: true)
        for name in ["train", "analyze", "build-mask", "fetch-data", "report"] {
            let script = "#!/bin/sh\n[ \"$1\" = --version ] && echo other\n"
            try script.write(toFile: "\(programs)/\(name)", atomically: true, encoding: .utf8)
            #expect(chmod("\(programs)/\(name)", 0o755) == 0)
        }
        let before = bytes(store)
        let outcome = try project.program("artifacts", "gc", "--max-size", "1", "--delete", "--bin", programs)
        #expect(outcome.status == 1 && bytes(store) == before, "\(outcome.output)")
        // Of the same code, but with a recipe of another library.
        for record in store.records() {
            var other = record
            other.recipe.libraries["hdf5"] = "0.0"
            try FileManager.default.removeItem(
                atPath: "\(store.root)/recipes/\(record.recipe.digest.hex).json")
            try store.publish(other)
        }
        #expect(try project.program("artifacts", "gc", "--max-size", "1", "--delete").status == 1)
        #expect(bytes(store) == before)
    }

    @Test func sizesThatMeanNothingAreRefused() throws {
        let (project, store) = try finished()
        let before = bytes(store)
        for size in ["20X", "-1", "", "G", "1e3", "nan", "99999999T"] {
            let outcome = try project.program("artifacts", "gc", "--max-size=\(size)", "--delete")
            #expect(outcome.status == 64 && outcome.errors.contains("--max-size"), "\(size): \(outcome)")
        }
        for size in ["20G", "1.5M", "900k", "12345678", "1T"] {
            #expect(try project.program("artifacts", "gc", "--max-size", size).status < 2)
        }
        #expect(bytes(store) == before)
    }
}
