@testable import Model
import ArtifactStore
import Compute
import Formats
import Foundation
@testable import Planning
import Specification
import Testing
import Training

/// What plans say about memory, beside what programs took (`MemoryModel`).
@Suite(.serialized) struct MemoryModelTests {
    /// A network that is trained on MNIST for two epochs of two steps, in two segments.
    struct Case: CustomTestStringConvertible, Sendable {
        let network: NetworkKind
        let hidden: Int
        let density: Double
        var dale: DaleRule?
        /// A rule and its options, instead of `bernoulli`.
        var wiring: [String] = []
        var testDescription: String {
            (["\(network), \(hidden) nodes, density \(density)"] + wiring).joined(separator: " ")
        }

        /// The arguments of build-mask.
        var drawing: [String] {
            let rule =
                density == 1
                ? ["full"]
                : (wiring.isEmpty ? ["bernoulli"] : wiring) + ["--density", "\(density)", "--seed", "0"]
            return rule + ["--size", "\(hidden)", "--output", "m.h5"]
        }
    }

    private static let ring = ["distance", "--dimensions", "1", "--length", "0.005"]
    private static let blocks = ["blocks", "--groups", "1,4", "--probabilities", "0.2,0,0,0.02"]

    private func specification(_ tried: Case) -> NetworkSpecification {
        NetworkSpecification(
            dataset: DatasetSelection(name: "mnist", trainLimit: 200, testLimit: 200),
            Conditions(
                network: tried.network, hiddenNodes: tried.hidden, density: tried.density, dale: tried.dale,
                wiring: tried.wiring.first.map { Wiring(rule: $0) }))
    }

    /// Never less than what a network takes of a device, and not much more.
    @Test(
        .enabled(if: DeviceProgramTests.hasDevice, "no device of OpenCL (Debian's pocl-opencl-icd is one)"),
        arguments: [
            Case(network: .rnn, hidden: 100, density: 1), Case(network: .rnn, hidden: 1000, density: 1),
            Case(network: .rnn, hidden: 2000, density: 0.1), Case(network: .rnn, hidden: 4000, density: 0.01),
            Case(network: .feedforward, hidden: 1000, density: 1),
            Case(network: .rnn, hidden: 1000, density: 0.2, dale: DaleRule()),
            // Their tiles are halved, once or oftener, since they are too full.
            Case(network: .rnn, hidden: 8000, density: 0.02, wiring: Self.ring),
            Case(network: .rnn, hidden: 8000, density: 0.02, wiring: ["small-world", "--rewiring", "0"]),
            Case(network: .rnn, hidden: 40_000, density: 0.002, wiring: Self.ring),
            Case(network: .rnn, hidden: 8000, density: 0.02, wiring: Self.blocks),
            Case(network: .rnn, hidden: 8000, density: 0.02, wiring: ["lognormal", "--correlation", "1"]),
            Case(network: .rnn, hidden: 8000, density: 0.02, wiring: ["scale-free", "--correlation", "1"]),
        ])
    func trainingTakesNoMoreOfADeviceThanIsSaid(tried: Case) throws {
        let project = try Project()
        let drawn = try run("\(Project.programs)/build-mask", tried.drawing, in: project.folder)
        #expect(drawn.status == 0, "\(drawn.errors)")
        let usable = try #require(try DeviceDescription.all().first { $0.obstacle == nil })
        let opened = try Device.open(usable.choice)
        let device = try #require(opened)
        // What a GPU's driver takes is reserved, too.
        let context = usable.isProcessor ? 0 : DeviceUse.contextBytes
        var reserved = 0
        device.admit = { reserved = $0.bytes - context }
        let images = LabelledExamples(
            pixels: [UInt8](repeating: 1, count: 100 * 784), labels: [UInt8](repeating: 0, count: 100),
            rows: 28,
            columns: 28)
        let dataset = Dataset(
            name: "mnist", title: "MNIST", classNames: (0..<10).map { "\($0)" }, origin: "", training: images,
            test: images)
        _ = try Trainer(
            TrainingOptions(Conditions(network: tried.network, dale: tried.dale)),
            mask: ConnectivityMask(readingFrom: "\(project.folder)/m.h5"), dataset: dataset, device: device)
        let said = MemoryModel.onDevice(specification(tried)) - DeviceUse.contextBytes
        #expect(reserved > 0 && reserved <= said, "takes \(reserved), said \(said)")
        #expect(Double(said) <= 1.3 * Double(reserved), "takes \(reserved), said \(said)")
    }

    /// Small networks, where programs and data count; large ones, where weights, nodes of all steps or inputs do.
    @Test(arguments: [
        Case(network: .rnn, hidden: 100, density: 1), Case(network: .rnn, hidden: 2000, density: 1),
        Case(network: .rnn, hidden: 3000, density: 0.1), Case(network: .rnn, hidden: 8000, density: 0.01),
        Case(network: .feedforward, hidden: 2000, density: 1),
        Case(network: .feedforward, hidden: 6000, density: 0.05),
        Case(network: .rnn, hidden: 2000, density: 1, dale: DaleRule()),
    ])
    func trainingTakesNoMoreThanIsSaid(tried: Case) throws {
        let project = try Project()
        let figure = try FinishedFigure.shared()
        let drawn = try run("\(Project.programs)/build-mask", tried.drawing, in: project.folder)
        #expect(drawn.status == 0, "\(drawn.errors)")
        let dale = tried.dale.map { ["--dale", $0.variantName] } ?? []
        func train(_ more: [String]) throws -> Int {
            let outcome = try run(
                "\(Project.programs)/train",
                [
                    "--data", "\(figure.project.folder)/artifacts/data/mnist.h5", "--mask", "m.h5",
                    "--network",
                    tried.network.rawValue, "--train-limit", "200", "--test-limit", "200", "--threads", "2",
                ] + dale + more, in: project.folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let store = Store(at: project.folder + "/artifacts")
            let records = store.records().filter { $0.recipe.stage == "train" }
            return records.compactMap { $0.run["peak_memory_bytes"]?.integer }.max() ?? 0
        }
        let first = try train(["--weights", "w.h5", "--state", "s.h5", "--metrics", "x.h5"])
        let all = try train([
            "--from-epoch", "1", "--to-epoch", "2", "--state-in", "s.h5", "--metrics", "y.h5",
        ])
        let taken = max(first, all)
        let said = MemoryModel.training(specification(tried))
        print("\(tried.testDescription): \(taken >> 20) MB of \(said >> 20) MB")
        #expect(taken <= said && Double(said) <= 1.3 * Double(taken), "\(taken >> 20) MB of \(said >> 20) MB")
    }
}
