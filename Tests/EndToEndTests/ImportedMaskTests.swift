import ArtifactStore
import Foundation
import Mutations
import Formats
@testable import Model
import Testing

/// `build-mask imported` and `artifacts export` as people use them.
@Suite struct ImportedMaskTests {
    private static let edges = "pre,post,weight,nt\nb,a,3,GABA\nc,b,2,ACH\nb,a,1,GABA\nc,c,5,ACH\nd,a,1,ACH\n"

    private func project() throws -> Project {
        let project = try Project()
        try Self.edges.write(toFile: project.folder + "/edges.csv", atomically: true, encoding: .utf8)
        return project
    }

    private func build(_ project: Project, _ arguments: String, to link: String = "m.h5") throws -> Outcome {
        try run(
            "\(Project.programs)/build-mask",
            ["imported"] + arguments.split(separator: " ").map(String.init) + ["--output", link],
            in: project.folder)
    }

    /// All lines of docs/connectomes.md that a shell is shown, in their order.
    @Test func theLinesOfTheDocumentationRun() throws {
        let project = try Project()
        let text = try String(contentsOfFile: Project.repository + "/docs/connectomes.md", encoding: .utf8)
        func blocks(_ language: String) -> [String] {
            text.components(separatedBy: "```\(language)\n").dropFirst().map {
                $0.components(separatedBy: "```")[0]
            }
        }
        #expect(blocks("sh").count >= 6)
        let path = "\(Project.programs):/usr/bin:/bin"
        let outcome = try run(
            "/bin/sh", ["-e", "-c", blocks("sh").joined()], in: project.folder, environment: ["PATH": path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.errors.contains("build-mask: 5 nodes, 6 connections (24% of all pairs)"),
            "\(outcome.errors)")
        let cells = try Connectome(readingFrom: project.folder + "/cells.h5")
        #expect(cells.names == ["PVCL", "AVBL", "AVAL", "RIML", "DVA"] && cells.signs == [1, 1, 1, -1, 1])
        let again = try Connectome(readingFrom: project.folder + "/again.h5")
        #expect(again.mask.connections == cells.mask.connections && again.weights == cells.weights)
        #expect(again.names == cells.names && again.groups == cells.groups && again.signs == cells.signs)
        // Trained weights went through SONATA, with the names of the mask.
        let trained = try Connectome(readingFrom: project.folder + "/trained.h5")
        let weights = try WeightSnapshot(readingFrom: project.folder + "/worm-weights.h5")
        #expect(trained.mask.connections == weights.mask.connections)
        #expect(trained.weights == weights.parameters.recurrentWeights.map { Double($0) })
        #expect(trained.names == ["AVAL", "AVBL", "PVCL", "RIML", "RIMR"])
        #expect(
            try ConnectivityMask(readingFrom: project.folder + "/core-null.h5").wiring.source
                == "imported, of worm.csv")
        guard let python = PythonTests.python else { return }
        let judged = try run(python, ["-c", blocks("python").joined()], in: project.folder)
        #expect(judged.status == 0, "\(judged.errors)")
    }

    /// A state says which network it is of, as its mask does: that of a file, and a null of that; both have weights to begin with.
    @Test(arguments: [[], ["rewired", "--from", "m.h5", "--seed", "1"]])
    func trainingOnAnImportedMaskGoesOn(null: [String]) throws {
        let project = try project()
        func call(_ program: String, _ arguments: [String]) throws {
            let outcome = try run("\(Project.programs)/\(program)", arguments, in: project.folder)
            try #require(outcome.status == 0, "\(outcome.errors)")
        }
        try #require(try build(project, "--from edges.csv").status == 0)
        if !null.isEmpty { try call("build-mask", null + ["--output", "n.h5"]) }
        try call("fetch-data", ["mnist", "--output", "d.h5"])
        func train(_ arguments: String) throws {
            let network = ["--data", "d.h5", "--mask", null.isEmpty ? "m.h5" : "n.h5"]
            let limits = ["--train-limit", "300", "--test-limit", "100", "--initial-weights", "connectome"]
            try call("train", network + limits + arguments.split(separator: " ").map(String.init))
        }
        try train("--to-epoch 1 --weights w1.h5 --state s1.h5")
        try train("--from-epoch 1 --to-epoch 2 --state-in s1.h5 --weights w2.h5 --state s2.h5")
        try train("--to-epoch 2 --weights w.h5 --state s.h5")
        let (parts, whole) = (
            try WeightSnapshot(readingFrom: project.folder + "/w2.h5"),
            try WeightSnapshot(readingFrom: project.folder + "/w.h5")
        )
        #expect(parts.description == whole.description && parts.parameters == whole.parameters)
        #expect(parts.description.wiring?.words.hasSuffix("imported, of edges.csv") == true)
    }

    @Test func filesAndOptionsAreInTheRecipe() throws {
        let project = try project()
        let outcome = try build(project, "--from edges.csv --sign nt --inhibitory GABA")
        #expect(outcome.status == 0, "\(outcome.errors)")
        for line in [
            "edges.csv is read as edge list", "from column pre to column post, weights in column weight",
            "5 rows; 1 more rows of a pair, added up", "4 nodes, 4 connections (25% of all pairs)",
            "1 self-connections, 0 connections whose opposite exists, 0 isolated nodes",
            "the sign of 1 of 4 nodes is not known",
        ] { #expect(outcome.errors.contains("build-mask: \(line)\n"), "\(outcome.errors)") }
        let connectome = try Connectome(readingFrom: project.folder + "/m.h5")
        #expect(connectome.signs == [0, -1, 1, 1] && connectome.weights == [4, 1, 2, 5])
        let shown = try project.program("artifacts", "show", "m.h5").output
        for text in [
            "Mask of 4 hidden nodes: imported, of edges.csv, density 0.25", "source_sha256",
            "inhibitory          \"GABA\"",
            "source_name         \"edges.csv\"",
        ] { #expect(shown.contains(text), "\(shown)") }
        func why(_ arguments: String) throws -> String { try build(project, arguments + " --why").output }
        #expect(
            try why("--from edges.csv --sign nt --inhibitory GABA --self-connections yes")
                == "m.h5: up to date\n")
        #expect(
            try why("--from edges.csv --sign nt --inhibitory GABA --least 2").contains(
                "least was absent, is 2"))
        try (Self.edges + "a,a,1,ACH\n").write(
            toFile: project.folder + "/edges.csv", atomically: true, encoding: .utf8)
        #expect(try why("--from edges.csv --sign nt --inhibitory GABA").contains("input changed: source was"))
    }

    @Test func whatIsWrongIsNamedAndNothingIsPublished() throws {
        let project = try project()
        for (arguments, status, message) in [
            ("--from nowhere.csv", 66, "nowhere.csv"),
            ("--from edges.csv --pre x", 65, "edges.csv: has no column “x” for --pre"),
            ("--from edges.csv --least 0", 64, "--least 0"),
            ("--from edges.csv --take nt", 64, "give column=value"),
            ("--from edges.csv --least 50", 65, "no connection left of 5 rows"),
            ("--from edges.csv --seed 1", 64, "--seed"),
            ("--from edges.csv --nodes nowhere.csv", 66, "nowhere.csv"),
            ("--from edges.csv --weight nt", 65, "line 2: has “GABA” as weight"),
        ] as [(String, Int32, String)] {
            let outcome = try build(project, arguments)
            #expect(
                outcome.status == status && outcome.errors.contains(message),
                "\(arguments): \(outcome.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/m.h5"))
        #expect(try project.program("artifacts", "ls").output.isEmpty)
    }

    /// Their files are named by `--from`, and have other names in the store.
    @Test func importedMasksAndNullsAreComputedAgain() throws {
        let project = try project()
        #expect(try build(project, "--from edges.csv --least 2").status == 0)
        let null = try project.program(
            "build-mask", "shuffled", "--from", "m.h5", "--seed", "3", "--output", "null.h5")
        #expect(null.status == 0, "\(null.errors)")
        let store = Store(at: project.folder + "/artifacts")
        for link in ["m.h5", "null.h5"] {
            let object = try #require(store.object(linkedBy: project.folder + "/" + link))
            try FileManager.default.removeItem(atPath: store.path(ofObject: object.digest, extension: "h5"))
            let repaired = try project.program("artifacts", "verify", "--repair")
            #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
            #expect(try ConnectivityMask(readingFrom: project.folder + "/" + link).count == 3)
        }
    }

    @Test func exportsAreWholeAndReplaceNothing() throws {
        let project = try project()
        #expect(try build(project, "--from edges.csv").status == 0)
        func export(_ arguments: String...) throws -> Outcome {
            try run("\(Project.programs)/artifacts", ["export"] + arguments, in: project.folder)
        }
        #expect(try export("m.h5", "--output", "x.mtx").output == "x.mtx\n")
        #expect(
            try export("m.h5", "--output", "x.mtx").output == "x.mtx was there already, with the same bytes\n"
        )
        try "mine".write(toFile: project.folder + "/mine.csv", atomically: true, encoding: .utf8)
        for (arguments, status, message) in [
            (["m.h5", "--output", "mine.csv"], 74, "it is not overwritten"),
            (["m.h5", "--output", "x.doc"], 64, "says no format"),
            (["m.h5", "--output", "no/x.csv"], 65, "cannot be written"),
            (["m.h5", "--output", "x.npz.gz"], 64, "says no format"),
            (["m.h5", "--output", "x.csv", "--rows", "pre"], 64, "--rows is of matrices"),
            (["nothing", "--output", "x.csv"], 66, "nothing"),
            (["m.h5", "--output", "x.csv", "--nodes", "x.txt"], 64, "must end in .csv or .tsv"),
        ] as [([String], Int32, String)] {
            let outcome = try run("\(Project.programs)/artifacts", ["export"] + arguments, in: project.folder)
            #expect(
                outcome.status == status && outcome.errors.contains(message),
                "\(arguments): \(outcome.errors)")
        }
        #expect(try String(contentsOfFile: project.folder + "/mine.csv", encoding: .utf8) == "mine")
        let names = try FileManager.default.contentsOfDirectory(atPath: project.folder)
        #expect(!names.contains { $0.hasSuffix(".unfinished") })
        // Any mask, also one that was drawn, and a file that is not in the store.
        let drawn = try project.program("build-mask", "full", "--size", "3", "--output", "full.h5")
        #expect(drawn.status == 0)
        try FileManager.default.copyItem(
            atPath: try FileManager.default.destinationOfSymbolicLink(atPath: project.folder + "/full.h5")
                .withPrefix(project.folder),
            toPath: project.folder + "/copy.h5")
        #expect(try export("copy.h5", "--output", "full.mtx").status == 0)
        #expect(
            try String(contentsOfFile: project.folder + "/full.mtx", encoding: .utf8).contains(
                "pattern general\n"))
    }

    /// A random matrix as scipy, anndata, pandas and networkx write it, each as two kinds of numbers; and back.
    @Test(
        .enabled(
            if: PythonTests.python != nil, "SPARSE_CORTEX_PYTHON names no Python with h5py, scipy and anndata"
        ))
    func othersWriteWhatIsReadAndReadWhatIsWritten() throws {
        let project = try Project()
        let python = try #require(PythonTests.python)
        let script = Project.repository + "/Tests/EndToEndTests/fixtures/judge_connectomes.py"
        func judge(_ command: String) throws -> String {
            let outcome = try run(python, [script, command], in: project.folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output
        }
        // Each line: a file, and the options that it needs.
        let files = try judge("write").split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(files.count >= 9)
        for file in files {
            let name = file[0]
            let outcome = try build(project, "--from " + file.joined(separator: " "), to: "from-\(name).h5")
            #expect(outcome.status == 0, "\(file): \(outcome.errors)")
        }
        for ending in ["csv", "tsv.gz", "mtx", "mtx.gz", "npz", "graphml", "h5"] {
            let outcome = try project.program(
                "artifacts", "export", "from-csr.npz.h5", "--output", "to.\(ending)")
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let judged = try judge("check")
        #expect(judged.split(separator: "\n").count >= files.count + 7, "\(judged)")
    }

    /// Of several files, the one at which the library does not end.
    @Test func theFileThatIsReadOnTrialInVainIsNamed() throws {
        let project = try project()
        #expect(try build(project, "--from edges.csv").status == 0)
        #expect(try project.program("artifacts", "export", "m.h5", "--output", "s.h5").status == 0)
        var damaged = try Data(contentsOf: URL(fileURLWithPath: project.folder + "/s.h5"))
        // Lengths of texts.
        let heap = try #require(damaged.range(of: Data("GCOL".utf8))).lowerBound + 24
        damaged.replaceSubrange(heap..<heap + 48, with: Data(count: 48))
        try damaged.write(to: URL(fileURLWithPath: project.folder + "/mutated.h5"))
        let outcome = try build(project, "--from s.h5 --nodes mutated.h5")
        #expect(outcome.status == 65, "\(outcome.errors)")
        #expect(outcome.errors.contains("error: mutated.h5: HDF5 never finishes when"), "\(outcome.errors)")
    }

    /// SONATA files, whose library may crash: read on trial first.
    @Test func damagedSonataFilesAreToldOfOrHarmless() throws {
        let project = try project()
        #expect(try build(project, "--from edges.csv --sign nt --inhibitory GABA").status == 0)
        #expect(try project.program("artifacts", "export", "m.h5", "--output", "s.h5").status == 0)
        let whole = try Data(contentsOf: URL(fileURLWithPath: project.folder + "/s.h5"))
        let file = URL(fileURLWithPath: project.folder + "/mutated.h5")
        var generator = SplitMix64(state: UInt64(whole.count))
        var refused = 0
        for number in 0..<(FaultLibrary.isThorough("mutations") ? 10_000 : 30) {
            let mutation = Mutation(number, of: whole, &generator)
            try mutation.data.write(to: file)
            let outcome = try run(
                "/usr/bin/timeout",
                [
                    "60", "\(Project.programs)/build-mask", "imported", "--from", "mutated.h5", "--weight",
                    "syn_weight",
                    "--node-name", "name", "--node-sign", "sign", "--output", "o.h5",
                ], in: project.folder)
            let moment = "\(number), \(mutation): \(outcome.status): \(outcome.errors)"
            #expect([0, 65].contains(outcome.status), "\(moment)")
            if outcome.status == 65 {
                refused += 1
                #expect(outcome.errors.contains("mutated.h5"), "\(moment)")
            }
        }
        #expect(refused > 0)
    }
}

extension String {
    /// A path of a link, from a folder.
    fileprivate func withPrefix(_ folder: String) -> String { hasPrefix("/") ? self : folder + "/" + self }
}
