@testable import Model
import Foundation
import Mutations
import Testing

@testable import Datasets

/// Made-up files in the form of the UEA archive's Sleep problem; of its full size, a gigabyte, if
/// SPARSE_CORTEX_LARGE_TESTS is set (then with `--filter LargeSeriesTests`, for memory is that of the process).
@Suite(.serialized) struct LargeSeriesTests {
    private static let count = isLargeRun ? 569_100 : 5_691
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Writes series: a thousand different ones, again and again.
    static func write(_ count: Int, to url: URL) throws {
        var generator = SplitMix64(state: 42)
        let lines = (0..<1000).map { index -> String in
            let values = (0..<178).map { _ in
                String(format: "%.6f", Double.random(in: -90...90, using: &generator))
            }
            return values.joined(separator: ",") + ":\(index % 5)\n"
        }
        _ = FileManager.default.createFile(atPath: url.path, contents: nil)
        let file = try FileHandle(forWritingTo: url)
        try file.write(
            contentsOf: Data(
                "@problemName Sleep\n@equalLength true\n@classLabel true 0 1 2 3 4\n@data\n".utf8))
        let block = Data(lines.joined().utf8)
        for _ in 0..<count / 1000 { try file.write(contentsOf: block) }
        try file.write(contentsOf: Data(lines[..<(count % 1000)].joined().utf8))
        try file.close()
    }

    /// A field of this process's status, in bytes.
    private func memory(_ field: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
        return (line?.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0) << 10
    }

    /// Time and additional memory of `body`, printed; both are only known where nothing else runs.
    private func measured(
        _ what: String, bytes: Int, _ body: () throws -> Void
    ) throws -> (rate: Double, memory: Int) {
        // 5 makes the peak the present.
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
        let before = memory("VmRSS")
        let start = ContinuousClock.now
        try body()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let (rate, more) = (Double(bytes) / 1e6 / seconds, memory("VmHWM") - before)
        print(
            "\(what): \(bytes) bytes in \(seconds) s, \(Int(rate)) MB/s, \(more >> 20) MB more memory at most"
        )
        return (rate, more)
    }

    @Test func aLargeFileIsStreamed() throws {
        let url = folder.url.appendingPathComponent("Sleep_TRAIN.ts")
        try Self.write(Self.count, to: url)
        let bytes = try FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int ?? 0
        var cases = 0
        var sum: Float = 0
        let (rate, memory) = try measured("Reading series", bytes: bytes) {
            let reader = try TimeSeriesReader(PlainFile(url))
            while try reader.next() != nil {
                cases += 1
                sum += reader.values[177]
            }
        }
        #expect(cases == Self.count && sum.isFinite)
        guard isLargeRun else { return }
        #expect(bytes > 900_000_000 && rate > 200 && memory < 16 << 20)
    }

    @Test func aLargeDatasetTakesItsOwnMemoryOnly() throws {
        let trainingCount = Self.count / 10 * 8
        let files = ["Sleep_TRAIN.ts", "Sleep_TEST.ts"].map { folder.url.appendingPathComponent($0) }
        try Self.write(trainingCount, to: files[0])
        try Self.write(Self.count - trainingCount, to: files[1])
        let bytes = try files.reduce(0) {
            $0 + (try FileManager.default.attributesOfItem(atPath: $1.path)[.size] as? Int ?? 0)
        }
        let source = isLargeRun ? DatasetSource.sleepEDF : .sleepEDF.variant(try DatasetVariant("synthetic"))
        let acquired = try source.acquire(from: folder.url, projectData: folder.url, download: nil)
        var dataset: Dataset?
        let (_, memory) = try measured("Decoding Sleep-EDF", bytes: bytes) {
            dataset = try source.decode(acquired)
        }
        let (training, test) = try (#require(dataset).training, #require(dataset).test)
        #expect(training.count + test.count == Self.count && test.count == (3 * Self.count + 9) / 10)
        // Series n of the whole is line n (or n - trainingCount) modulo 1000 of its file; its label is that modulo 5.
        let order = SeriesSplit(count: Self.count, seed: 123)
        for (half, series) in [(training, order.training), (test, order.test)] {
            let labels = series.map {
                UInt8((Int($0) < trainingCount ? Int($0) : Int($0) - trainingCount) % 1000 % 5)
            }
            #expect(half.labels == labels)
        }
        guard isLargeRun else { return }
        #expect(memory < Self.count * 178 * 4 + (64 << 20))
    }
}
