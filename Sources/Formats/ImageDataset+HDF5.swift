import HDF5

extension ImageDataset {
    /// Writes the dataset as an artifact of kind `dataset`.
    /// - Throws: `HDF5Error`.
    public func write(to path: String) throws {
        try writeArtifact(at: path, kind: "dataset", title: title) { root in
            try root.setAttribute("name", to: name)
            try root.setAttribute("origin", to: origin)
            try root.writeTexts(classNames, to: "class_names", axis: "class")
            try training.write(to: try root.createGroup("train"))
            try test.write(to: try root.createGroup("test"))
        }
    }

    /// Reads an artifact of kind `dataset`.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    public init(readingFrom path: String) throws {
        self = try readArtifact(at: path, kind: "dataset") { root in
            let names = try root.readStrings("class_names")
            guard (1...256).contains(names.count) else {
                throw FormatError(path, "class_names", "has \(names.count) names, but 1 to 256 were expected")
            }
            let training = try LabelledImages(
                reading: try root.group("train"), path: path, field: "train", classes: names.count)
            let test = try LabelledImages(
                reading: try root.group("test"), path: path, field: "test", classes: names.count)
            guard training.rows == test.rows, training.columns == test.columns else {
                throw FormatError(path, "test/images", "have another size than train/images")
            }
            return ImageDataset(
                name: try root.attribute("name", as: String.self),
                title: try root.attribute("title", as: String.self),
                classNames: names, origin: try root.attribute("origin", as: String.self), training: training,
                test: test)
        }
    }
}

extension LabelledImages {
    fileprivate func write(to group: borrowing HDF5Group) throws {
        // About a hundred images a chunk: a few images can be read without unpacking all.
        try group.writeArray(
            pixels, to: "images", shape: [count, rows, columns], units: "grey value, 0 to 255",
            axes: ["image", "row", "column"], compression: .deflate(level: 4, chunk: [100, rows, columns]))
        try group.writeArray(labels, to: "labels", units: "class", axes: ["image"])
    }

    fileprivate init(reading group: borrowing HDF5Group, path: String, field: String, classes: Int) throws {
        let shape = try group.readShape("images")
        guard shape.count == 3, shape.allSatisfy({ $0 > 0 }) else {
            throw FormatError(
                path, "\(field)/images", "has shape \(shape), but [image, row, column] was expected")
        }
        let pixels = try group.read("images", as: UInt8.self, shape: [nil, nil, nil])
        let labels = try group.read("labels", as: UInt8.self, shape: [shape[0]])
        if let wrong = labels.first(where: { Int($0) >= classes }) {
            throw FormatError(
                path, "\(field)/labels",
                "holds \(wrong), but there are \(classes) classes, 0 to \(classes - 1)")
        }
        self.init(pixels: pixels, labels: labels, rows: shape[1], columns: shape[2])
    }
}
