import Foundation
import Testing

@testable import Datasets

@Suite struct AcquireTests {
    private let folder: ScratchFolder
    private let source: DatasetSource

    private static let published: [UInt8] = Array("as published".utf8)
    private static let repacked: [UInt8] = Array("packed again".utf8)

    init() throws {
        folder = try ScratchFolder()
        let raw = RawFile(
            name: "raw.gz", published: try content(of: Self.published),
            repacked: [try content(of: Self.repacked, origin: "a package")], mirrors: [])
        source = DatasetSource(
            name: "toy", title: "Toy", classNames: ["a"], origin: "this test",
            shape: DatasetShape(trainingImages: 1, testImages: 1, rows: 1, columns: 1), files: [raw],
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
        for (path, origin) in [
            ("download/toy/raw.gz", "as published"), ("system/raw.gz", "a package"),
            ("data/toy/raw.gz", "as published"), ("mine/raw.gz", "a package"),
        ] {
            try folder.write(origin == "a package" ? Self.repacked : Self.published, to: path)
            let acquired = try acquire(from: "mine")
            #expect(acquired.url.path == folder.url.appendingPathComponent(path).path)
            #expect(acquired.content.origin == origin)
        }
        // Without `from`, the folder `mine` is not looked at.
        #expect(try acquire().url.path.hasSuffix("data/toy/raw.gz"))
    }

    @Test func folderWithoutTheFileIsPassedOver() throws {
        try folder.write(Self.published, to: "data/toy/raw.gz")
        try folder.write([], to: "mine/other.gz")
        #expect(try acquire(from: "mine").content.origin == "as published")
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
        for content in source.files[0].contents {
            #expect(error.expected.contains(content.sha256), "\(error)")
        }
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
}
