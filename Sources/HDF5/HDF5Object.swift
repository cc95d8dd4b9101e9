import CHDF5

/// What can have attributes: a file (those of its root group), a group or a dataset.
package protocol HDF5Object: ~Copyable {
    /// The open object; valid while this value lives.
    var handle: HDF5Handle { get }
}

/// The value of an attribute, in the kinds that this module writes.
package enum HDF5AttributeValue: Equatable, Sendable {
    /// A variable-length UTF-8 string, or a vector of them.
    case string(String), strings([String])
    /// `int64`, or a vector of it.
    case integer(Int), integers([Int])
    /// `float64`.
    case real(Double)

    /// [] for a scalar, and the number of elements of a vector.
    var shape: [Int] {
        switch self {
        case .string, .integer, .real: []
        case .strings(let values): [values.count]
        case .integers(let values): [values.count]
        }
    }
}

extension HDF5Object where Self: ~Copyable {
    /// Path of the object within its file, `/` for a file and its root.
    package var path: String { handle.path }

    /// Names of the attributes, sorted by their UTF-8 bytes.
    package var attributeNames: [String] {
        get throws(HDF5Error) {
            // Looks at all attributes, too, and so fails first where one is damaged. Where H5Aiterate2 fails, the library (1.10.8)
            // frees what it has not allocated, and crashes now and then.
            try CLibrary.check("H5Aexists", handle.location) { H5Aexists(handle.raw, "\u{1}") }
            return try CLibrary.names("H5Aiterate2", handle.location) { names in
                H5Aiterate2(
                    handle.raw, H5_INDEX_NAME, H5_ITER_INC, nil, { CLibrary.append($1, to: $3) }, names)
            }
        }
    }

    /// Writes a new attribute.
    ///
    /// - Throws: `HDF5Error` if the name is taken, a string contains NUL, or the file was opened to read.
    package func setAttribute(_ name: String, to value: HDF5AttributeValue) throws(HDF5Error) {
        switch value {
        case .string(let string): try writeAttribute(name, strings: [string], shape: value.shape)
        case .strings(let strings): try writeAttribute(name, strings: strings, shape: value.shape)
        case .integer(let integer): try writeAttribute(name, .int64, [Int64(integer)], shape: value.shape)
        case .integers(let integers):
            try writeAttribute(name, .int64, integers.map { Int64($0) }, shape: value.shape)
        case .real(let real): try writeAttribute(name, .float64, [real], shape: value.shape)
        }
    }

    // The same for a value of each kind, so that callers need not name it:

    package func setAttribute(_ name: String, to value: String) throws(HDF5Error) {
        try setAttribute(name, to: .string(value))
    }

    package func setAttribute(_ name: String, to value: Int) throws(HDF5Error) {
        try setAttribute(name, to: .integer(value))
    }

    package func setAttribute(_ name: String, to value: Double) throws(HDF5Error) {
        try setAttribute(name, to: .real(value))
    }

    package func setAttribute(_ name: String, to value: [Int]) throws(HDF5Error) {
        try setAttribute(name, to: .integers(value))
    }

    package func setAttribute(_ name: String, to value: [String]) throws(HDF5Error) {
        try setAttribute(name, to: .strings(value))
    }

    private func writeAttribute(_ name: String, strings: [String], shape: [Int]) throws(HDF5Error) {
        let location = handle.location.attribute(name)
        try CStrings.refuseNUL(strings, location)
        let type = try CStrings.variableType(location)
        let attribute = try createAttribute(name, shape: shape) { type.raw }
        try CStrings.withPointers(to: strings) { (pointers) throws(HDF5Error) in
            guard let base = pointers.baseAddress, !strings.isEmpty else { return }
            try CLibrary.check("H5Awrite", location) { H5Awrite(attribute.raw, type.raw, base) }
        }
    }

    private func writeAttribute(
        _ name: String, _ type: HDF5ElementType, _ values: [some BitwiseCopyable], shape: [Int]
    ) throws(HDF5Error) {
        let attribute = try createAttribute(name, shape: shape) { type.standardType() }
        guard !values.isEmpty else { return }
        try CLibrary.check("H5Awrite", handle.location.attribute(name)) {
            H5Awrite(attribute.raw, type.nativeType, values)
        }
    }

    private func createAttribute(_ name: String, shape: [Int], type: () -> hid_t) throws(HDF5Error)
        -> Identifier
    {
        let location = handle.location.attribute(name)
        guard !name.isEmpty, !name.utf8.contains(0) else {
            throw HDF5Error(location, "this is not a valid name for an attribute")
        }
        let space = try Extent.space(shape, location)
        let defaults = CLibrary.defaultProperties
        return try CLibrary.open("H5Acreate2", location, closing: H5Aclose) {
            H5Acreate2(handle.raw, name, type(), space.raw, defaults, defaults)
        }
    }
}
