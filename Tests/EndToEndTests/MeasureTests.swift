import Formats
@testable import Model
import Foundation
import Testing

/// The built `analyze` on small networks, against what `train` measured itself.
@Suite struct MeasureTests {
    /// A dataset, a mask, and a network before and after training.
    private func prepared(_ more: String...) throws -> Project {
        let project = try Project()
        let training = [
            "--data", "data.h5", "--mask", "mask.h5", "--test-limit", "400", "--train-limit", "100",
        ]
        for outcome in [
            try project.program(
                "fetch-data", "mnist", "--offline", "--output", "data.h5", "--project-data", "pipeline/data"),
            try project.program(
                "build-mask", "bernoulli", "--size", "48", "--density", "0.3", "--seed", "1", "--output",
                "mask.h5"),
            try run(
                "\(Project.programs)/train", training + more + ["--to-epoch", "0", "--weights", "w0.h5"],
                in: project.folder),
            try run(
                "\(Project.programs)/train",
                training + more + ["--to-epoch", "3", "--weights", "w3.h5", "--metrics", "m3.h5"],
                in: project.folder),
        ] {
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        return project
    }

    private func analyze(_ project: Project, _ arguments: String...) throws {
        let outcome = try run("\(Project.programs)/analyze", arguments, in: project.folder)
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }

    private func numbers(_ project: Project, _ link: String) throws -> MeasuredNumbers {
        let path = "\(project.folder)/\(link)"
        return try MeasureTables(readingFrom: path).numbers(path: path)
    }

    private func value(_ quantity: String, _ numbers: MeasuredNumbers) throws -> Double {
        try #require(numbers.values.first { $0.quantity == quantity }).number
    }

    /// The rows of MeasureKind, and what is not a measure of one network: the table of accuracies, and what measures read.
    @Test func everyMeasureHasACommand() throws {
        let names = try Project.subcommands(of: "analyze")
        #expect(Set(names) == Set(MeasureKind.all.map(\.name)).union(["accuracy", "activations"]))
        #expect(names.count == MeasureKind.all.count + 2)
    }

    /// With no node dropped, the accuracy that training measured comes back out of the recorded activations.
    @Test(arguments: ["rnn", "feedforward"])
    func droppingNothingGivesTheTestAccuracy(network: String) throws {
        let project = try prepared("--network", network, "--learning-rate", "0.01", "--batch", "10")
        try analyze(
            project, "activations", "--weights", "w3.h5", "--data", "data.h5", "--output", "a3.h5")
        try analyze(
            project, "dropout", "--weights", "w3.h5", "--activations", "a3.h5", "--output", "d3.h5",
            "--fractions", "0", "0.5", "1", "--seeds", "4", "5")
        let curve = try #require(try numbers(project, "d3.h5").curves.first)
        let trained = try MetricsRecord(readingFrom: "\(project.folder)/m3.h5").metrics.testAccuracy.last
        #expect(curve.points.map(\.lower) == [0, 0.5, 1])
        #expect(curve.points[0].number == trained)
        #expect(curve.points[2].number < 0.2, "without any node every image gets the same answer")
        let activations = try ActivationsFile(readingFrom: "\(project.folder)/a3.h5")
        #expect(activations.nodes == 48 && activations.images == 400 && activations.epoch == 3)
    }

    /// One batch of all training images, in whatever order, has the gradient that training took its first step with.
    @Test func gradientsAreThoseOfTraining() throws {
        let project = try prepared("--batch", "100")
        try analyze(project, "gradients", "--weights", "w0.h5", "--data", "data.h5", "--output", "g0.h5")
        let mean = try value("mean_abs_gradient", numbers(project, "g0.h5"))
        let first = try MetricsRecord(readingFrom: "\(project.folder)/m3.h5").metrics.meanAbsGradient.first
        let trained = Double(try #require(first))
        #expect(abs(mean / trained - 1) < 1e-4, "\(mean) against \(trained)")
    }

    /// Untrained weights are uniform in ±0.001: most eigenvalues lie in a disc of radius 0.001 √(p N / 3), here 0.0022.
    @Test func theSpectralRadiusIsThatOfUniformWeights() throws {
        let project = try prepared("--batch", "20")
        try analyze(project, "spectral-radius", "--weights", "w0.h5", "--output", "r0.h5")
        let found = try numbers(project, "r0.h5")
        let radius = try value("spectral_radius", found)
        #expect(radius > 0.0017 && radius < 0.0029)
        #expect(try value("converged", found) == 1)
        let (real, imaginary) = (
            try value("leading_eigenvalue_real", found), try value("leading_eigenvalue_imaginary", found)
        )
        #expect(
            imaginary >= 0
                && abs(real * real + imaginary * imaginary - radius * radius) < 1e-12 * radius * radius)
        let file = try MeasureTables(readingFrom: "\(project.folder)/r0.h5")
        #expect(file.measure == "spectral-radius" && file.epoch == 0)
        #expect(file.settings == ["maximum_products": .integer(3000)])
    }

    @Test func weightsBetweenLayersHaveNoSpectralRadius() throws {
        let project = try prepared("--network", "feedforward", "--batch", "20")
        let outcome = try project.program(
            "analyze", "spectral-radius", "--weights", "w0.h5", "--output", "r0.h5")
        #expect(
            outcome.status == 65
                && outcome.errors.contains("w0.h5: attribute network: is feedforward, whose weights lead"),
            "\(outcome.errors)")
        let few = try project.program(
            "analyze", "spectral-radius", "--weights", "w0.h5", "--output", "r0.h5", "--maximum-products",
            "10")
        #expect(few.status == 64 && few.errors.contains("is not at least 300"), "\(few.errors)")
    }

    @Test func everyMeasureIsTheSameForAnyNumberOfThreads() throws {
        let project = try prepared("--dale", "enforced", "--batch", "20")
        try analyze(project, "activations", "--weights", "w3.h5", "--data", "data.h5", "--output", "a3.h5")
        let commands = [
            ["sparsity", "--activations", "a3.h5"], ["correlation", "--activations", "a3.h5"],
            ["mutual-information", "--activations", "a3.h5", "--pairs", "30"],
            ["gradients", "--weights", "w3.h5", "--data", "data.h5"],
            ["weight-change", "--weights", "w0.h5", "--later", "w3.h5"],
            ["spectral-radius", "--weights", "w3.h5"],
            ["delay", "--metrics", "m3.h5", "--data", "data.h5"],
            ["early-loss", "--metrics", "m3.h5"],
        ]
        for command in commands {
            var found: Set<String> = []
            for threads in ["1", "2"] {
                let outcome = try run(
                    "\(Project.programs)/analyze",
                    command + ["--output", "o\(threads).h5", "--threads", threads, "--store", "s\(threads)"],
                    in: project.folder)
                #expect(outcome.status == 0, "\(command): \(outcome.errors)")
                let link = "\(project.folder)/o\(threads).h5"
                found.insert(
                    (try FileManager.default.destinationOfSymbolicLink(atPath: link) as NSString)
                        .lastPathComponent)
            }
            #expect(found.count == 1, "\(command[0]) depends on threads")
        }
        // An enforced network keeps its signs, and the store says so.
        let deep = try project.program("artifacts", "verify", "--deep", "--store", "artifacts")
        #expect(deep.status == 0 && deep.output.contains("2 snapshots of weights read"), "\(deep.output)")
    }

    @Test func filesThatDoNotBelongTogetherAreRefused() throws {
        let project = try prepared("--batch", "20")
        try analyze(project, "activations", "--weights", "w0.h5", "--data", "data.h5", "--output", "a0.h5")
        let mixed = try project.program(
            "analyze", "dropout", "--weights", "w3.h5", "--activations", "a0.h5", "--output", "x.h5")
        #expect(mixed.status == 65 && mixed.errors.contains("give both of one snapshot"), "\(mixed.errors)")
        let kind = try project.program("analyze", "sparsity", "--activations", "w3.h5", "--output", "x.h5")
        #expect(
            kind.status == 65 && kind.errors.contains("a file of kind “activations” was expected"),
            "\(kind.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/x.h5"))
    }
}
