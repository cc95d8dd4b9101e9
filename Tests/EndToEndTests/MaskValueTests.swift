import Formats
@testable import Model
import Foundation
import HDF5
import Testing

/// Masks that no stage wrote, given to the built `train`: what is obeyed trains the network of the csr mask of the same
/// connections, density and seed, to the last bit; all else is refused by name (FORMAT.md, "Masks from elsewhere").
@Suite struct MaskValueTests {
    private func prepared() throws -> Project {
        let project = try Project()
        try FinishedFigure.writeFirstImages([20, 20], of: project)
        for command in [
            ["fetch-data", "mnist", "--variant", "few", "--from", "few", "--output", "data.h5"],
            [
                "build-mask", "bernoulli", "--size", "16", "--density", "0.3", "--seed", "1", "--output",
                "mask.h5",
            ],
            ["build-mask", "full", "--size", "16", "--output", "full.h5"],
        ] {
            let outcome = try run(
                "\(Project.programs)/\(command[0])", Array(command.dropFirst()), in: project.folder)
            try #require(outcome.status == 0, "\(outcome.errors)")
        }
        return project
    }

    private func train(_ project: Project, on mask: String, to weights: String) throws -> Outcome {
        try project.program(
            "train", "--data", "data.h5", "--mask", mask, "--batch", "10", "--threads", "1", "--weights",
            weights)
    }

    /// The object of the weights that a mask gives.
    private func weights(_ project: Project, on mask: String) throws -> String {
        let outcome = try train(project, on: mask, to: "w.h5")
        try #require(outcome.status == 0, "\(mask): \(outcome.errors)")
        return try FileManager.default.destinationOfSymbolicLink(atPath: "\(project.folder)/w.h5")
    }

    /// Writes the pattern of `mask.h5` as another matrix.
    private func write(
        _ project: Project, _ name: String, _ make: (borrowing HDF5Group, [Float]) throws -> Void
    ) throws {
        let mask = try ConnectivityMask(readingFrom: "\(project.folder)/mask.h5")
        guard case .rows(let starts, let columns) = mask.connections else { return }
        var pattern = [Float](repeating: 0, count: 256)
        for row in 0..<16 {
            for place in starts[row]..<starts[row + 1] { pattern[16 * row + Int(columns[place])] = 1 }
        }
        let file = try HDF5File.create(at: "\(project.folder)/\(name)")
        try file.root.setAttribute("kind", to: "mask")
        try file.root.setAttribute("format-version", to: 1)
        try file.root.setAttribute("rule", to: "bernoulli")
        try file.root.setAttribute("density", to: mask.density)
        try file.root.setAttribute("hidden_nodes", to: 16)
        try file.root.setAttribute("seed", to: 1)
        try file.root.setAttribute("connections", to: mask.count)
        try make(file.root, pattern)
        try file.close()
    }

    @Test func zerosAndOnesAreObeyedInAnyMatrix() throws {
        let project = try prepared()
        let expected = try weights(project, on: "mask.h5")
        try write(project, "array.h5") { root, pattern in
            try root.write(pattern, to: "mask", shape: [16, 16])
        }
        try write(project, "compressed.h5") { root, pattern in
            try root.write(
                pattern.map { Int64($0) }, to: "mask", shape: [16, 16],
                compression: .deflate(level: 4, chunk: [5, 3]))
        }
        // All pairs are stored, those that are not connections as zeros.
        try write(project, "stored.h5") { root, pattern in
            let group = try root.createGroup("mask")
            try group.setAttribute("encoding-type", to: "csr_matrix")
            try group.setAttribute("shape", to: [16, 16])
            try group.write(pattern, to: "data")
            try group.write((0..<256).map { Int64($0 % 16) }, to: "indices")
            try group.write((0...16).map { Int32(16 * $0) }, to: "indptr")
        }
        for name in ["array.h5", "compressed.h5", "stored.h5"] {
            #expect(try weights(project, on: name) == expected, "\(name)")
        }
        #expect(try weights(project, on: "full.h5") != expected)
    }

    /// Ones that are stored, one by one, are the mask that takes no space.
    @Test func aDenseMatrixOfOnesIsTheFullMask() throws {
        let project = try prepared()
        try EditedFile.copy(project.folder + "/full.h5", to: project.folder + "/stored.h5") { _ in }
        let stored = try HDF5File.open(at: project.folder + "/stored.h5")
        #expect(try stored.root.dataset("mask").unstoredValue() == nil)
        #expect(try weights(project, on: "stored.h5") == weights(project, on: "full.h5"))
        let mask = try ConnectivityMask(readingFrom: project.folder + "/stored.h5")
        #expect(mask.connections == .all)
    }

    @Test(
        .enabled(
            if: PythonTests.python != nil, "SPARSE_CORTEX_PYTHON names no Python with h5py, scipy and anndata"
        ))
    func masksOfNumPyAndItsLikeAreObeyedOrRefused() throws {
        let project = try prepared()
        let script = Project.repository + "/Tests/EndToEndTests/fixtures/make_masks.py"
        let made = try run(try #require(PythonTests.python), [script, project.folder], in: project.folder)
        try #require(made.status == 0, "\(made.errors)")
        let expected = [
            "sparse": try weights(project, on: "csr-uint8.h5"), "full": try weights(project, on: "full.h5"),
        ]
        var count = 0
        for line in made.output.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if let weights = expected[words[0]] {
                #expect(try self.weights(project, on: words[1] + ".h5") == weights, "\(line)")
            } else {
                let outcome = try train(project, on: words[1] + ".h5", to: "wrong.h5")
                let isNamed = outcome.errors.contains(words[1] + ".h5") && outcome.errors.contains(words[2])
                #expect(outcome.status == 65 && isNamed, "\(line): \(outcome.status): \(outcome.errors)")
            }
            count += 1
        }
        #expect(count > 80)
    }
}
