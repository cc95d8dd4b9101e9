import CHDF5

// Datasets of a group by name. Each writer returns the open dataset, so that attributes can follow:
// `try group.write(values, to: "w", shape: [2, 3]).setAttribute("units", to: "1")`.
extension HDF5Group {
    /// Creates a dataset to be written by rows (`HDF5Dataset.writeRows`); what is never written reads as zero.
    ///
    /// - Throws: `HDF5Error` if the name is taken or not plain, the shape has a negative extent, the compression does
    ///   not suit it, or the file was opened to read.
    package func createDataset<Element: HDF5Element>(
        _ name: String, of type: Element.Type, shape: [Int], compression: HDF5Compression = .none
    ) throws(HDF5Error) -> HDF5Dataset {
        let child = try plainChild(name)
        let creation = try PropertyList.datasetCreation(shape: shape, compression: compression, child)
        return try create(name, type: try numberType(Element.self, child), shape: shape, creation: creation)
    }

    /// Writes `values`, row-major, as the new dataset `name` of shape `shape` ([] for a scalar).
    ///
    /// - Throws: `HDF5Error` like `createDataset`, or if the number of `values` is not what `shape` says.
    @discardableResult
    package func write<Element: HDF5Element>(
        _ values: Span<Element>, to name: String, shape: [Int], compression: HDF5Compression = .none
    ) throws(HDF5Error) -> HDF5Dataset {
        let child = try plainChild(name)
        guard Extent.count(shape) == values.count else {
            throw HDF5Error(child, "\(values.count) values were given for a dataset of shape \(shape)")
        }
        let dataset = try createDataset(name, of: Element.self, shape: shape, compression: compression)
        try dataset.writeBlock(values, start: shape.map { _ in 0 }, count: shape)
        return dataset
    }

    /// Writes `values`, row-major, as the new dataset `name` of shape `shape`, or as a vector if there is none.
    ///
    /// - Throws: `HDF5Error` like the version that takes a span.
    @discardableResult
    package func write<Element: HDF5Element>(
        _ values: [Element], to name: String, shape: [Int]? = nil, compression: HDF5Compression = .none
    ) throws(HDF5Error) -> HDF5Dataset {
        try write(values.span, to: name, shape: shape ?? [values.count], compression: compression)
    }

    /// Makes the new dataset `name`, in which every element is `value`. Whatever its shape, it takes a few hundred
    /// bytes: the chunks are never allocated, and readers get the fill value.
    ///
    /// - Throws: `HDF5Error` like `createDataset`.
    @discardableResult
    package func writeConstant<Element: HDF5Element>(
        _ value: Element, to name: String, shape: [Int]
    ) throws(HDF5Error) -> HDF5Dataset {
        let child = try plainChild(name)
        guard !shape.isEmpty, !shape.contains(0) else {
            return try write(Array(repeating: value, count: shape.isEmpty ? 1 : 0), to: name, shape: shape)
        }
        let creation = try PropertyList.constantCreation(value, shape: shape, child)
        return try create(name, type: try numberType(Element.self, child), shape: shape, creation: creation)
    }

    /// Writes strings as the new dataset `name`, a vector of variable-length UTF-8 strings.
    ///
    /// - Throws: `HDF5Error` like `createDataset`, or if a string contains the character NUL.
    @discardableResult
    package func write(_ values: [String], to name: String) throws(HDF5Error) -> HDF5Dataset {
        try writeStrings(values, to: name, shape: [values.count])
    }

    /// Writes a string as the new scalar dataset `name`, a variable-length UTF-8 string.
    ///
    /// - Throws: `HDF5Error` like `createDataset`, or if the string contains the character NUL.
    @discardableResult
    package func write(_ value: String, to name: String) throws(HDF5Error) -> HDF5Dataset {
        try writeStrings([value], to: name, shape: [])
    }

    private func writeStrings(_ values: [String], to name: String, shape: [Int]) throws(HDF5Error)
        -> HDF5Dataset
    {
        let child = try plainChild(name)
        try CStrings.refuseNUL(values, child)
        let type = try CStrings.variableType(child)
        let creation = try PropertyList.datasetCreation(shape: shape, compression: .none, child)
        let dataset = try create(name, type: type, shape: shape, creation: creation)
        try CStrings.withPointers(to: values) { (pointers) throws(HDF5Error) in
            try dataset.writeAll(pointers, memoryType: type)
        }
        return dataset
    }

    /// Reads dataset `name`, row-major; see `HDF5Dataset.read(as:shape:maximumElements:)`.
    ///
    /// - Throws: `HDF5Error` if it is missing or not as expected.
    package func read<Element: HDF5Element>(
        _ name: String, as type: Element.Type, shape: [Int?]? = nil,
        maximumElements: Int = HDF5Dataset.unbackedElements
    ) throws(HDF5Error) -> [Element] {
        try dataset(name).read(as: Element.self, shape: shape, maximumElements: maximumElements)
    }

    /// Reads the strings of the vector `name`.
    ///
    /// - Throws: `HDF5Error` if it is missing, is not a vector of strings, or does not have `count` of them, if that
    ///   is given.
    package func readStrings(_ name: String, count: Int? = nil) throws(HDF5Error) -> [String] {
        try dataset(name).readStrings(shape: [count])
    }

    private func numberType<Element: HDF5Element>(
        _ type: Element.Type, _ child: ObjectLocation
    ) throws(HDF5Error) -> Identifier {
        try CLibrary.open("H5Tcopy", child, closing: H5Tclose) {
            H5Tcopy(Element.hdf5ElementType.standardType())
        }
    }

    private func create(
        _ name: String, type: borrowing Identifier, shape: [Int], creation: borrowing Identifier
    ) throws(HDF5Error) -> HDF5Dataset {
        let child = location.child(name)
        let space = try Extent.space(shape, child)
        let (rawType, rawCreation, defaults) = (type.raw, creation.raw, CLibrary.defaultProperties)
        let opened = try CLibrary.open("H5Dcreate2", child, closing: H5Dclose) {
            H5Dcreate2(identifier.raw, name, rawType, space.raw, defaults, rawCreation, defaults)
        }
        return try HDF5Dataset(identifier: opened, location: child)
    }
}
