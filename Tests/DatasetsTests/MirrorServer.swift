import Foundation

/// A Python HTTP server on 127.0.0.1 that runs as long as this object; see `fixtures/http_server.py`.
final class MirrorServer {
    private let process = Process()
    private let input = Pipe()
    private let port: Int

    /// Whether python3 is on the search path.
    static let isAvailable: Bool = {
        let folders = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }
    }()

    struct NotStarted: Error {}

    init() throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", fixtures.appendingPathComponent("http_server.py").path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw NotStarted() }
        self.port = port
    }

    deinit {
        // Not followed by waitUntilExit(): on Linux it may wait for ever off the main thread.
        process.terminate()
    }

    /// The address of a mirror with this behaviour, serving `size` bytes.
    func url(_ behaviour: String, key: String = "key", size: Int = mirrorSize) throws -> URL {
        guard let url = URL(string: "http://127.0.0.1:\(port)/\(behaviour)/\(key)/raw.gz?size=\(size)") else {
            throw NotStarted()
        }
        return url
    }

    /// Status and Range of each request so far.
    func requests(key: String = "key") throws -> [String] {
        let text = try String(contentsOf: url("log", key: key), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }
}

/// More than one network packet, so that a transfer has parts.
let mirrorSize = 300_000

/// What the server serves; the same rule as in `http_server.py`.
func mirrorContent(_ size: Int = mirrorSize) -> [UInt8] {
    (0..<size).map { UInt8($0 * 31 % 256) }
}
