import Datasets
import Foundation
import LocatedYAML

extension DatasetDescription {
    private static let keys = [
        "title", "origin", "format", "files", "arrays", "classes", "shape", "layout", "scale", "split",
        "header",
        "targets",
    ]

    /// The dataset of a document, which is called `name`.
    ///
    /// - Throws: `YAMLError` with file and line.
    package init(_ document: YAMLValue, name: String) throws {
        let keys = try document.mapping("the description of a dataset", known: Self.keys)
        try Self.check(name, document)
        if let targets = keys["targets"] {
            throw targets.error(
                "targets, for regression or at every step, are not read yet; give labels in arrays")
        }
        let format = try keys.format()
        let files = try keys.required("files", advice: "files: [\(name).\(format.rawValue)]").files(format)
        let classes = try keys.required("classes", advice: "classes: [no, yes]").classes(format)
        let split = try keys["split"].map { try $0.split() }
        let size = try keys.size(format)
        let parts = try keys.parts(format, files, split)
        let layout = try keys.layout(format, size)
        let header = try keys["header"]?.onlyFor([.csv], format, "header").bool("header") ?? true
        self.init(
            name: name, title: try keys.required("title", advice: "title: Digits").string("title"),
            origin: try keys.required("origin", advice: "origin: who made it, where it is, its licence")
                .string("origin"),
            format: format, files: files, parts: parts, classes: classes, size: size, layout: layout,
            scale: try keys["scale"]?.scale(), hasHeader: header)
    }

    /// Names become parts of paths, and must not be taken for those of the catalogue.
    private static func check(_ name: String, _ document: YAMLValue) throws {
        let isPlain = name.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789".contains($0) }
        }
        guard isPlain, name.count <= 40 else {
            throw YAMLError(
                file: document.file, line: 1,
                message:
                    "\"\(name)\" cannot be the name of a dataset; call the file by up to 40 small letters, digits and "
                    + "single hyphens, such as my-digits.yaml")
        }
        for source in Datasets.all where name == source.name || name.hasPrefix(source.name + "-") {
            throw YAMLError(
                file: document.file, line: 1,
                message:
                    "the name \"\(name)\" is taken: it is that of the dataset \(source.title), or of a variant of it; "
                    + "rename the file")
        }
    }
}

extension YAMLMapping {
    fileprivate func format() throws -> DatasetDescription.Format {
        let value = try required("format", advice: "format: npz")
        let name = try value.choice("format", of: DatasetDescription.Format.allCases.map(\.rawValue))
        guard let format = DatasetDescription.Format(rawValue: name) else { throw value.error("no format") }
        return format
    }

    /// `{rows, columns, channels}` of images or `{steps, inputs}` of series, in `shape`.
    fileprivate func size(_ format: DatasetDescription.Format) throws -> ExampleSize {
        let shape = try shape()
        func size(_ key: String) throws -> Int? {
            try shape[key]?.int(key, in: 1...1_000_000, advice: "a number such as 28")
        }
        if let steps = try size("steps") {
            for key in ["rows", "columns", "channels"] {
                if let value = shape[key] {
                    throw value.error("\(key) is for images; series have steps and inputs")
                }
            }
            return .series(steps: steps, inputs: try size("inputs") ?? 1)
        }
        let rows = try shape.required("rows", advice: "rows: 28, or for series steps: 100")
        if let value = shape["inputs"] {
            throw value.error("inputs is for series; images have rows, columns, channels")
        }
        if format == .ts { throw rows.error("ts files hold series; give steps and inputs") }
        _ = try shape.required("columns", advice: "columns: 28")
        return .image(
            rows: try size("rows") ?? 1, columns: try size("columns") ?? 1,
            channels: try size("channels") ?? 1)
    }

    /// The keys of `shape`.
    func shape() throws -> YAMLMapping {
        try required("shape", advice: "shape: {train: 60000, test: 10000, rows: 28, columns: 28}").mapping(
            "shape",
            known: ["train", "test", "examples", "rows", "columns", "channels", "steps", "inputs"])
    }

    fileprivate func layout(
        _ format: DatasetDescription.Format, _ size: ExampleSize
    ) throws -> ArrayLayout {
        let usual = DatasetDescription.usualLayout(format, size)
        guard let value = self["layout"] else {
            guard let usual else {
                throw YAMLError(
                    file: file, line: line,
                    message:
                        "\"layout\" is missing; images of several channels need it: add for instance layout: "
                        + "[example, row, column, channel]")
            }
            return try ArrayLayout(usual, of: size)
        }
        if format == .ts { throw value.error("ts files have one layout; remove layout") }
        let axes = try value.list("layout", advice: "[example, row, column]").map { axis in
            try axis.isList
                ? axis.list("layout", advice: "[row, column]").map { try $0.axis() } : [axis.axis()]
        }
        do {
            return try ArrayLayout(axes, of: size)
        } catch {
            throw value.error(error.message)
        }
    }
}

extension DatasetDescription {
    /// What the axes are where a description does not say; nil where it must.
    fileprivate static func usualLayout(_ format: Format, _ size: ExampleSize) -> [[ArrayAxis]]? {
        switch (format, size) {
        case (.ts, _): [[.example], [.input], [.step]]
        case (.csv, .series): [[.example], [.step, .input]]
        case (.csv, .image(_, _, channels: 1)): [[.example], [.row, .column]]
        case (_, .series): [[.example], [.step], [.input]]
        case (_, .image(_, _, channels: 1)): [[.example], [.row], [.column]]
        default: nil
        }
    }
}

extension YAMLValue {
    fileprivate func axis() throws -> ArrayAxis {
        let name = try choice("axis", of: ArrayAxis.allCases.map(\.rawValue))
        guard let axis = ArrayAxis(rawValue: name) else { throw error("no axis") }
        return axis
    }

    /// This value, which only descriptions of some formats have.
    func onlyFor(
        _ formats: [DatasetDescription.Format], _ format: DatasetDescription.Format, _ key: String
    ) throws -> YAMLValue {
        guard formats.contains(format) else {
            let names = formats.map(\.rawValue).joined(separator: ", ")
            throw error("\(key) is for \(names); remove it, since the format is \(format.rawValue)")
        }
        return self
    }

    /// `{mean: 0.13, standard-deviation: 0.31}`.
    fileprivate func scale() throws -> DatasetDescription.Scale {
        let keys = try mapping("scale", known: ["mean", "standard-deviation"])
        let most = 1e30
        let mean = try keys["mean"]?.double("mean", in: -most...most, advice: "a number such as 0.13") ?? 0
        let deviation =
            try keys["standard-deviation"]?.double(
                "standard-deviation", in: 1e-30...most, advice: "a number such as 0.31") ?? 1
        return DatasetDescription.Scale(mean: mean, deviation: deviation)
    }

    /// `{test: 0.2, seed: 0, stratified: true}`.
    fileprivate func split() throws -> SplitRule {
        let keys = try mapping("split", known: ["test", "seed", "stratified"])
        let test = try keys.required("test", advice: "test: 0.2")
            .double("test", in: 0...0.999999, open: true, advice: "a share such as 0.2")
        let seed = try keys.required("seed", advice: "seed: 0")
            .int("seed", in: 0...Int(UInt32.max), advice: "a number such as 0")
        return SplitRule(
            testFraction: test, seed: UInt32(seed),
            isStratified: try keys["stratified"]?.bool("stratified") ?? false)
    }

    /// Names in the order of labels from 0 on, or a mapping of names to labels.
    fileprivate func classes(_ format: DatasetDescription.Format) throws -> [DatasetDescription.Class] {
        var classes: [(class: DatasetDescription.Class, line: Int)]
        if isMapping {
            classes = try entries("classes").map { entry in
                let label = try entry.value.string("the label of class \(entry.key)")
                guard [.csv, .ts].contains(format) || Int64(label) != nil else {
                    throw entry.value.error(
                        "the label \"\(label)\" is not a whole number, which arrays need; give one such as 1")
                }
                return (DatasetDescription.Class(name: entry.key, label: label), entry.line)
            }
            try checkUnique(classes.map { ($0.class.label ?? "", $0.line) }, what: "label", file: file)
        } else {
            classes = try list("classes", advice: "[no, yes]").map {
                (DatasetDescription.Class(name: try $0.string("a class"), label: nil), $0.line)
            }
            try checkUnique(classes.map { ($0.class.name, $0.line) }, what: "class", file: file)
        }
        guard (2...256).contains(classes.count) else {
            throw error("there are \(classes.count) classes, but 2 to 256 are possible; give as many")
        }
        return classes.map(\.class)
    }
}
