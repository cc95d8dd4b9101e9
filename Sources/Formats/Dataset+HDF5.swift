import HDF5
import Model

/// The kind's versions: 1 knows grey images as fractions of 255 only.
private let datasetVersions = 1...2

extension Dataset {
    /// Writes the dataset as an artifact of kind `dataset`.
    /// - Throws: `HDF5Error`.
    package func write(to path: String) throws {
        let version = training.values.isKnownToVersion1 ? 1 : 2
        try writeArtifact(at: path, kind: "dataset", version: version, title: title) { root in
            try root.setAttribute("name", to: name)
            try root.setAttribute("origin", to: origin)
            try root.writeTexts(classNames, to: "class_names", axis: "class")
            try training.write(to: try root.createGroup("train"))
            try test.write(to: try root.createGroup("test"))
        }
    }

    /// Reads an artifact of kind `dataset`.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package init(readingFrom path: String) throws {
        self = try readArtifact(at: path, kind: "dataset", versions: datasetVersions) { root in
            let names = try root.readTexts("class_names", axis: "class")
            guard (1...256).contains(names.count) else {
                throw FormatError(path, "class_names", "has \(names.count) names, but 1 to 256 were expected")
            }
            let training = try LabelledExamples(reading: try root.group("train"), classes: names.count)
            let test = try LabelledExamples(reading: try root.group("test"), classes: names.count)
            guard training.values.isLike(test.values) else {
                throw FormatError(
                    path, "test",
                    "has examples of another size or kind than train, or another mean or standard_deviation")
            }
            return Dataset(
                name: try root.text("name"), title: try root.text("title"),
                classNames: names, origin: try root.attribute("origin", as: String.self), training: training,
                test: test)
        }
    }
}

extension LabelledExamples {
    fileprivate func write(to group: borrowing HDF5Group) throws {
        switch values {
        case .images(let bytes, let layout):
            try layout.write(bytes, count: count, to: group)
        case .series(let numbers, let layout):
            // Not compressed: noise of float32 shrinks by a sixth only, and would be unpacked by every training.
            try group.writeArray(
                numbers, to: "series", shape: [count, layout.steps, layout.channels],
                units: seriesUnits, axes: seriesAxes)
        }
        try group.writeArray(labels, to: "labels", units: "class", axes: [values.exampleAxis])
    }

    fileprivate init(reading group: borrowing HDF5Group, classes: Int) throws {
        let isThere = try ["images", "series"].contains { try group.contains($0) }
        guard isThere else { throw group.wrong("has neither images nor series") }
        let values =
            try group.contains("series")
            ? try ExampleValues(readingSeriesOf: group) : try ExampleValues(readingImagesOf: group)
        let size = values.steps * values.inputs
        let labels = try group.readArray(
            "labels", as: UInt8.self, shape: [values.count / size], units: "class", axes: [values.exampleAxis]
        )
        if let wrong = labels.first(where: { Int($0) >= classes }) {
            throw try group.dataset("labels").wrong(
                "holds \(wrong), but there are \(classes) classes in class_names, 0 to \(classes - 1)")
        }
        self.init(values, labels: labels)
    }
}

private let seriesUnits = "as in the raw files"
private let seriesAxes = ["series", "step", "channel"]

extension ImageLayout {
    fileprivate var units: String { channels == 1 ? "grey value, 0 to 255" : "intensity, 0 to 255" }
    fileprivate var axes: [String] {
        channels == 1 ? ["image", "row", "column"] : ["image", "row", "channel", "column"]
    }

    fileprivate func write(_ bytes: [UInt8], count: Int, to group: borrowing HDF5Group) throws {
        let size = channels == 1 ? [rows, columns] : [rows, channels, columns]
        // About a hundred images a chunk: a few images can be read without unpacking all.
        let images = try group.writeArray(
            bytes, to: "images", shape: [count] + size, units: units, axes: axes,
            compression: .deflate(level: 4, chunk: [100] + size))
        guard scale != .fraction else { return }
        try images.setAttribute("mean", to: Double(scale.mean))
        try images.setAttribute("standard_deviation", to: Double(scale.standardDeviation))
    }
}

extension ByteScale {
    /// The scale of the array `images`, v / 255 where it has none.
    fileprivate init(reading images: borrowing HDF5Dataset) throws {
        let names = try images.attributeNames.filter { ["mean", "standard_deviation"].contains($0) }
        guard !names.isEmpty else {
            self = .fraction
            return
        }
        // Where one of them is missing, this says so.
        let mean = try images.attribute("mean", as: Double.self)
        let deviation = try images.attribute("standard_deviation", as: Double.self)
        guard let mean = Float(exactly: mean), let deviation = Float(exactly: deviation), mean.isFinite,
            deviation.isFinite, deviation > 0
        else {
            throw images.wrong(
                "has mean \(mean) and standard_deviation \(deviation), but two float32 numbers were expected, "
                    + "the second above zero")
        }
        self.init(mean: mean, standardDeviation: deviation)
    }
}

extension ExampleValues {
    fileprivate var exampleAxis: String {
        switch self {
        case .images: "image"
        case .series: "series"
        }
    }

    fileprivate var isKnownToVersion1: Bool {
        guard case .images(_, let layout) = self else { return false }
        return layout.channels == 1 && layout.scale == .fraction
    }

    fileprivate init(readingImagesOf group: borrowing HDF5Group) throws {
        let images = try group.dataset("images")
        let shape = images.shape
        guard [3, 4].contains(shape.count), shape.allSatisfy({ $0 > 0 }) else {
            throw images.wrong(
                "has shape \(shape), but [image, row, column] or [image, row, channel, column] was expected")
        }
        let layout = ImageLayout(
            rows: shape[1], channels: shape.count == 4 ? shape[2] : 1, columns: shape[shape.count - 1],
            scale: try ByteScale(reading: images))
        try images.require(units: layout.units, axes: layout.axes)
        self = .images(try images.read(as: UInt8.self), layout)
    }

    fileprivate init(readingSeriesOf group: borrowing HDF5Group) throws {
        let series = try group.dataset("series")
        let shape = series.shape
        guard shape.count == 3, shape.allSatisfy({ $0 > 0 }) else {
            throw series.wrong(
                "has shape \(shape), but [series, step, channel] was expected")
        }
        try series.require(units: seriesUnits, axes: seriesAxes)
        let numbers = try series.read(as: Float.self)
        if let wrong = numbers.firstIndex(where: { !$0.isFinite }) {
            throw series.wrong(
                "holds \(numbers[wrong].words) in series \(wrong / (shape[1] * shape[2])), but finite numbers were "
                    + "expected; fetch the dataset again")
        }
        self = .series(numbers, SeriesLayout(steps: shape[1], channels: shape[2]))
    }
}
