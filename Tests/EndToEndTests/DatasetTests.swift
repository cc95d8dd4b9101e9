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

    /// The dataset's digest, fetched from `raw`.
    private func fetch(_ dataset: String, _ more: String...) throws -> String? {
        let fetched = try run(
            "fetch-data", [dataset, "--from", "raw", "--offline", "--output", "artifacts/d.h5"] + more)
        #expect(fetched.status == 0, "\(fetched.errors)")
        return try project.links()["d.h5"]
    }

    /// Runs a script in the project's folder, with MNIST's files in `$1`.
    private func shell(_ script: String) throws {
        let mnist = Project.repository + "/pipeline/data/mnist"
        let outcome = try EndToEndTests.run("/bin/bash", ["-ec", script, "-", mnist], in: project.folder)
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    /// Whatever people did to the published files, the same bytes come out of them.
    @Test func mnistIsTheSameInEveryForm() throws {
        let layouts = [
            // As torchvision keeps it: both forms, and another dataset of these names beside it.
            #"mkdir -p raw/MNIST/raw raw/EMNIST/raw; cp "$1"/*.gz raw/MNIST/raw; gunzip -k raw/MNIST/raw/*.gz; "#
                + "for f in raw/MNIST/raw/*; do echo other >raw/EMNIST/raw/${f##*/}; done",
            // As Kaggle's archive has it.
            #"mkdir raw; for f in "$1"/*.gz; do n=${f##*/}; n=${n%.gz}; gunzip -c "$f" >"raw/${n/-idx/.idx}"; done"#,
            // Packed again, and renamed.
            #"mkdir raw; for f in "$1"/*.gz; do gunzip -c "$f" | gzip -1 >"raw/my ${f##*/}"; done"#,
        ]
        #expect(try project.program("fetch-data", "mnist", "--output", "artifacts/d.h5").status == 0)
        let published = try project.links()["d.h5"]
        for layout in layouts {
            try shell(layout)
            #expect(try fetch("mnist", "--project-data", "none") == published, "\(layout)")
            try FileManager.default.removeItem(atPath: project.folder + "/raw")
        }
    }

    @Test func variantsAreTheSameInEveryForm() throws {
        try writeCIFAR10()
        try shell("mv raw flat")
        var digests: Set<String?> = []
        for layout in [
            "mkdir raw; cp -r flat raw/cifar-10-batches-bin",
            "mkdir raw; tar -cf raw/cifar-10-binary.tar flat",
            "mkdir raw; tar -cf - flat | gzip -1 >raw/cifar-10-binary.tar.gz",
            "mkdir raw; cp flat/* raw; gzip raw/test_batch.bin",
        ] {
            try shell(layout)
            digests.insert(try fetch("cifar10", "--variant", "Tiny"))
            try FileManager.default.removeItem(atPath: project.folder + "/raw")
        }
        #expect(digests.count == 1 && digests.first != .some(nil))
        try FileManager.default.removeItem(atPath: project.folder + "/flat")
        try writeSleep(200)
        let flat = try fetch("sleep-edf", "--variant", "synthetic")
        try shell(
            "mkdir -p new/Sleep new/Test; mv raw/Sleep_TRAIN.ts new/Sleep; mv raw/Sleep_TEST.ts new/Test; rmdir raw; mv new raw"
        )
        #expect(try fetch("sleep-edf", "--variant", "synthetic") == flat)
        try shell("cd raw; mv Test/* Sleep; python3 -m zipfile -c again.zip Sleep/*; rm -r Sleep Test")
        #expect(try fetch("sleep-edf", "--variant", "synthetic") == flat)
    }

    /// Which panels a figure has follows from the same search as what fetch-data reads.
    @Test func panelsAreMadeOfWhatCanBeFetched() throws {
        func unavailable() throws -> String {
            let outcome = try project.make("status", "FIGURE=figure2")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let plan = try String(
                contentsOfFile: project.folder + "/artifacts/plan/figure2-smoke.json", encoding: .utf8)
            return plan.split(separator: "\n").first { $0.contains("unavailable") }.map(String.init) ?? ""
        }
        try shell("rm pipeline/data; mkdir -p pipeline/data/mnist")
        #expect(try unavailable().contains("MNIST is not here: put train-images"))
        // Make sees that something came, however deep.
        try shell(#"mkdir -p pipeline/data/mnist/MNIST/raw; sleep 0.1"#)
        #expect(try unavailable().contains("MNIST is not here"))
        try shell(#"cp "$1"/*.gz pipeline/data/mnist/MNIST/raw; gunzip pipeline/data/mnist/MNIST/raw/*.gz"#)
        #expect(try unavailable() == "")
        try shell(
            "mkdir -p artifacts/downloads; mv pipeline/data/mnist/MNIST/raw/t10k-l* artifacts/downloads/")
        #expect(try unavailable().contains("MNIST is not here"))
        try shell("mkdir artifacts/downloads/mnist; mv artifacts/downloads/t10k* artifacts/downloads/mnist/")
        #expect(try unavailable() == "")
        let fetched = try project.program("fetch-data", "mnist", "--output", "artifacts/data/mnist.h5")
        #expect(fetched.status == 0, "\(fetched.errors)")
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

    /// `--offline` forbids downloading, not what was downloaded before.
    @Test func earlierDownloadsAreUsedOffline() throws {
        let fetch = ["mnist", "--offline", "--project-data", "none", "--output", "artifacts/d.h5"]
        #expect(try run("fetch-data", fetch).status == 69)
        try shell(#"mkdir -p artifacts/downloads/mnist; cp "$1"/*.gz artifacts/downloads/mnist/"#)
        let fetched = try run("fetch-data", fetch)
        #expect(fetched.status == 0, "\(fetched.errors)")
        try shell(
            "rm -r artifacts/objects artifacts/recipes; cd artifacts/downloads/mnist; echo x | gzip >t10k-labels-idx1-ubyte.gz"
        )
        let refused = try run("fetch-data", fetch)
        #expect(refused.status == 65 && refused.errors.contains("t10k-labels"), "\(refused.errors)")
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
