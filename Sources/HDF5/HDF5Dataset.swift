import CHDF5

/// An open dataset: an array of numbers or strings with a name in a file.
package struct HDF5Dataset: ~Copyable, Sendable, HDF5Object {
    let identifier: Identifier
    let location: ObjectLocation
    let storedType: StoredType
    /// Extents, slowest axis first; [] is a scalar.
    package let shape: [Int]

    /// The dataset's identifier.
    package var handle: HDF5Handle { HDF5Handle(raw: identifier.raw, location: location) }

    /// The elements' type: a name such as `float32` or `string`, or a description of what cannot be read.
    package var typeName: String { storedType.description }

    /// How many elements are read for which the file stores no bytes, unless the caller gives the shape.
    package static let unbackedElements = 1 << 24

    /// Takes over an open dataset and looks at its type and shape.
    init(identifier: consuming Identifier, location: ObjectLocation) throws(HDF5Error) {
        (shape, storedType) = try HDF5Dataset.shapeAndType(identifier, location)
        self.location = location
        self.identifier = identifier
    }

    private static func shapeAndType(
        _ dataset: borrowing Identifier, _ location: ObjectLocation
    ) throws(HDF5Error) -> ([Int], StoredType) {
        let raw = dataset.raw
        let space = try CLibrary.open("H5Dget_space", location, closing: H5Sclose) { H5Dget_space(raw) }
        let type = try CLibrary.open("H5Dget_type", location, closing: H5Tclose) { H5Dget_type(raw) }
        guard let shape = try Extent.shape(of: space, location) else { return ([], .other("nothing")) }
        // Never read: reading one file must not open another.
        guard try isSelfContained(dataset, location) else {
            return (shape, .other("elements in other files"))
        }
        return (shape, try StoredType.recognise(type, location))
    }

    /// Whether the elements are in this file.
    private static func isSelfContained(
        _ dataset: borrowing Identifier, _ location: ObjectLocation
    ) throws(HDF5Error) -> Bool {
        let creation = try PropertyList.ofDataset(dataset, location)
        let externals = try CLibrary.check("H5Pget_external_count", location) {
            H5Pget_external_count(creation.raw)
        }
        return externals == 0 && CLibrary.synchronized { H5Pget_layout(creation.raw) } != H5D_VIRTUAL
    }

    /// Throws unless the dataset has numbers of type `Element` in a shape that matches `expected`.
    func require<Element: HDF5Element>(_ type: Element.Type, _ expected: [Int?]?) throws(HDF5Error) {
        let wanted = Element.hdf5ElementType
        let shapeMatches = expected.map { Extent.matches(shape, $0) } ?? true
        guard storedType == .number(wanted), shapeMatches else {
            throw mismatch(expected: wanted.rawValue, expected)
        }
    }

    /// What is here, and what was expected.
    func mismatch(expected type: String, _ shape: [Int?]?) -> HDF5Error {
        let wanted = shape.map { "\(type) of shape \(Extent.words($0))" } ?? type
        return HDF5Error(location, "\(wanted) was expected, found \(typeName) of shape \(self.shape)")
    }

    /// Bytes that the file stores for the elements, at most its size.
    func storedBytes() throws(HDF5Error) -> Int {
        var fileBytes: hsize_t = 0
        let file = try CLibrary.open("H5Iget_file_id", location, closing: { H5Idec_ref($0) }) {
            H5Iget_file_id(identifier.raw)
        }
        try CLibrary.check("H5Fget_filesize", location) { H5Fget_filesize(file.raw, &fileBytes) }
        let stored = CLibrary.synchronized { H5Dget_storage_size(identifier.raw) }
        return Int(clamping: min(stored, fileBytes))
    }

    /// Throws if there are more than `maximum` elements and more than the stored bytes can hold.
    ///
    /// A file of a few bytes may claim any shape; the memory allocated to read it must not depend on the claim.
    func requireBacking(count: Int, bytesPerElement: Int, maximum: Int) throws(HDF5Error) {
        guard count > maximum else { return }
        let stored = try storedBytes()
        let creation = try creationList()
        let filters = try CLibrary.check("H5Pget_nfilters", location) { H5Pget_nfilters(creation.raw) }
        // Deflate makes at most 1,032 bytes out of one.
        let most = stored.multipliedReportingOverflow(by: filters > 0 ? 1032 : 1)
        guard most.overflow || count <= most.partialValue / bytesPerElement else {
            throw HDF5Error(
                location,
                "shape \(shape) claims \(count) elements but only \(stored) bytes are stored: at most "
                    + "\(maximum) elements are read without their bytes, unless the whole shape is expected")
        }
    }

    /// The property list that the dataset was made with.
    func creationList() throws(HDF5Error) -> Identifier {
        try PropertyList.ofDataset(identifier, location)
    }

    /// The stored type of the elements.
    func ownType() throws(HDF5Error) -> Identifier {
        try CLibrary.open("H5Dget_type", location, closing: H5Tclose) { H5Dget_type(identifier.raw) }
    }
}
