import ArtifactStore
import Foundation
import Testing

/// Archives are imported in whatever form they come.
@Suite(.serialized) struct ImportTests {
    /// A folder with an archive of a figure, `bag.tar`, and what comes out of it, `figure2/`.
    private final class Bags {
        let copy: StoreCopy

        init() throws {
            copy = try StoreCopy(of: try FinishedFigure.shared().project.folder + "/artifacts")
            let made = try run(
                "\(Project.programs)/artifacts",
                [
                    "archive", "figure2", "--output", copy.folder + "/bag.tar", "--source",
                    Project.repository, "--store", copy.path,
                ], in: try FinishedFigure.shared().project.folder)
            try #require(made.status == 0, "\(made.errors)")
            // A zip cannot have the time 0.
            try shell("tar -xmf bag.tar")
        }

        func shell(_ script: String) throws {
            let outcome = try run("/bin/bash", ["-ec", script], in: copy.folder)
            try #require(outcome.status == 0, "\(script): \(outcome.output)\(outcome.errors)")
        }

        func python(_ script: String) throws {
            let outcome = try run("/usr/bin/env", ["python3", "-c", script], in: copy.folder)
            try #require(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        }

        /// Into a store of its own.
        func importing(_ name: String) throws -> (outcome: Outcome, store: Store) {
            let path = "\(copy.folder)/store-\(UUID().uuidString)"
            let outcome = try run(
                "\(Project.programs)/artifacts", ["import", name, "--store", path], in: copy.folder)
            return (outcome, Store(at: path))
        }

        /// Names of all objects and recipes that an import leaves.
        func imported(_ name: String) throws -> [String] {
            let (outcome, store) = try importing(name)
            #expect(outcome.status == 0, "\(name): \(outcome.output)\(outcome.errors)")
            #expect(store.verify().damages.isEmpty, "\(name)")
            return ["objects", "recipes"].flatMap { folder in
                FileManager.default.subpaths(atPath: "\(store.root)/\(folder)") ?? []
            }.sorted()
        }

        func refusal(_ name: String) throws -> Outcome {
            let (outcome, store) = try importing(name)
            #expect(store.recipeDigests().isEmpty && store.verify().damages.isEmpty, "\(name)")
            return outcome
        }
    }

    static func has(_ program: String) -> Bool {
        (try? run("/usr/bin/env", ["which", program], in: "/"))?.status == 0
    }

    @Test func everyFormGivesTheSameStore() throws {
        let bags = try Bags()
        let expected = try bags.imported("bag.tar")
        #expect(expected.count > 20)
        for format in ["gnu", "pax"] {
            try bags.shell("tar --format=\(format) -cf \(format).tar figure2")
            #expect(try bags.imported("\(format).tar") == expected, "\(format)")
        }
        for program in ["gzip", "bzip2", "xz", "zstd"] {
            guard Self.has(program) else {
                print("SKIPPED: there is no \(program)")
                continue
            }
            try bags.shell("\(program) -c pax.tar >packed")
            #expect(try bags.imported("packed") == expected, "\(program)")
        }
        try bags.python("import shutil; shutil.make_archive('bag', 'zip', '.', 'figure2')")
        #expect(try bags.imported("bag.zip") == expected)
        try bags.shell("mkdir below; cp -r figure2 below")
        for folder in ["figure2/data", "below"] {
            #expect(try bags.imported(folder) == expected, "\(folder)")
        }
    }

    /// Make would compute all of it again, to everybody's surprise.
    @Test func recipesOfOtherProgramsAreTold() throws {
        let bags = try Bags()
        let (same, _) = try bags.importing("bag.tar")
        #expect(same.status == 0 && same.errors.isEmpty, "\(same.errors)")
        let none = try run(
            "\(Project.programs)/artifacts",
            ["import", "bag.tar", "--store", bags.copy.folder + "/other", "--bin", bags.copy.folder],
            in: bags.copy.folder)
        #expect(none.status == 0)
        #expect(
            none.errors.contains(/artifacts: (\d+) of \1 recipes are of other code than the programs in/),
            "\(none.errors)")
    }

    @Test func bsdtarPacksWhatIsImported() throws {
        guard Self.has("bsdtar") else { return print("SKIPPED: there is no bsdtar") }
        let bags = try Bags()
        try bags.shell("bsdtar -czf bsd.tgz figure2")
        #expect(try bags.imported("bsd.tgz") == bags.imported("bag.tar"))
    }

    /// Cut anywhere, also between two members, where libarchive takes a tar for whole.
    @Test func whatIsCutShortIsRefused() throws {
        let bags = try Bags()
        try bags.python(
            """
            import gzip, shutil, tarfile
            shutil.make_archive("bag", "zip", ".", "figure2")
            whole = open("bag.tar", "rb").read()
            packed = gzip.compress(whole, 1)
            zipped = open("bag.zip", "rb").read()
            with tarfile.open("bag.tar") as tar: members = tar.getmembers()
            cuts = {"between": whole[:members[4].offset], "last": whole[:-1024], "header": whole[:members[4].offset + 100]}
            cuts |= {"inside": whole[:len(whole) // 3], "gzip": packed[:len(packed) * 2 // 3], "zip": zipped[:-30]}
            cuts["between-packed"] = gzip.compress(cuts["between"])
            for name, content in cuts.items(): open(name, "wb").write(content)
            """)
        for name in ["between", "last", "header", "inside", "gzip", "zip", "between-packed"] {
            let outcome = try bags.refusal(name)
            #expect(outcome.status == 65, "\(name): \(outcome.output)\(outcome.errors)")
            #expect(outcome.errors.contains("error: \(name)"), "\(name): \(outcome.errors)")
        }
        #expect(try bags.refusal("between").errors.contains("cut short; the import stopped there"))
    }

    @Test func whatIsNoArchiveIsNamed() throws {
        let bags = try Bags()
        try bags.shell("echo nothing of the kind >text; : >empty; gzip -c text >text.gz")
        for name in ["text", "empty", "text.gz"] {
            let outcome = try bags.refusal(name)
            #expect(outcome.status == 65, "\(name): \(outcome.output)\(outcome.errors)")
            #expect(
                outcome.errors.contains(
                    "\(name): expected a tar (also packed by gzip, bzip2, xz or zstd), a zip"),
                "\(outcome.errors)")
        }
        let missing = try bags.refusal("nowhere.tar.gz")
        #expect(missing.status == 66 && missing.errors.contains("nowhere.tar.gz cannot be opened"))
    }

    @Test func linksAreRefusedInEveryForm() throws {
        let bags = try Bags()
        try bags.shell("mkdir -p bad/objects/00; ln -s /etc/passwd bad/objects/00/x; tar -czf bad.tgz bad")
        try bags.python(
            """
            import zipfile
            link = zipfile.ZipInfo("bad/objects/00/x")
            link.create_system, link.external_attr = 3, 0o120777 << 16
            with zipfile.ZipFile("bad.zip", "w") as z: z.writestr(link, "/etc/passwd")
            """)
        for name in ["bad", "bad.tgz", "bad.zip"] {
            let outcome = try bags.refusal(name)
            #expect(outcome.status == 65 && outcome.errors.contains("a link or device"), "\(outcome.errors)")
        }
    }

    /// Gigabytes of nothing in a few kilobytes: holes in a tar of GNU, zeros in a zip and in members that nobody wants.
    @Test func bombsAreRefused() throws {
        let bags = try Bags()
        try bags.shell(
            """
            mkdir -p bomb/objects/00 many
            object=bomb/objects/00/$(printf '0%.0s' {1..64}).h5
            truncate -s 8G $object
            tar -Scf holes.tar bomb
            truncate -s 1100M $object
            for n in 1 2; do truncate -s 600M many/$n; done
            tar -cf - many | gzip -1 >many.tgz
            """)
        try bags.python(
            """
            import zipfile
            with zipfile.ZipFile("zeros.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z: z.write("bomb/objects/00/" + "0" * 64 + ".h5")
            """)
        for name in ["holes.tar", "many.tgz", "zeros.zip"] {
            let outcome = try bags.refusal(name)
            #expect(
                outcome.status == 65 && outcome.errors.contains("at most 1073741824 bytes unpacked"),
                "\(name): \(outcome.output)\(outcome.errors)")
        }
    }
}
