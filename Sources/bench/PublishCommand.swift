import ArgumentParser
import ArtifactStore
import Foundation
import StageKit

/// Measures how fast a finished file becomes an object that survives a loss of power.
struct PublishCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Times publishing a file that was just written into a store.",
        help: """
            Works like a stage: the file is written (write_s), then published (publish_s): hashed, made durable, renamed. In a \
            store of its own in --folder, which is removed; this measures that folder's disk. With repetitions, the fastest counts.

            EXAMPLES
              bench publish
              bench publish --mib 512 --folder /mnt/results
            """)

    @Option(help: "MiB of the file.")
    var mib = 256
    @Option(help: "Where.")
    var folder = NSTemporaryDirectory()
    @Option(help: "How often.")
    var repeats = 3

    func validate() throws {
        guard (1...65_536).contains(mib), (1...100).contains(repeats) else {
            throw ValidationError("--mib must be 1 to 65536 and --repeats 1 to 100")
        }
    }

    func perform() throws {
        let own = folder + "/bench-publish-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: own) }
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        let store = Store(at: own + "/store")
        var report = PublishReport(bytes: mib << 20, writeS: .infinity, publishS: .infinity)
        for repetition in 0..<repeats {
            let path = own + "/file"
            let start = Date()
            try write(to: path, seed: UInt64(repetition))
            let written = Date()
            _ = try store.publish(fileAt: path, extension: "bin")
            report.writeS = min(report.writeS, written.timeIntervalSince(start))
            report.publishS = min(report.publishS, Date().timeIntervalSince(written))
        }
        try printJSON(report)
    }

    /// Each seed gives different bytes, so that the object is never there already.
    private func write(to path: String, seed: UInt64) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw StageFailure.inputOutput("\(path) cannot be made; choose another --folder")
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        var words = [UInt64](repeating: 0, count: 1 << 17)
        for piece in 0..<UInt64(mib) {
            for index in words.indices {
                words[index] = (seed << 40 | piece << 20 | UInt64(index)) &* 0x9E37_79B9_7F4A_7C15
            }
            try words.withUnsafeBytes { try file.write(contentsOf: $0) }
        }
        try file.close()
    }
}

/// What `bench publish` prints.
struct PublishReport: Encodable {
    let bytes: Int
    var writeS: Double
    var publishS: Double
}
