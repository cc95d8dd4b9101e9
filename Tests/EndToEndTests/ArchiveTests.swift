import ArtifactStore
import Foundation
import Testing

/// Archives, and stores that are copied: what comes back needs no computation.
@Suite(.serialized) struct ArchiveTests {
    private func archive(_ project: Project, _ name: String, _ options: String...) throws -> Outcome {
        let command = ["archive", "figure2", "--output", name, "--source", Project.repository] + options
        return try run("\(Project.programs)/artifacts", command, in: project.folder)
    }

    /// Removes links and store, except for the plan and the codes, as in a fresh clone.
    private func forget(_ project: Project) throws {
        try FileManager.default.moveItem(
            atPath: project.folder + "/artifacts", toPath: project.folder + "/before")
    }

    @Test func anImportedArchiveNeedsNoComputation() throws {
        let project = try Project()
        #expect(try project.make("figure2").status == 0)
        let links = try project.links()
        let first = try archive(project, "one.tar")
        #expect(first.status == 0, "\(first.errors)")
        #expect(try archive(project, "two.tar").status == 0)
        let bytes = try ["one.tar", "two.tar"].map { try Digest(ofFileAt: "\(project.folder)/\($0)") }
        #expect(bytes[0] == bytes[1], "the same store must give the same bytes")
        let again = try archive(project, "one.tar")
        #expect(again.status == 0 && again.output.contains("already there, with the same bytes"))
        try Data("mine".utf8).write(to: URL(fileURLWithPath: project.folder + "/mine.tar"))
        let refused = try archive(project, "mine.tar")
        #expect(refused.status == 74 && refused.errors.contains("mine.tar exists and has other bytes"))
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: project.folder + "/mine.tar")) == Data("mine".utf8))
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/mine.tar.unfinished"))
        #expect(try project.program("artifacts", "gc").output.hasPrefix("0 objects, 0 files"))
        try forget(project)
        let imported = try project.program("artifacts", "import", "one.tar")
        #expect(imported.status == 0, "\(imported.errors)")
        let made = try project.make("figure2")
        #expect(made.status == 0 && made.computed.isEmpty, "\(made.errors)")
        #expect(try project.links() == links)
        #expect(try project.program("artifacts", "verify").status == 0)
    }

    /// All numbers and pages, and no network: those can be computed again, and are where they are asked for.
    @Test func anArchiveOfResultsShowsTheFigureAndItsNetworksComeBack() throws {
        let project = try Project()
        #expect(try project.make("figure2").status == 0)
        let links = try project.links()
        let made = try archive(project, "results.tar", "--results-only")
        #expect(made.status == 0 && made.errors.contains("; left out are "), "\(made.errors)")
        try forget(project)
        let store = Store(at: project.folder + "/artifacts")
        let none = try project.make("figure2", "PROFILE=smoke-finished")
        #expect(none.status == 0, "\(none.errors)")
        let imported = try project.program("artifacts", "import", "results.tar")
        #expect(imported.output.contains("objects were left out, and are computed again when needed"))
        // Networks of which only the recipes came count as finished.
        let finished = try project.make("figure2", "PROFILE=smoke-finished")
        #expect(finished.status == 0 && finished.computed(by: "train").isEmpty, "\(finished.errors)")
        let caption = try String(
            contentsOfFile: store.root + "/figures/smoke-finished/figure2/figure2.html", encoding: .utf8)
        #expect(caption.contains(/Only finished networks are shown, ([\d,]+) of \1\./))
        let again = try project.make("figure2")
        #expect(again.status == 0 && again.computed.isEmpty, "\(again.errors)")
        #expect(try project.links().filter { !$0.key.contains("-finished") } == links)
        let verified = try project.program("artifacts", "verify")
        #expect(verified.status == 0 && verified.output.contains(" dropped"), "\(verified.output)")
        let network = try #require(links.keys.sorted().first { $0.contains("weights-e1") })
        #expect(store.isDropped(link: network))
        #expect(try project.program("artifacts", "restore", "artifacts/" + network).status == 0)
        #expect(!store.isDropped(link: network) && store.verify().damages.isEmpty)
    }

    /// A store may have a figure in many profiles; an archive holds the one that was asked for.
    @Test func anArchiveHoldsOneProfile() throws {
        let copy = try StoreCopy(of: try FinishedFigure.shared().project.folder + "/artifacts")
        let plan = copy.path + "/plan/figure2-smoke.jobs.json"
        let text = try String(contentsOfFile: plan, encoding: .utf8)
        try text.replacing("\"smoke\"", with: "\"laptop\"").replacing("figures/smoke", with: "figures/laptop")
            .write(
                toFile: copy.path + "/plan/figure2-laptop.jobs.json", atomically: true, encoding: .utf8)
        func archive(_ profile: String) throws -> Outcome {
            try run(
                "\(Project.programs)/artifacts",
                [
                    "archive", "figure2", "--profile", profile, "--output", "\(copy.folder)/\(profile).tar",
                    "--source",
                    Project.repository, "--store", copy.path,
                ], in: copy.folder)
        }
        let smoke = try archive("smoke")
        #expect(smoke.status == 0, "\(smoke.errors)")
        #expect(smoke.errors.contains("smoke.tar will have 62 objects, "), "\(smoke.errors)")
        let laptop = try archive("laptop")
        #expect(laptop.status == 66 && laptop.errors.contains("figures/laptop"), "\(laptop.errors)")
        let paper = try archive("paper")
        #expect(paper.status == 66 && paper.errors.contains("in profile paper (there are laptop, smoke)"))
    }

    private static let python = ProcessInfo.processInfo.environment["SPARSE_CORTEX_PYTHON"] ?? "python3"
    private static let hasJudges =
        (try? run(
            "/usr/bin/env", [python, "-c", "import bagit, h5py, rocrate, rocrate_validator, scipy"], in: "/"))?
        .status == 0

    @Test(.enabled(if: hasJudges, "there is no bagit, roc-validator, or rocrate in SPARSE_CORTEX_PYTHON"))
    func othersAcceptAnArchive() throws {
        let figure = try FinishedFigure.shared().project
        // An archive keeps what it holds: not in the store that other tests copy.
        let copy = try StoreCopy(of: figure.folder + "/artifacts")
        for (name, options) in [
            ("plain.tar", []), ("raw.tar", ["--raw-data"]), ("results.tar", ["--results-only"]),
        ] {
            let bag = "\(copy.folder)/\(name)"
            let made = try run(
                "\(Project.programs)/artifacts",
                [
                    "archive", "figure2", "--output", bag, "--source", Project.repository, "--store",
                    copy.path,
                ] + options, in: figure.folder)
            #expect(made.status == 0, "\(made.errors)")
            let judge = Project.repository + "/Tests/EndToEndTests/fixtures/check_archive.py"
            let judged = try run("/usr/bin/env", [Self.python, judge, bag], in: copy.folder)
            #expect(judged.status == 0, "\(name): \(judged.output)\(judged.errors.suffix(500))")
        }
    }

    @Test func rawFilesAreArchivedByChoice() throws {
        let project = try Project()
        #expect(try project.make("figure2").status == 0)
        let name = "t10k-images-idx3-ubyte.gz"
        let data = "\(project.folder)/pipeline/data"
        let digest = try Digest(ofFileAt: "\(data)/mnist/\(name)")
        let raw = try archive(project, "raw.tar", "--raw-data")
        #expect(raw.status == 0, "\(raw.errors)")
        let member = "figure2/data/raw/mnist/\(name)"
        #expect(try run("/usr/bin/env", ["tar", "-xf", "raw.tar", member], in: project.folder).status == 0)
        #expect(try Digest(ofFileAt: "\(project.folder)/\(member)") == digest)
        // Only the digest otherwise, whether the file is there or not.
        try FileManager.default.removeItem(atPath: "\(project.folder)/figure2")
        // The link to the data only.
        try FileManager.default.removeItem(atPath: data)
        #expect(try archive(project, "plain.tar").status == 0)
        #expect(try run("/usr/bin/env", ["tar", "-xf", "plain.tar"], in: project.folder).status == 0)
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/figure2/data/raw"))
        let metadata = project.folder + "/figure2/data/ro-crate-metadata.json"
        #expect(try String(contentsOfFile: metadata, encoding: .utf8).contains("sha256:\(digest.hex)"))
        let refused = try archive(project, "none.tar", "--raw-data")
        #expect(refused.status == 66, "\(refused.errors)")
        #expect(refused.errors.contains("raw file \(name) of mnist (SHA-256 \(digest.hex)) is neither in"))
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/none.tar"))
    }

    @Test func hostileArchivesAreRefused() throws {
        let project = try Project()
        let mask = ["full", "--size", "5", "--output", "artifacts/plan.h5"]
        #expect(try run("\(Project.programs)/build-mask", mask, in: project.folder).status == 0)
        let script = """
            import io, sys, tarfile
            digest = "0" * 64
            def member(name, kind=tarfile.REGTYPE, target="", data=b"evil"):
                entry = tarfile.TarInfo(name)
                entry.type, entry.linkname = kind, target
                entry.size = len(data) if kind == tarfile.REGTYPE else 0
                return entry, io.BytesIO(data)
            cases = {
                "climbs": [member("../../../outside")],
                "absolute": [member("/tmp/outside-" + digest)],
                "link": [member("x/data/objects/00/" + digest + ".h5", tarfile.SYMTYPE, "/etc/passwd")],
                "lies": [member("x/data/objects/00/" + digest + ".h5")],
                "extension": [member("x/data/objects/00/" + digest + "./../../../x")],
                "recipe": [member("x/data/recipes/" + digest + ".json", data=b"{}")],
            }
            for name, members in cases.items():
                with tarfile.open(name + ".tar", "w", format=tarfile.USTAR_FORMAT) as tar:
                    for entry, data in members: tar.addfile(entry, data)
            """
        #expect(try run("/usr/bin/env", ["python3", "-c", script], in: project.folder).status == 0)
        let before = try FileManager.default.subpathsOfDirectory(atPath: project.folder).sorted()
        for (name, status) in [
            ("climbs", 0), ("absolute", 0), ("link", 65), ("lies", 65), ("extension", 0), ("recipe", 65),
        ] {
            let outcome = try project.program("artifacts", "import", "\(name).tar")
            #expect(outcome.status == status, "\(name): \(outcome.errors)\(outcome.output)")
        }
        let after = try FileManager.default.subpathsOfDirectory(atPath: project.folder).sorted()
        #expect(
            Set(after).subtracting(before).isSubset(of: ["artifacts/tmp"]),
            "\(Set(after).subtracting(before))")
        #expect(!FileManager.default.fileExists(atPath: "/tmp/outside-" + String(repeating: "0", count: 64)))
    }

    @Test func aBrokenArchiveIsRefused() throws {
        let project = try Project()
        #expect(try project.make("figure2").status == 0)
        #expect(try archive(project, "whole.tar").status == 0)
        let whole = try Data(contentsOf: URL(fileURLWithPath: project.folder + "/whole.tar"))
        try whole.prefix(whole.count / 3).write(to: URL(fileURLWithPath: project.folder + "/short.tar"))
        // A bit in an object, in what the record of a run says, and in what an import has no use for.
        let object = try #require(
            Store(at: project.folder + "/artifacts").records().first?.outputs.values.first)
        let places = [
            "object": try Data(
                contentsOf: URL(fileURLWithPath: Store(at: project.folder + "/artifacts").path(of: object))),
            "record": Data(#""host":"#.utf8), "tree": Data("// swift-tools-version".utf8),
        ]
        for (name, bytes) in places {
            var flipped = whole
            let place = try #require(whole.firstRange(of: bytes), "\(name)")
            flipped[place.lowerBound + bytes.count / 2] ^= 1
            try flipped.write(to: URL(fileURLWithPath: "\(project.folder)/\(name).tar"))
        }
        for name in places.keys + ["short"] {
            let outcome = try project.program("artifacts", "import", "\(name).tar", "--store", name)
            #expect(outcome.status == 65, "\(name): \(outcome.errors)\(outcome.output)")
            #expect(Store(at: "\(project.folder)/\(name)").verify().damages.isEmpty)
        }
    }

    private static let hasRsync = FileManager.default.isExecutableFile(atPath: "/usr/bin/rsync")

    @Test(.enabled(if: hasRsync, "there is no rsync"))
    func aPulledStoreNeedsNoComputation() throws {
        let project = try Project()
        try FileManager.default.copyItem(
            atPath: Project.repository + "/pipeline/sync.sh", toPath: project.folder + "/pipeline/sync.sh")
        #expect(try project.make("figure2").status == 0)
        let links = try project.links()
        let remote = project.folder + "/remote"
        let pushed = try project.make("push", "REMOTE=\(remote)")
        #expect(pushed.status == 0, "\(pushed.errors)")
        // What is there already stays as it is, be it what it may.
        let object = try #require(Store(at: remote).records().first?.outputs.values.first)
        let path = Store(at: remote).path(of: object)
        let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        #expect(try project.make("push", "REMOTE=\(remote)").status == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == time)
        try forget(project)
        let pulled = try project.make("pull", "REMOTE=\(remote)")
        #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
        let made = try project.make("figure2")
        #expect(made.status == 0 && made.computed.isEmpty, "\(made.errors)")
        #expect(try project.links() == links)
        #expect(try project.make("push").errors.contains("REMOTE="))
    }
}
