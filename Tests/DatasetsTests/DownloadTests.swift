import Foundation
import Testing

@testable import Datasets

@Suite(.enabled(if: MirrorServer.isAvailable, "python3 is not on the search path"))
struct DownloadTests {
    private let folder: ScratchFolder
    private let server: MirrorServer
    private static let policy = DownloadPolicy(
        attemptsPerMirror: 3, firstDelay: 0.01, longestDelay: 0.02, idleTimeout: 20)

    init() throws {
        folder = try ScratchFolder()
        server = try MirrorServer()
    }

    private static func downloader(_ raw: RawFile, to folder: URL) throws -> Downloader {
        Downloader(raw: raw, published: try #require(raw.published), folder: folder, policy: policy)
    }

    private func download(
        _ behaviours: String..., policy: DownloadPolicy = policy,
        progress: (AcquisitionEvent) -> Void = { _ in }
    ) throws -> AcquiredFile {
        let published = try content(of: mirrorContent())
        let raw = RawFile(
            name: "raw.gz", content: published, published: published,
            mirrors: try behaviours.map { try server.url($0) })
        return try Downloader(raw: raw, published: published, folder: folder.url, policy: policy)
            .run(progress: progress)
    }

    private func expectWhole(_ acquired: AcquiredFile) throws {
        #expect(try [UInt8](Data(contentsOf: acquired.url)) == mirrorContent())
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["raw.gz"])
    }

    @Test func goodMirror() throws {
        var received: [Int] = []
        let acquired = try download("good") { event in
            if case .downloading(_, _, let count, let total) = event {
                received.append(count)
                #expect(total == mirrorSize)
            }
        }
        try expectWhole(acquired)
        #expect(received == received.sorted() && received.last == mirrorSize)
        #expect(try server.requests() == ["200 whole"])
    }

    @Test func throughTheSource() throws {
        let raw = RawFile(
            name: "raw.gz", content: try content(of: mirrorContent()),
            published: try content(of: mirrorContent()), mirrors: [try server.url("good")])
        let source = DatasetSource(
            name: "toy", title: "Toy", classNames: [], origin: "", shape: smallSource.shape,
            distributions: [[raw]],
            decoder: MNISTFiles.decode)
        let nowhere = URL(fileURLWithPath: "/nowhere")
        for _ in 0..<2 {
            let acquired = try source.acquire(from: nil, projectData: nowhere, download: folder.url)
            #expect(acquired.map(\.url.path) == [folder.url.path + "/toy/raw.gz"])
        }
        // The second time it was found.
        #expect(try server.requests() == ["200 whole"])
    }

    @Test(arguments: [
        ("busy_twice", ["503 whole", "503 whole", "200 whole"]),
        ("truncated_once", ["200 whole", "206 bytes=150000-"]),
        ("truncated_once_no_range", ["200 whole", "200 bytes=150000-"]),
        ("truncated_then_wrong_range", ["200 whole", "206 bytes=150000-", "200 whole"]),
    ])
    func passingFaultIsRetried(behaviour: String, requests: [String]) throws {
        // The last one needs a fourth attempt: the third is cut short as the first was.
        try expectWhole(download(behaviour, "good"))
        let made = try server.requests()
        #expect(made.starts(with: requests), "\(made)")
    }

    @Test func partFromAnEarlierRunIsResumed() throws {
        try folder.write(Array(mirrorContent()[..<1000]), to: "raw.gz.part")
        try expectWhole(download("good"))
        #expect(try server.requests() == ["206 bytes=1000-"])
    }

    @Test func completePartNeedsNoRequest() throws {
        try folder.write(mirrorContent(), to: "raw.gz.part")
        try expectWhole(download("missing"))
        #expect(try server.requests() == [])
    }

    @Test func wrongPartIsThrownAwayAndDownloadedWhole() throws {
        try folder.write([UInt8](repeating: 1, count: 1000), to: "raw.gz.part")
        try expectWhole(download("good"))
        #expect(try server.requests() == ["206 bytes=1000-", "200 whole"])
    }

    @Test func overlongPartIsThrownAway() throws {
        try folder.write(mirrorContent() + [0], to: "raw.gz.part")
        try expectWhole(download("good"))
        #expect(try server.requests() == ["200 whole"])
    }

    @Test func refusedRangeStartsAnew() throws {
        try folder.write(Array(mirrorContent()[..<1000]), to: "raw.gz.part")
        try expectWhole(download("refuses_range"))
        #expect(try server.requests() == ["416 bytes=1000-", "200 whole"])
    }

    @Test func redirectIsFollowed() throws {
        try expectWhole(download("redirect"))
        #expect(try server.requests() == ["302 whole", "200 whole"])
    }

    @Test(arguments: [
        ("missing", "HTTP status 404"), ("wrong", "expected SHA-256"), ("wrong_size", "it offers 26 bytes"),
        ("endless", "more than 300000 bytes"),
    ])
    func lastingFaultLeadsToTheNextMirrorAtOnce(behaviour: String, reason: String) throws {
        try expectWhole(download(behaviour, "good"))
        #expect(try server.requests().count == 2)
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("raw.gz"))
        let error = try #require(fileError { _ = try download(behaviour) })
        #expect(error.problem == .missing && error.found.contains(reason), "\(error)")
        #expect(error.found.contains("http://127.0.0.1") && error.remedy.contains("by hand"))
    }

    @Test func hangingMirrorIsGivenUp() throws {
        let policy = DownloadPolicy(attemptsPerMirror: 1, firstDelay: 0, longestDelay: 0, idleTimeout: 0.5)
        let start = ContinuousClock.now
        let error = try #require(fileError { _ = try download("hang_before", policy: policy) })
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(error.found.contains("no byte for 0.5 s"), "\(error)")
    }

    @Test func hangHalfWayIsResumed() throws {
        let policy = DownloadPolicy(attemptsPerMirror: 4, firstDelay: 0, longestDelay: 0, idleTimeout: 2)
        try expectWhole(download("hang_after_half", policy: policy))
        #expect(try server.requests().starts(with: ["200 whole", "206 bytes=150000-"]))
    }

    @Test func deadServerIsRetriedThenReported() throws {
        let raw = RawFile(
            name: "raw.gz", content: try content(of: mirrorContent()),
            published: try content(of: mirrorContent()),
            // Port 9 (discard) is closed on any machine that runs tests.
            mirrors: [try #require(URL(string: "http://127.0.0.1:9/raw.gz"))])
        var retries = 0
        let error = try #require(
            fileError {
                _ = try Self.downloader(raw, to: folder.url).run { event in
                    if case .retrying = event { retries += 1 }
                }
            })
        #expect(retries == 2 && error.problem == .missing)
    }

    @Test func twoDownloadsAtOnceMakeOneFile() async throws {
        let raw = RawFile(
            name: "raw.gz", content: try content(of: mirrorContent()),
            published: try content(of: mirrorContent()), mirrors: [try server.url("good")])
        let folder = folder.url
        try await withThrowingTaskGroup(of: AcquiredFile.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    try Self.downloader(raw, to: folder).run { _ in }
                }
            }
            for try await acquired in group { try expectWhole(acquired) }
        }
        #expect(try server.requests() == ["200 whole"])
    }

    @Test func downloadWaitsForTheOneUnderWay() async throws {
        var other: PartFile? = try PartFile(folder.url.appendingPathComponent("raw.gz.part"))
        let raw = RawFile(
            name: "raw.gz", content: try content(of: mirrorContent()),
            published: try content(of: mirrorContent()), mirrors: [try server.url("good")])
        let folder = folder.url
        let waiting = Task.detached {
            try Self.downloader(raw, to: folder).run { _ in }
        }
        try await Task.sleep(for: .milliseconds(500))
        try other?.append(Data(mirrorContent()))
        rename(folder.path + "/raw.gz.part", folder.path + "/raw.gz")
        other = nil
        try await expectWhole(waiting.value)
        #expect(try server.requests() == [])
    }

    @Test func delaysDoubleUpToTheLimit() {
        let policy = DownloadPolicy(attemptsPerMirror: 9, firstDelay: 1, longestDelay: 10, idleTimeout: 1)
        #expect((1...6).map(policy.delay(after:)) == [1, 2, 4, 8, 10, 10])
    }
}
