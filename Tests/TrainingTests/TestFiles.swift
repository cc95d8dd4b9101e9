import Hashing
import Datasets
@testable import Model
import Foundation
import Networks
import Testing

/// Real images and fixtures for tests.
enum TestFiles {
    /// The repository's root.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let fixtures = root.appending(path: "Tests/TrainingTests/fixtures")

    static let mnist: Dataset = {
        do {
            let source = try Datasets.named("mnist")
            let files = try source.acquire(
                from: nil, projectData: root.appending(path: "pipeline/data"), download: nil)
            return try source.decode(files)
        } catch {
            fatalError("cannot read MNIST: \(error)")
        }
    }()

    /// The folder with CIFAR-10 from JPEG images in the binary layout, where SPARSE_CORTEX_CIFAR10 names it; made by
    /// ../shared/data/make_cifar10_binary.py.
    static let cifar10Folder = ProcessInfo.processInfo.environment["SPARSE_CORTEX_CIFAR10"]

    static let cifar10: Dataset = {
        do {
            let source = try Datasets.named("cifar10").variant(DatasetVariant("JPEG"))
            let files = try source.acquire(
                from: URL(filePath: cifar10Folder ?? ""), projectData: root, download: nil)
            return try source.decode(files)
        } catch {
            fatalError("cannot read CIFAR-10 (JPEG) in SPARSE_CORTEX_CIFAR10: \(error)")
        }
    }()

    /// SHA-256 of the bytes of `values`, in hexadecimal.
    static func sha256<Value: BitwiseCopyable>(_ values: [Value]) -> String {
        values.withUnsafeBytes { SHA256.digest(of: $0.bytes).hexadecimal }
    }
}

/// What PyTorch saw when it trained one network: a file made by `torch_reference.py`.
struct ReferenceVector: Decodable {
    struct Arguments: Decodable {
        let dataset: String
        let network: String
        let nonlinearity: String
        let hidden: Int
        let density: Double
        let seed: Int
        let steps: Int
        let dale: Double
        let inhibitory_scale: Double
    }

    struct Inhibitory: Decodable {
        let count: Int
        let first: [Int]
    }

    struct Mask: Decodable {
        let ones: Int
        let sha256_uint8_row_major: String
    }

    let arguments: Arguments
    let mask: Mask
    let inhibitory: Inhibitory
    let drawn_sha256_float32_before_masking: [String: String]
    let first_test_pass: [Int]
    let training_order_sha256_int64: [String]
    let accuracy_before: Double
    let loss: [Double]
    let mean_abs_gradient_w: [Double]
    let accuracy_after: Double
    let norms_after: [String: Double]

    /// Dale's rule as the vectors have it: drawn with replacement, and enforced.
    var dale: DaleRule? {
        guard arguments.dale > 0 else { return nil }
        return DaleRule(
            inhibitoryFraction: arguments.dale, inhibitoryScale: arguments.inhibitory_scale,
            drawing: .replacement, isEnforced: true)
    }

    /// How its hidden nodes are arranged.
    var kind: NetworkKind { get throws { try #require(NetworkKind(rawValue: arguments.network)) } }

    /// What the network was trained on.
    var dataset: Dataset { arguments.dataset == "cifar10" ? TestFiles.cifar10 : TestFiles.mnist }

    init(named name: String) throws {
        let data = try Data(contentsOf: TestFiles.fixtures.appending(path: "\(name).json"))
        self = try JSONDecoder().decode(ReferenceVector.self, from: data)
    }
}
