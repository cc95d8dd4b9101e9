import Foundation
import Testing

/// From raw files of other kinds than MNIST's to trained networks, as a person goes.
@Suite struct DatasetTests {
    private let project: Project

    init() throws { project = try Project() }

    /// CIFAR-10's files with ten made-up records each.
    private func writeCIFAR10() throws {
        try FileManager.default.createDirectory(
            atPath: project.folder + "/raw", withIntermediateDirectories: true)
        for (number, name) in ((1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]).enumerated() {
            var records: [UInt8] = []
            for record in 0..<10 {
                records.append(UInt8(record))
                for index in 0..<3072 { records.append(UInt8((index * (record + 1) + number) % 256)) }
            }
            try Data(records).write(to: URL(fileURLWithPath: "\(project.folder)/raw/\(name)"))
        }
    }

    /// `count` made-up series in the form of Sleep-EDF, a tenth of them in the second file.
    private func writeSleep(_ count: Int) throws {
        try FileManager.default.createDirectory(
            atPath: project.folder + "/raw", withIntermediateDirectories: true)
        let header = "@problemName Sleep\n@classLabel true 0 1 2 3 4\n@data\n"
        for (name, count) in [("TRAIN", count - count / 10), ("TEST", count / 10)] {
            let lines = (0..<100).map { line -> String in
                let values = (0..<178).map { step -> String in
                    let whole = (step * 37 + line * 11) % 2000 - 1000
                    return "\(whole).\(step + 100)"
                }
                return values.joined(separator: ",") + ":\(line % 5)\n"
            }
            let block = lines.joined()
            let text = header + (0..<count / 100).map { _ in block }.joined()
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(project.folder)/raw/Sleep_\(name).ts"))
        }
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Outcome {
        try EndToEndTests.run("\(Project.programs)/\(program)", arguments, in: project.folder)
    }

    /// Trains a small network for some steps on `d.h5`.
    private func train(_ more: String...) throws {
        let mask = ["bernoulli", "--size", "20", "--density", "0.5", "--seed", "0", "--output", "m.h5"]
        #expect(try run("build-mask", mask).status == 0)
        let outcome = try run(
            "train", ["--data", "d.h5", "--mask", "m.h5", "--batch", "10", "--metrics", "x.h5"] + more)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func otherFilesThanThePublishedOnesNeedAName() throws {
        try writeCIFAR10()
        let fetch = ["cifar10", "--from", "raw", "--offline", "--output", "d.h5"]
        let refused = try run("fetch-data", fetch)
        #expect(refused.status == 65, "\(refused.errors)")
        #expect(refused.errors.contains("raw/data_batch_1.bin") && refused.errors.contains("--variant NAME"))
        #expect(refused.errors.contains("CIFAR-10 (NAME)"))
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/artifacts/objects"))
        #expect(try run("fetch-data", fetch + ["--variant", "a/b"]).status == 65)

        let fetched = try run("fetch-data", fetch + ["--variant", "Tiny"])
        #expect(fetched.status == 0, "\(fetched.errors)")
        let shown = try run("artifacts", ["show", "d.h5"]).output
        #expect(shown.contains("CIFAR-10 (Tiny)") && shown.contains("cifar10-tiny"), "\(shown)")
        #expect(shown.contains("mean = 0.5") && shown.contains("image, row, channel, column"), "\(shown)")
        try train("--train-limit", "30", "--test-limit", "5")
        let metrics = try run("artifacts", ["show", "x.h5"]).output
        #expect(metrics.contains("cifar10-tiny") && metrics.contains("train_images = 30"), "\(metrics)")
    }

    @Test func aCutFilePublishesNothing() throws {
        try writeCIFAR10()
        let file = URL(fileURLWithPath: project.folder + "/raw/data_batch_4.bin")
        try Data(contentsOf: file).dropLast(5).write(to: file)
        let outcome = try run(
            "fetch-data", ["cifar10", "--from", "raw", "--variant", "Tiny", "--output", "d.h5"])
        #expect(outcome.status == 65, "\(outcome.errors)")
        #expect(outcome.errors.contains("data_batch_4.bin, byte 27657: expected a record of 3073 bytes"))
        let store = project.folder + "/artifacts"
        for folder in ["objects", "recipes"] {
            #expect((try? FileManager.default.contentsOfDirectory(atPath: "\(store)/\(folder)")) ?? [] == [])
        }
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/d.h5"))
    }

    /// Twenty thousand series are 14 MB of float32 and 30 MB of text; no more than the numbers are ever in memory.
    @Test func seriesAreFetchedInBoundedMemoryAndTrained() throws {
        try writeSleep(20_000)
        let fetched = try run(
            "fetch-data", ["sleep-edf", "--from", "raw", "--variant", "synthetic", "--output", "d.h5"])
        #expect(fetched.status == 0, "\(fetched.errors)")
        let shown = try run("artifacts", ["show", "d.h5"]).output
        #expect(
            shown.contains("Sleep-EDF (synthetic)") && shown.contains("series, step, channel"), "\(shown)")
        let line = try #require(shown.split(separator: "\n").first { $0.contains("peak_memory_bytes") })
        let bytes = try #require(line.split(separator: " ").last.flatMap { Int($0) })
        #expect(bytes < 90_000_000)
        try train("--train-limit", "50", "--test-limit", "10")
    }

    @Test func whatIsMissingIsNamedWithAWayToGetIt() throws {
        let sleep = try run("fetch-data", ["sleep-edf", "--output", "d.h5"])
        #expect(sleep.status == 69, "\(sleep.errors)")
        #expect(
            sleep.errors.contains("Sleep.zip") && sleep.errors.contains("download it by hand from https://"))
        #expect(sleep.errors.contains("--from"))
        let cifar = try run("fetch-data", ["cifar10", "--offline", "--output", "d.h5"])
        #expect(cifar.status == 69 && cifar.errors.contains("cifar-10-binary.tar.gz"), "\(cifar.errors)")
    }
}
