import DatasetDescriptions
import Datasets
import LocatedYAML
import Testing

/// What is wrong in a description is said by file and line, with what would be right.
@Suite struct WrongDescriptionTests {
    private func complaint(_ old: String, _ new: String, name: String = "digits") throws -> String? {
        let text = DescriptionReadingTests.digits
        #expect(text.contains(old), "\(old)")
        do {
            _ = try DescriptionReadingTests.read(
                text.replacing(old, with: new, maxReplacements: 1), name: name)
            return nil
        } catch let error as YAMLError {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("title: Digits\n", "", "digits.yaml:1: \"title\" is missing"),
        (
            "origin:", "orgin:",
            "digits.yaml:2: unknown key \"orgin\" in the description of a dataset; did you mean \"origin\"?"
        ),
        (
            "format: npz", "format: pickle",
            "digits.yaml:3: format \"pickle\" is not known; known: npz, npy, hdf5, idx, ts, csv"
        ),
        ("[digits.npz]", "[]", "digits.yaml:4: files is empty"),
        (
            "[digits.npz]", "[../digits.npz]",
            "digits.yaml:4: \"../digits.npz\" cannot be the name of a raw file"
        ),
        ("[digits.npz]", "[a.npz.gz]", "digits.yaml:4: a.npz.gz: files of format npz are not read packed"),
        ("[digits.npz]", "[a.npz, a.npz]", "digits.yaml:4: the file \"a.npz\" is given twice"),
        ("[digits.npz]", "[{name: a.npz, sha256: abc}]", "digits.yaml:4: sha256 of a.npz must be 64 digits"),
        ("[digits.npz]", "[{name: a.npz, url: 'https://x.org/a'}]", "give sha256 and bytes"),
        ("[digits.npz]", "[{name: a.npz, bytes: 7}]", "bytes of a.npz need sha256"),
        ("[digits.npz]", "[a.npz, b.npz]", "\"file\" is missing; add for instance file: a.npz"),
        ("examples: images, ", "", "digits.yaml:5: \"examples\" is missing"),
        (
            "{examples: images", "{pictures: images",
            "digits.yaml:5: unknown key \"pictures\" in arrays of format npz"
        ),
        (
            "{examples: images", "{file: b.npz, examples: images",
            "file \"b.npz\" is not known; known: digits.npz"
        ),
        ("[zero, one, two]", "[zero]", "digits.yaml:6: there are 1 classes, but 2 to 256 are possible"),
        ("[zero, one, two]", "[zero, zero]", "the class \"zero\" is given twice"),
        ("[zero, one, two]", "{zero: 1, one: 1}", "the label \"1\" is given twice"),
        ("[zero, one, two]", "{zero: a, one: b}", "the label \"a\" is not a whole number"),
        ("examples: 100", "train: 75, test: 25", "digits.yaml:7: train in shape follows from split"),
        ("examples: 100", "examples: 0", "examples 0 is outside"),
        ("columns: 9", "inputs: 9", "inputs is for series"), ("rows: 8, ", "", "\"rows\" is missing"),
        ("rows: 8", "steps: 8", "columns is for images"),
        ("test: 0.25", "test: 1.5", "digits.yaml:8: test 1.5 is outside"),
        ("seed: 7, ", "", "\"seed\" is missing"),
        ("examples: 100", "examples: 1", "split leaves no example to learn from"),
        (
            "split: {test: 0.25, seed: 7, stratified: true}", "",
            "digits.yaml:7: examples in shape needs split"
        ),
        (
            "split:", "layout: [example, row]\nsplit:",
            "digits.yaml:8: layout has the axes example, row, channel, column, each once; it lacks column"
        ),
        ("split:", "layout: [example, row, column, step]\nsplit:", "it has step"),
        ("split:", "layout: [example, row, row, column]\nsplit:", "it has one twice"),
        ("split:", "layout: [[example, row], column]\nsplit:", "example is an axis of its own"),
        (
            "split:", "layout: [example, rows, column]\nsplit:",
            "axis \"rows\" is not known; did you mean \"row\"?"
        ),
        ("columns: 9", "columns: 9, channels: 3", "images of several channels need it"),
        ("split:", "scale: {standard-deviation: 0}\nsplit:", "standard-deviation 0 is outside"),
        ("split:", "header: true\nsplit:", "header is for csv; remove it, since the format is npz"),
        ("split:", "targets: y\nsplit:", "targets, for regression or at every step, are not read yet"),
    ])
    func mistakesAreNamedByLine(old: String, new: String, words: String) throws {
        let said = try #require(try complaint(old, new), "\(new) was taken")
        #expect(said.contains(words), "\(said)")
    }

    @Test(arguments: [
        "mnist", "mnist-train300", "cifar10-jpeg", "sleep-edf-sample", "Digits", "my_digits", "a--b", "-a",
    ])
    func otherNamesAreRefused(name: String) throws {
        let said = try #require(try complaint("Digits", "Digits", name: name), "\(name) was taken")
        #expect(said.hasPrefix("\(name).yaml:1: ") && said.contains("name"), "\(said)")
    }
}
