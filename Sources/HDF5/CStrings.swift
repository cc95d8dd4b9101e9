import CHDF5

/// Strings between Swift and the C library.
enum CStrings {
    /// A new variable-length UTF-8 string type.
    static func variableType(_ location: ObjectLocation) throws(HDF5Error) -> Identifier {
        try CLibrary.open("H5Tcopy", location, closing: H5Tclose) { chdf5_create_utf8_string_type() }
    }

    /// Throws if one of `values` cannot be a C string; call it before anything is created for them.
    static func refuseNUL(_ values: [String], _ location: ObjectLocation) throws(HDF5Error) {
        guard !values.contains(where: { $0.utf8.contains(0) }) else {
            throw HDF5Error(location, "a string contains NUL, which HDF5 strings cannot hold")
        }
    }

    /// Calls `body` with an array of pointers, one to a C string for each of `values`.
    static func withPointers(
        to values: [String], _ body: (UnsafeRawBufferPointer) throws(HDF5Error) -> Void
    ) throws(HDF5Error) {
        var bytes: [UInt8] = []
        let starts = values.map { value in
            let start = bytes.count
            bytes.append(contentsOf: value.utf8)
            bytes.append(0)
            return start
        }
        try bytes.withUnsafeBufferPointer { (bytes) throws(HDF5Error) in
            let pointers = starts.map { bytes.baseAddress.map { [start = $0] in $0 + start } }
            try pointers.span.withUnsafeBytes(body)
        }
    }

    /// Reads `count` strings with `read`, a call of H5Dread or H5Aread that fills the buffer it is given.
    ///
    /// - Parameters:
    ///   - type: The stored type, which is used as the memory type too, so that nothing is converted.
    ///   - fixedBytes: Bytes of a string of fixed length; nil for variable length.
    static func read(
        count: Int, type: borrowing Identifier, fixedBytes: Int?, _ location: ObjectLocation,
        by read: (UnsafeMutableRawPointer) throws(HDF5Error) -> Void
    ) throws(HDF5Error) -> [String] {
        guard let fixedBytes else { return try readVariable(count: count, location, by: read) }
        var bytes = [UInt8](repeating: 0, count: count * fixedBytes)
        try bytes.withUnsafeMutableBufferPointer { (bytes) throws(HDF5Error) in
            if let base = bytes.baseAddress { try read(base) }
        }
        let padding = CLibrary.synchronized { H5Tget_strpad(type.raw) }
        return try (0..<count).map { (index) throws(HDF5Error) in
            let text = bytes[index * fixedBytes..<(index + 1) * fixedBytes]
            return try decode(trimmed(text, padding), location)
        }
    }

    /// Each string as its number of bytes, a little-endian `UInt64`, and its UTF-8 bytes.
    static func canonicalBytes(_ strings: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for string in strings {
            withUnsafeBytes(of: UInt64(string.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: string.utf8)
        }
        return bytes
    }

    private static func readVariable(
        count: Int, _ location: ObjectLocation, by read: (UnsafeMutableRawPointer) throws(HDF5Error) -> Void
    ) throws(HDF5Error) -> [String] {
        var pointers = [UnsafeMutablePointer<UInt8>?](repeating: nil, count: count)
        defer { CLibrary.synchronized { for pointer in pointers { H5free_memory(pointer) } } }
        try pointers.withUnsafeMutableBufferPointer { (pointers) throws(HDF5Error) in
            if let base = pointers.baseAddress { try read(base) }
        }
        return try pointers.map { (pointer) throws(HDF5Error) in
            guard let pointer else { return "" }
            var length = 0
            while pointer[length] != 0 { length += 1 }
            return try decode(UnsafeBufferPointer(start: pointer, count: length)[...], location)
        }
    }

    /// The text without its padding.
    private static func trimmed(_ text: ArraySlice<UInt8>, _ padding: H5T_str_t) -> ArraySlice<UInt8> {
        switch padding {
        case H5T_STR_NULLTERM: text.prefix { $0 != 0 }
        case H5T_STR_SPACEPAD: text.dropLast(text.reversed().prefix { $0 == 0x20 }.count)
        default: text.dropLast(text.reversed().prefix { $0 == 0 }.count)
        }
    }

    private static func decode(_ bytes: some Collection<UInt8>, _ location: ObjectLocation) throws(HDF5Error)
        -> String
    {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw HDF5Error(location, "a string is not valid UTF-8")
        }
        return text
    }
}
