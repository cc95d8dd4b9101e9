import CHDF5

/// An attribute as it is, with any type and shape.
package struct HDF5Attribute: Equatable, Sendable, CustomStringConvertible {
    /// Its name.
    package let name: String
    /// A name such as `int64` or `string`, or a description of what cannot be read.
    package let typeName: String
    /// Extents; [] is a scalar.
    package let shape: [Int]
    /// The elements, row-major: numbers are little-endian; each string is its length, a little-endian `UInt64`, and
    /// that many bytes of UTF-8. Nil if the type cannot be read.
    package let bytes: [UInt8]?
    /// The strings, if it consists of strings.
    let strings: [String]?

    /// The value, if it is of a kind that this module writes.
    package var value: HDF5AttributeValue? {
        if let strings {
            return shape.count > 1
                ? nil : shape.isEmpty ? strings.first.map { .string($0) } : .strings(strings)
        }
        guard let bytes, shape.count < 2 else { return nil }
        let words = stride(from: 0, to: bytes.count - 7, by: 8).map { start in
            bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        switch (typeName, shape.count) {
        case (HDF5ElementType.int64.rawValue, 0): return .integer(Int(truncatingIfNeeded: words[0]))
        case (HDF5ElementType.int64.rawValue, 1): return .integers(words.map { Int(truncatingIfNeeded: $0) })
        case (HDF5ElementType.float64.rawValue, 0): return .real(Double(bitPattern: words[0]))
        default: return nil
        }
    }

    /// `units = "mV"`, or type and shape if the value is not of a kind that this module writes.
    package var description: String {
        switch value {
        case .string(let string): "\(name) = \"\(string)\""
        case .strings(let strings): "\(name) = \(strings)"
        case .integer(let integer): "\(name) = \(integer)"
        case .integers(let integers): "\(name) = \(integers)"
        case .real(let real): "\(name) = \(real)"
        case nil: "\(name): \(typeName) \(shape)"
        }
    }
}

extension HDF5Object where Self: ~Copyable {
    /// Reads an attribute of any type.
    ///
    /// - Throws: `HDF5Error` if there is none with this name (the error lists those there are), if it has more than
    ///   16 MiB or its strings are not UTF-8, or if reading fails.
    package func attribute(_ name: String) throws(HDF5Error) -> HDF5Attribute {
        let location = handle.location.attribute(name)
        let exists = try CLibrary.check("H5Aexists", location) { H5Aexists(handle.raw, name) }
        guard exists > 0 else {
            let names = try attributeNames.joined(separator: ", ")
            throw HDF5Error(
                location, "there is no such attribute; there are: \(names.isEmpty ? "none" : names)")
        }
        let attribute = try CLibrary.open("H5Aopen", location, closing: H5Aclose) {
            H5Aopen(handle.raw, name, CLibrary.defaultProperties)
        }
        return try AttributeReader.read(attribute, name: name, location)
    }

    /// Reads an attribute that is one string.
    ///
    /// - Throws: `HDF5Error` like `attribute(_:)`, or if it has another type or shape.
    package func attribute(_ name: String, as type: String.Type) throws(HDF5Error) -> String {
        try attribute(name, "string of shape []") { if case .string(let value) = $0 { value } else { nil } }
    }

    /// The same for one `int64`.
    package func attribute(_ name: String, as type: Int.Type) throws(HDF5Error) -> Int {
        try attribute(name, "int64 of shape []") { if case .integer(let value) = $0 { value } else { nil } }
    }

    /// The same for one `float64`.
    package func attribute(_ name: String, as type: Double.Type) throws(HDF5Error) -> Double {
        try attribute(name, "float64 of shape []") { if case .real(let value) = $0 { value } else { nil } }
    }

    /// The same for a vector of `int64`.
    package func attribute(_ name: String, as type: [Int].Type) throws(HDF5Error) -> [Int] {
        try attribute(name, "int64 of shape [any]") {
            if case .integers(let value) = $0 { value } else { nil }
        }
    }

    /// The same for a vector of strings.
    package func attribute(_ name: String, as type: [String].Type) throws(HDF5Error) -> [String] {
        try attribute(name, "string of shape [any]") {
            if case .strings(let value) = $0 { value } else { nil }
        }
    }

    private func attribute<Value>(
        _ name: String, _ expected: String, _ convert: (HDF5AttributeValue) -> Value?
    ) throws(HDF5Error) -> Value {
        let attribute = try attribute(name)
        guard let value = attribute.value.flatMap(convert) else {
            throw HDF5Error(
                handle.location.attribute(name),
                "\(expected) was expected, found \(attribute.typeName) of shape \(attribute.shape)")
        }
        return value
    }
}

/// Reads open attributes.
private enum AttributeReader {
    /// The size of the largest attribute that is read, in bytes.
    static let maximumBytes = 1 << 24

    static func read(
        _ attribute: borrowing Identifier, name: String, _ location: ObjectLocation
    ) throws(HDF5Error) -> HDF5Attribute {
        let raw = attribute.raw
        let space = try CLibrary.open("H5Aget_space", location, closing: H5Sclose) { H5Aget_space(raw) }
        let type = try CLibrary.open("H5Aget_type", location, closing: H5Tclose) { H5Aget_type(raw) }
        guard let shape = try Extent.shape(of: space, location) else {
            return HDF5Attribute(name: name, typeName: "nothing", shape: [], bytes: nil, strings: nil)
        }
        let stored = try StoredType.recognise(type, location)
        let (bytes, strings) = try content(attribute, type: type, stored, shape: shape, location)
        return HDF5Attribute(
            name: name, typeName: stored.description, shape: shape, bytes: bytes, strings: strings)
    }

    private static func content(
        _ attribute: borrowing Identifier, type: borrowing Identifier, _ stored: StoredType, shape: [Int],
        _ location: ObjectLocation
    ) throws(HDF5Error) -> (bytes: [UInt8]?, strings: [String]?) {
        let (raw, rawType) = (attribute.raw, type.raw)
        switch stored {
        case .boolean, .other: return (nil, nil)
        case .number(let element):
            let count = try boundedCount(shape, bytesPerElement: element.byteCount, location)
            var bytes = [UInt8](repeating: 0, count: count * element.byteCount)
            guard count > 0 else { return (bytes, nil) }
            try CLibrary.check("H5Aread", location) { H5Aread(raw, element.standardType(), &bytes) }
            return (bytes, nil)
        case .string(let fixedBytes):
            let count = try boundedCount(shape, bytesPerElement: fixedBytes ?? 16, location)
            guard count > 0 else { return ([], []) }
            let strings = try CStrings.read(count: count, type: type, fixedBytes: fixedBytes, location) {
                (base) throws(HDF5Error) in
                try CLibrary.check("H5Aread", location) { H5Aread(raw, rawType, base) }
            }
            return (CStrings.canonicalBytes(strings), strings)
        }
    }

    private static func boundedCount(
        _ shape: [Int], bytesPerElement: Int, _ location: ObjectLocation
    ) throws(HDF5Error) -> Int {
        let count = try Extent.checkedCount(shape, bytesPerElement: bytesPerElement, location)
        guard count * bytesPerElement <= maximumBytes else {
            throw HDF5Error(
                location, "shape \(shape) is too large: an attribute has at most \(maximumBytes) bytes")
        }
        return count
    }
}
