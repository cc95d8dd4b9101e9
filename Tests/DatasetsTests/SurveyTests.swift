import Foundation
import Testing

@testable import Datasets

/// What is found of several distributions, and what is said about the rest.
@Suite struct SurveyTests {
    private let folder: ScratchFolder
    private let source: DatasetSource
    private static let bytes: [UInt8] = Array("what the file holds".utf8)
    private static let other: [UInt8] = Array("what others hold...".utf8)

    init() throws {
        folder = try ScratchFolder()
        let members = [
            RawFile(name: "one", content: try content(of: Self.bytes)),
            RawFile(name: "two", content: try content(of: Self.other)),
        ]
        let mirror = try #require(URL(string: "http://127.0.0.1:9/x.tar.gz"))
        let archive = RawFile(
            archive: "x.tar.gz", holding: members.flatMap(\.contents),
            published: FileContent(sha256: String(repeating: "0", count: 64), byteCount: 123),
            mirrors: [mirror])
        source = DatasetSource(
            name: "toy", title: "Toy", classNames: ["a"], origin: "this test",
            shape: DatasetShape(trainingExamples: 1, testExamples: 1, steps: 1, inputs: 1),
            distributions: [[archive], members], decoder: MNISTFiles.decode)
    }

    private func survey(download: Bool = true) throws -> [SurveyedFile] {
        try source.survey(
            from: folder.url, projectData: URL(fileURLWithPath: "/nowhere"),
            download: download ? folder.url.appendingPathComponent("download") : nil)
    }

    private func names() throws -> [String] {
        try survey().map { if case .found(let file) = $0 { file.storedName } else { "to download" } }
    }

    @Test func aWholeDistributionComesBeforeADamagedOne() throws {
        try folder.write(Array("no archive".utf8), to: "x.tar.gz")
        #expect(try #require(fileError { _ = try survey() }).file.hasSuffix("x.tar.gz"))
        try folder.write(Self.bytes, to: "batches/one")
        #expect(try #require(fileError { _ = try survey() }).file.hasSuffix("x.tar.gz"))
        try folder.write(storedGzip(Self.other), to: "batches/two.gz")
        #expect(try names() == ["one", "two.gz"])
    }

    @Test func aSurveyDownloadsNothing() throws {
        guard case .downloadable(let raw, let content, let mirrors) = try #require(try survey().first) else {
            Issue.record("found")
            return
        }
        #expect(raw.name == "x.tar.gz" && content.byteCount == 123 && mirrors.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
        let error = try #require(fileError { _ = try survey(download: false) })
        #expect(error.problem == .missing && error.found == "none, and downloading is off", "\(error)")
        #expect(error.file == "/nowhere/toy/x.tar.gz" && error.expected.contains("packed or not"))
    }

    @Test func earlierDownloadsCountOffline() throws {
        func survey() throws -> [SurveyedFile] {
            try source.survey(
                from: nil, projectData: URL(fileURLWithPath: "/nowhere"),
                download: folder.url.appendingPathComponent("download"), isOffline: true)
        }
        let error = try #require(fileError { _ = try survey() })
        #expect(error.problem == .missing && error.found == "none, and downloading is off", "\(error)")
        try folder.write(Self.bytes, to: "download/toy/one")
        try folder.write(Self.other, to: "download/toy/two")
        #expect(try survey().allSatisfy { if case .found = $0 { true } else { false } })
        // Only if they are the right ones.
        try folder.write(Self.other, to: "download/toy/one")
        #expect(try #require(fileError { _ = try survey() }).problem == .wrongContent)
    }

    @Test(.enabled(if: getuid() != 0, "root may read every folder"))
    func whatMayNotBeReadIsSaid() throws {
        try folder.write(Self.bytes, to: "closed/one")
        let closed = folder.url.appendingPathComponent("closed").path
        #expect(chmod(closed, 0) == 0)
        defer { chmod(closed, 0o755) }
        let below = try #require(fileError { _ = try survey(download: false) })
        #expect(below.problem == .missing && below.found.contains("was looked at"), "\(below)")
        #expect(chmod(folder.url.path, 0) == 0)
        let error = fileError { _ = try survey() }
        chmod(folder.url.path, 0o755)
        #expect(error?.problem == .unreadable && error?.file == folder.url.path)
    }

    @Test func whatWasNotLookedAtIsSaid() throws {
        try folder.write(Self.bytes, to: "1/2/3/4/5/one")
        let error = try #require(fileError { _ = try survey(download: false) })
        #expect(error.found.contains("not all below \(folder.url.path) was looked at"), "\(error)")
    }
}
