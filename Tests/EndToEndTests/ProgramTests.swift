import Foundation
import Testing

/// What every program must do: help with examples and exit codes, clear refusals, nothing published on an error.
@Suite struct ProgramTests {
    @Test(arguments: [
        ["fetch-data"], ["build-mask"], ["train"], ["analyze"], ["analyze", "accuracy"], ["report"],
        ["report", "figure"],
        ["plan"],
        ["artifacts"], ["artifacts", "show"], ["artifacts", "verify"], ["plan", "why"],
        ["build-mask", "imported"], ["artifacts", "export"],
    ])
    func helpHasExamplesAndExitCodes(command: [String]) throws {
        let outcome = try run("\(Project.programs)/\(command[0])", command.dropFirst() + ["--help"], in: "/")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("EXAMPLE") && outcome.output.contains("EXIT CODES"))
    }

    @Test func masksAreRefusedWithAdvice() throws {
        let project = try Project()
        let cases: [([String], String)] = [
            (
                ["bernoulli", "--size", "10", "--density", "1.5", "--seed", "0"],
                "density 1.5 is out of range"
            ),
            (
                ["bernoulli", "--size", "0", "--density", "0.5", "--seed", "0"],
                "cannot connect 0 hidden nodes"
            ),
            (["bernoulli", "--size", "10", "--seed", "0"], "needs a density"),
            (
                ["bernoulli", "--size", "3", "--density", "0.001", "--seed", "0"],
                "connects none of 3 hidden nodes with density 0.001 and seed 0; give more nodes"
            ),
            (["full", "--size", "2147483648"], "give a number from 1 to 2147483647"),
            (["ring", "--size", "10"], "the rules are bernoulli, full"),
        ]
        for (arguments, message) in cases {
            let outcome = try run(
                "\(Project.programs)/build-mask", arguments + ["--output", "m.h5"], in: project.folder)
            #expect(outcome.status == 65 && outcome.errors.contains(message), "\(outcome.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/m.h5"))
        #expect(try project.program("artifacts", "ls").output.isEmpty)
    }

    @Test func aDamagedRawFileIsRefused() throws {
        let project = try Project()
        let from = project.folder + "/raw"
        try FileManager.default.copyItem(atPath: Project.repository + "/pipeline/data/mnist", toPath: from)
        let file = from + "/t10k-labels-idx1-ubyte.gz"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        bytes[100] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
        let outcome = try project.program("fetch-data", "mnist", "--from", "raw", "--output", "d.h5")
        #expect(
            outcome.status == 65 && outcome.errors.contains("t10k-labels-idx1-ubyte.gz"), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/d.h5"))
    }

    @Test func aStoreThatCannotBeWrittenIsNamed() throws {
        let project = try Project()
        try "a file".write(toFile: project.folder + "/blocked", atomically: true, encoding: .utf8)
        let outcome = try project.program(
            "build-mask", "full", "--size", "3", "--output", "m.h5", "--store", "blocked")
        #expect(outcome.status == 74 && outcome.errors.contains("blocked"), "\(outcome.errors)")
    }

    @Test func anOutputNeverReplacesAFile() throws {
        let project = try Project()
        try "precious".write(toFile: project.folder + "/m.h5", atomically: true, encoding: .utf8)
        let outcome = try project.program("build-mask", "full", "--size", "3", "--output", "m.h5")
        #expect(outcome.status == 74 && outcome.errors.contains("is not a link"), "\(outcome.errors)")
        #expect(try String(contentsOfFile: project.folder + "/m.h5", encoding: .utf8) == "precious")
    }

    @Test func largeMasksNeverHoldAllPairs() throws {
        let project = try Project()
        let outcome = try project.program(
            "build-mask", "bernoulli", "--size", "10000", "--density", "0.1", "--seed", "0", "--output",
            "m.h5")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let shown = try project.program("artifacts", "show", "m.h5").output
        #expect(try peakMemory(shown) < 300_000_000)
        #expect(shown.contains("connections = 10001384"))
    }

    /// A full mask is a fill value, whatever its size.
    @Test func theLargestFullMaskTakesNoMemory() throws {
        let project = try Project()
        let outcome = try project.program("build-mask", "full", "--size", "2147483647", "--output", "m.h5")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let shown = try project.program("artifacts", "show", "m.h5").output
        #expect(shown.contains("connections = 4611686014132420609"), "\(shown)")
        #expect(try peakMemory(shown) < 100_000_000)
    }

    /// Bytes that `artifacts show` reports.
    private func peakMemory(_ shown: String) throws -> Int {
        let line = try #require(shown.split(separator: "\n").first { $0.contains("peak_memory_bytes") })
        return try #require(line.split(separator: " ").last.flatMap { Int($0) })
    }

    @Test func whyNamesWhatChanged() throws {
        let project = try Project()
        func mask(_ seed: String, _ output: String, _ more: String...) throws -> Outcome {
            let arguments = [
                "bernoulli", "--size", "9", "--density", "0.5", "--seed", seed, "--output", output,
            ]
            return try run("\(Project.programs)/build-mask", arguments + more, in: project.folder)
        }
        #expect(try mask("0", "m.h5", "--why").output == "m.h5: never built\n")
        #expect(try mask("0", "m.h5").status == 0)
        #expect(try mask("0", "m.h5", "--why").output == "m.h5: up to date\n")
        #expect(try mask("1", "m.h5", "--why").output == "m.h5: parameter changed: seed was 0, is 1\n")
        #expect(try mask("0", "other.h5", "--why").output.contains("set again without computing"))
        #expect(try mask("1", "n.h5").status == 0)
        let training = [
            "--data", "d.h5", "--train-limit", "100", "--test-limit", "100", "--metrics", "x.h5", "--mask",
        ]
        #expect(try project.program("fetch-data", "mnist", "--output", "d.h5").status == 0)
        func train(_ more: String...) throws -> Outcome {
            try run("\(Project.programs)/train", training + more, in: project.folder)
        }
        #expect(try train("m.h5").status == 0)
        #expect(try train("n.h5", "--why").output.contains("input changed: mask was"))
        let openBLAS = try train("m.h5", "--products", "openblas", "--why").output
        #expect(openBLAS.contains("library changed: openblas was absent"), "\(openBLAS)")
    }

    @Test func productsDecideOnlyTime() throws {
        let project = try Project()
        let mask = ["bernoulli", "--size", "40", "--density", "1", "--seed", "0", "--output", "m.h5"]
        #expect(try run("\(Project.programs)/build-mask", mask, in: project.folder).status == 0)
        #expect(try project.program("fetch-data", "mnist", "--output", "d.h5").status == 0)
        var digests: Set<String> = []
        for products in ["sparse", "dense"] {
            let outcome = try project.program(
                "train", "--data", "d.h5", "--mask", "m.h5", "--train-limit", "500", "--test-limit", "100",
                "--products", products, "--weights", "\(products).h5", "--store", products)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let link = "\(project.folder)/\(products).h5"
            digests.insert(
                (try FileManager.default.destinationOfSymbolicLink(atPath: link) as NSString)
                    .lastPathComponent)
        }
        #expect(digests.count == 1)
    }
}
