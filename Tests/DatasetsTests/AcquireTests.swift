import Foundation
import Testing

@testable import Datasets

@Suite struct AcquireTests {
    private let folder: ScratchFolder
    private let source: DatasetSource

    private static let published: [UInt8] = Array("as published".utf8)
    private static let packed = storedGzip(published)

    init() throws {
        folder = try ScratchFolder()
        let raw = RawFile(
            name: "raw.gz", content: try content(of: Self.published),
            published: try content(of: Self.packed))
        source = DatasetSource(
            name: "toy", title: "Toy", classNames: ["a"], origin: "this test",
            shape: DatasetShape(trainingExamples: 1, testExamples: 1, steps: 1, inputs: 1),
            distributions: [[raw]],
            systemFolders: [folder.url.appendingPathComponent("system").path], decoder: MNISTFiles.decode)
    }

    private func acquire(from: String? = nil, download: String? = "download") throws -> AcquiredFile {
        try source.acquire(
            from: from.map(folder.url.appendingPathComponent),
            projectData: folder.url.appendingPathComponent("data"),
            download: download.map(folder.url.appendingPathComponent))[0]
    }

    @Test func placesAreSearchedInOrder() throws {
        try folder.write([], to: "mine/other.gz")
        for (path, isPacked) in [
            ("download/toy/raw.gz", true), ("system/raw", false), ("data/toy/raw.gz", true),
            ("mine/raw.gz", false),
        ] {
            try folder.write(isPacked ? Self.packed : Self.published, to: path)
            let acquired = try acquire(from: "mine")
            #expect(acquired.url.path == folder.url.appendingPathComponent(path).path)
            #expect(acquired.storedName == (isPacked ? "raw.gz" : "raw") && acquired.isPublished)
        }
        // Without `from`, the folder `mine` is not looked at.
        #expect(try acquire().url.path.hasSuffix("data/toy/raw.gz"))
    }

    @Test func folderWithoutTheFileIsPassedOver() throws {
        try folder.write(Self.published, to: "data/toy/raw.gz")
        try folder.write([], to: "mine/other.gz")
        #expect(try acquire(from: "mine").isPublished)
    }

    @Test(arguments: [("nowhere", "nothing"), ("data/toy/raw.gz", "a file")])
    func mistypedFolderIsAnError(path: String, found: String) throws {
        try folder.write(Self.published, to: "data/toy/raw.gz")
        let error = try #require(fileError { _ = try acquire(from: path) })
        #expect(error.problem == .missing && error.file.hasSuffix(path) && error.found == found)
    }

    @Test(arguments: [
        ("mine/raw.gz", "name a folder with the original file"),
        ("data/toy/raw.gz", "restore the file from version control"),
        ("system/raw.gz", "reinstall or remove the package"),
        ("download/toy/raw.gz", "delete the file to have it downloaded again"),
    ])
    func wrongFileIsAnErrorNotPassedOver(path: String, remedy: String) throws {
        try folder.write([], to: "mine/other.gz")
        try folder.write(Self.published, to: "download/toy/raw.gz")
        try folder.write(Array("as publishee".utf8), to: path)
        let error = try #require(fileError { _ = try acquire(from: "mine") })
        #expect(error.problem == .wrongContent)
        #expect(error.file.hasSuffix(path))
        #expect(try error.expected.contains(content(of: Self.published).sha256), "\(error)")
        let found = try content(of: Array("as publishee".utf8))
        #expect(error.found == "12 bytes with SHA-256 \(found.sha256)")
        #expect(error.remedy.hasPrefix(remedy))
    }

    @Test func withoutDownloadTheErrorSaysWhereToPutTheFile() throws {
        let error = try #require(fileError { _ = try acquire(download: nil) })
        #expect(error.problem == .missing)
        #expect(error.expected.contains("/data/toy") && error.expected.contains("/system"))
        #expect(error.found == "none, and downloading is off")
    }

    @Test func withoutMirrorsTheErrorNamesTheDestination() throws {
        let error = try #require(fileError { _ = try acquire() })
        #expect(error.problem == .missing && error.found == "no mirror")
        #expect(error.file.hasSuffix("download/toy/raw.gz"))
    }

    // MARK: - Several distributions, files without known digest, variants

    private func source(_ distributions: [[RawFile]]) -> DatasetSource {
        DatasetSource(
            name: "toy", title: "Toy", classNames: ["a"], origin: "this test", shape: source.shape,
            distributions: distributions, decoder: MNISTFiles.decode)
    }

    private func acquire(_ source: DatasetSource, download: Bool = false) throws -> [AcquiredFile] {
        try source.acquire(
            from: folder.url.appendingPathComponent("mine"),
            projectData: folder.url.appendingPathComponent("data"),
            download: download ? folder.url.appendingPathComponent("download") : nil)
    }

    @Test func theFilesThatAreThereDecideTheDistribution() throws {
        let parts = try ["one", "two"].map {
            RawFile(name: $0, content: try content(of: Array($0.utf8)))
        }
        let both = source([source.distributions[0], parts])
        try folder.write(Array("two".utf8), to: "mine/two")
        let error = try #require(fileError { _ = try acquire(both, download: true) })
        #expect(error.problem == .missing && error.file.hasSuffix("/one"), "\(error)")
        #expect(error.found.contains("nobody serves it alone") && error.expected.contains("/mine"))
        try folder.write(Array("one".utf8), to: "data/toy/one")
        #expect(try acquire(both).map(\.name) == ["one", "two"])
        try folder.write(Self.published, to: "mine/raw.gz")
        #expect(try acquire(both).map(\.name) == ["raw.gz"])
    }

    @Test func aFileWithoutKnownDigestIsAcceptedButNotDownloaded() throws {
        let page = try #require(URL(string: "https://example.org/raw.gz"))
        let unknown = source([[RawFile(name: "raw.gz", content: nil, mirrors: [page])]])
        try folder.write([], to: "mine/other")
        let error = try #require(fileError { _ = try acquire(unknown, download: true) })
        #expect(
            error.problem == .missing && error.remedy.contains("by hand from https://example.org"), "\(error)"
        )
        try folder.write(Array("anything".utf8), to: "mine/raw.gz")
        let acquired = try acquire(unknown)[0]
        #expect(!acquired.isPublished && acquired.storedName == "raw")
    }

    @Test func aVariantHasANameOfItsOwnAndOtherFiles() throws {
        let variant = source.variant(try DatasetVariant("Small-2"))
        #expect(variant.name == "toy-small-2" && variant.title == "Toy (Small-2)")
        #expect(variant.origin.hasPrefix("variant Small-2, not the published files of: this test"))
        // Neither the published dataset's folder nor a download gives it.
        try folder.write([], to: "mine/other")
        try folder.write(Self.published, to: "data/toy/raw.gz")
        let missing = try #require(fileError { _ = try acquire(variant, download: true) })
        #expect(missing.problem == .missing && missing.expected.contains("data/toy-small-2"), "\(missing)")
        try folder.write(Array("anything".utf8), to: "mine/raw.gz")
        #expect(try !acquire(variant)[0].isPublished)
        try folder.write(Self.packed, to: "mine/raw.gz")
        let same = try #require(fileError { _ = try acquire(variant) })
        #expect(same.problem == .notAVariant && same.remedy == "name no variant", "\(same)")
    }

    @Test(arguments: ["", "a b", "../x", "-a", "a--b", "a-", "é", "a/b", String(repeating: "a", count: 41)])
    func namesThatNoPathCanHaveAreRefused(name: String) {
        #expect(throws: DatasetVariantError(name: name)) { try DatasetVariant(name) }
    }
}
