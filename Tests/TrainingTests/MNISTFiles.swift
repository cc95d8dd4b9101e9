import Formats
import Foundation

/// Real images and fixtures for tests, through the system's gzip and sha256sum.
enum TestFiles {
    /// The repository's root.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let fixtures = root.appending(path: "Tests/TrainingTests/fixtures")

    static let mnist: ImageDataset = {
        do {
            return ImageDataset(
                name: "mnist", title: "MNIST", classNames: (0..<10).map(String.init), origin: "test",
                training: try part("train"), test: try part("t10k"))
        } catch {
            fatalError("cannot read MNIST: \(error)")
        }
    }()

    private static func part(_ name: String) throws -> LabelledImages {
        let folder = root.appending(path: "pipeline/data/mnist").path
        let images = try output(of: "gzip", "-dc", "\(folder)/\(name)-images-idx3-ubyte.gz")
        let labels = try output(of: "gzip", "-dc", "\(folder)/\(name)-labels-idx1-ubyte.gz")
        return LabelledImages(
            pixels: [UInt8](images.dropFirst(16)), labels: [UInt8](labels.dropFirst(8)), rows: 28, columns: 28
        )
    }

    private static func output(of command: String...) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }

    /// SHA-256 of the bytes of `values`, in hexadecimal.
    static func sha256<Value: BitwiseCopyable>(_ values: [Value]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "sha-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try values.withUnsafeBytes { Data($0) }.write(to: file)
        let line = String(decoding: try output(of: "sha256sum", file.path), as: UTF8.self)
        return String(line.prefix(64))
    }
}

/// What PyTorch saw when it trained one network: a file made by `torch_reference.py`.
struct ReferenceVector: Decodable {
    struct Arguments: Decodable {
        let nonlinearity: String
        let hidden: Int
        let density: Double
        let seed: Int
        let steps: Int
    }

    struct Mask: Decodable {
        let ones: Int
        let sha256_uint8_row_major: String
    }

    let arguments: Arguments
    let mask: Mask
    let drawn_sha256_float32_before_masking: [String: String]
    let first_test_pass: [Int]
    let training_order_sha256_int64: [String]
    let accuracy_before: Double
    let loss: [Double]
    let mean_abs_gradient_w: [Double]
    let accuracy_after: Double
    let norms_after: [String: Double]

    init(named name: String) throws {
        let data = try Data(contentsOf: TestFiles.fixtures.appending(path: "\(name).json"))
        self = try JSONDecoder().decode(ReferenceVector.self, from: data)
    }
}
