import Foundation
import Testing

/// Datasets that a file in `pipeline/datasets` describes, from raw files to figures.
@Suite struct DescribedDatasetTests {
    private let project: Project

    init() throws {
        project = try Project()
        try project.takeOwnData()
    }

    /// A table of 40 examples of 6 numbers, of two classes.
    private func writeTable(first: String = "0.5", label: String = "no") throws {
        let rows = (0..<40).map { row in
            let numbers = (0..<6).map { "\((row * 7 + $0 * 3) % 11).\(row % 10)" }
            let all = row == 0 ? [first] + numbers.dropFirst() : numbers
            return all.joined(separator: ",") + "," + (row == 1 ? label : row % 2 == 0 ? "yes" : "no")
        }
        try project.write(
            "a,b,c,d,e,f,kind\n" + rows.joined(separator: "\n") + "\n", to: "pipeline/data/waves/waves.csv")
    }

    private func describeTable(title: String = "Waves", seed: Int = 3, comment: String = "") throws {
        try project.write(
            """
            title: \(title)\(comment)
            origin: made by a test
            format: csv
            files: [waves.csv]
            arrays: {labels: kind}
            classes: [yes, no]
            shape: {examples: 40, steps: 3, inputs: 2}
            split: {test: 0.3, seed: \(seed), stratified: true}

            """, to: "pipeline/datasets/waves.yaml")
    }

    private func writeFigure() throws {
        let figure = project.folder + "/pipeline/figures/figure2.yaml"
        let text = try String(contentsOfFile: figure, encoding: .utf8)
        let own = text.replacing("dataset: mnist", with: "dataset: waves").replacing(
            "figure: figure2", with: "figure: own")
        try project.write(own, to: "pipeline/figures/own.yaml")
    }

    @Test func aFigureIsMadeOfADescribedDataset() throws {
        try writeTable()
        try describeTable()
        try writeFigure()
        let made = try project.make("own")
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.computed(by: "fetch-data").count == 1 && made.computed(by: "train").count > 3)
        let links = try project.links()
        #expect(links["data/waves.h5"] != nil && links.keys.contains { $0.hasPrefix("runs/waves") })
        let page = try String(
            contentsOfFile: project.folder + "/artifacts/figures/smoke/own/own.html", encoding: .utf8)
        #expect(page.contains("Waves"))

        let reproduced = try project.make("reproduce", "FIGURE=own", "SAMPLE=100")
        #expect(reproduced.status == 0, "\(reproduced.output)\(reproduced.errors)")

        let again = try project.make("own")
        #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
        // What changes no bit starts the stage at most, which then finds what it made.
        try describeTable(comment: "   # the same")
        let commented = try project.make("own")
        #expect(commented.status == 0 && commented.computed == [], "\(commented.errors)")
        #expect(try project.links() == links)
        // What does makes everything anew.
        try describeTable(seed: 4)
        let split = try project.make("own")
        #expect(split.status == 0 && split.computed(by: "fetch-data").count == 1, "\(split.errors)")
        #expect(split.computed(by: "train").count == made.computed(by: "train").count)
        // So does a raw file, of which only the contents count.
        try writeTable(first: "0.6")
        let raw = try project.make("own")
        #expect(raw.status == 0 && raw.computed(by: "fetch-data").count == 1, "\(raw.errors)")
        try writeTable(first: "0.6")
        let touched = try project.make("own")
        #expect(touched.status == 0 && touched.errors.isEmpty, "\(touched.errors)")
        // Other figures do not know of it.
        let plan = try String(
            contentsOfFile: project.folder + "/artifacts/plan/own-smoke.json", encoding: .utf8)
        #expect(plan.contains("\"training-examples\" : 28"))
        #expect(try project.make("-n", "figure2").status == 0)
        let otherPlan = project.folder + "/artifacts/plan/figure2-smoke.json"
        #expect(try !String(contentsOfFile: otherPlan, encoding: .utf8).contains("Waves"))
        // Unless a claim is about it, since claims are read for every figure.
        let claims = project.folder + "/pipeline/claims.yaml"
        let text = try String(contentsOfFile: claims, encoding: .utf8)
        let claim = try #require(text.range(of: "dataset: mnist"))
        try text.replacingCharacters(in: claim, with: "dataset: waves")
            .write(toFile: claims, atomically: true, encoding: .utf8)
        #expect(try project.make("-n", "figure2").status == 0)
        #expect(try String(contentsOfFile: otherPlan, encoding: .utf8).contains("Waves"))
        try project.nameOtherFigures()
        #expect(try project.make("paper").status == 0)
    }

    @Test func whatIsWrongIsSaidByFileAndPlace() throws {
        try writeTable(label: "maybe")
        try describeTable()
        try writeFigure()
        let label = try project.make("own")
        #expect(label.status != 0 && label.errors.contains("waves.csv, line 3"), "\(label.errors)")
        #expect(
            label.errors.contains("maybe")
                && label.errors.contains("described by pipeline/datasets/waves.yaml"))
        #expect(try project.links()["data/waves.h5"] == nil)
        try writeTable(first: "nan")
        let number = try project.make("own")
        #expect(number.status != 0 && number.errors.contains("waves.csv, line 2"), "\(number.errors)")
        try project.write(
            "title: Waves\nformat: csv\nfiles: [waves.csv]\n", to: "pipeline/datasets/waves.yaml")
        let description = try project.make("own")
        #expect(description.status != 0, "\(description.errors)")
        #expect(description.errors.contains("pipeline/datasets/waves.yaml:1: \"classes\" is missing"))
        try describeTable()
        try FileManager.default.removeItem(atPath: project.folder + "/pipeline/data/waves")
        let absent = try project.make("own", "-n")
        #expect(absent.status == 0, "\(absent.errors)")
        let plan = try String(
            contentsOfFile: project.folder + "/artifacts/plan/own-smoke.json", encoding: .utf8)
        #expect(plan.contains("Waves is not here: put waves.csv into pipeline/data/waves"), "\(plan)")
    }

    /// A name in the folder of descriptions that the program looks in by itself, and those that it refuses.
    @Test func namesAreLookedUp() throws {
        try writeTable()
        try describeTable()
        let fetched = try project.program("fetch-data", "waves", "--output", "d.h5")
        #expect(fetched.status == 0, "\(fetched.errors)")
        let asked = try project.program("fetch-data", "waves", "--output", "d.h5", "--why", "--json")
        #expect(asked.output.contains("\"state\":\"done\""), "\(asked.output)\(asked.errors)")
        let unknown = try project.program("fetch-data", "wavs", "--output", "d.h5")
        #expect(
            unknown.status != 0 && unknown.errors.contains("sleep-edf, waves, or describe it in"),
            "\(unknown.errors)")
        let variant = try project.program("fetch-data", "waves", "--variant", "X", "--output", "d.h5")
        #expect(variant.status != 0 && variant.errors.contains("has no variants"), "\(variant.errors)")
        let other = try project.program(
            "fetch-data", "mnist", "--description", "pipeline/datasets/waves.yaml", "--output", "d.h5")
        #expect(other.status != 0 && other.errors.contains("describes waves, not mnist"), "\(other.errors)")
        try FileManager.default.copyItem(
            atPath: project.folder + "/pipeline/datasets/waves.yaml",
            toPath: project.folder + "/pipeline/datasets/mnist.yaml")
        try writeFigure()
        for taken in [
            try project.make("own"), try project.program("fetch-data", "mnist", "--output", "mnist.h5"),
        ] {
            #expect(
                taken.status != 0 && taken.errors.contains("pipeline/datasets/mnist.yaml")
                    && taken.errors.contains("the name \"mnist\" is taken"), "\(taken.errors)")
        }
    }

    /// The same examples come out of every format that can hold them.
    @Test func formatsGiveTheSameDataset() throws {
        let series = "shape: {train: 10, test: 10, steps: 5, inputs: 2}"
        var digests: Set<String?> = []
        for (arrays, format, file, layout) in [
            ("{examples: series, labels: labels}", "npz", "arrays.npz", ""),
            ("{examples: time_major, labels: column}", "npz", "arrays.npz", "layout: [step, example, input]"),
            ("{examples: train/x, labels: /train/y}", "hdf5", "arrays.h5", ""),
            ("{file: series.ts}", "ts", "series.ts", ""),
        ] {
            let fetched = try project.fetchSample(arrays, "\(series)\n\(layout)", format: format, file: file)
            #expect(fetched.status == 0, "\(fetched.errors)")
            digests.insert(try project.links()["sample.h5"])
        }
        #expect(digests.count == 1 && digests.first != .some(nil))
        let images = "shape: {train: 10, test: 10, rows: 3, columns: 4}"
        let wide = try project.fetchSample(
            "{examples: images, labels: train/y}", images, format: "hdf5", file: "arrays.h5")
        #expect(wide.status == 0, "\(wide.errors)")
        let fromHDF5 = try project.links()["sample.h5"]
        let npz = try project.fetchSample(
            "{examples: images, labels: labels}", images, format: "npz", file: "arrays.npz")
        #expect(npz.status == 0, "\(npz.errors)")
        #expect(try project.links()["sample.h5"] == fromHDF5)
    }

    /// Files with a digest are taken under any name, and no others.
    @Test func digestsAreCompared() throws {
        try writeTable()
        try describeTable()
        let sum = try run("/usr/bin/sha256sum", ["pipeline/data/waves/waves.csv"], in: project.folder).output
            .prefix(64)
        let bytes = try Data(
            contentsOf: URL(fileURLWithPath: project.folder + "/pipeline/data/waves/waves.csv")
        ).count
        let description = try String(
            contentsOfFile: project.folder + "/pipeline/datasets/waves.yaml", encoding: .utf8)
        try project.write(
            description.replacing(
                "[waves.csv]", with: "[{name: waves.csv, sha256: \(sum), bytes: \(bytes)}]"),
            to: "pipeline/datasets/waves.yaml")
        let fetch = ["waves", "--output", "artifacts/d.h5"]
        func fetched() throws -> Outcome {
            try run("\(Project.programs)/fetch-data", fetch, in: project.folder)
        }
        #expect(try fetched().status == 0)
        let data = project.folder + "/pipeline/data/waves/"
        try FileManager.default.moveItem(atPath: data + "waves.csv", toPath: data + "other.txt")
        #expect(try fetched().status == 0)
        try writeTable(first: "0.7")
        #expect(try fetched().status == 0, "the right one is beside it")
        try FileManager.default.removeItem(atPath: data + "other.txt")
        let wrong = try fetched()
        #expect(
            wrong.status == 65 && wrong.errors.contains("or correct sha256 and bytes in"), "\(wrong.errors)")
        #expect(wrong.errors.contains(String(sum)))
    }
}
