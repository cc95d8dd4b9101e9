import CHDF5

// The only reading that converts: for values that are few and known, such as the zeros and ones of a mask, which
// others write in many types. All other reading accepts one type and refuses the rest.
extension HDF5Dataset {
    /// Numbers in a piece: few enough to be negligible beside a network, many enough for whole chunks.
    private static var pieceElements: Int { 1 << 22 }

    /// Whether `forEachConvertedPiece` can read the elements: numbers of a standard type, or h5py's bool.
    package var isConvertible: Bool {
        switch storedType {
        case .number, .boolean: true
        case .string, .other: false
        }
    }

    /// The value of all elements if the file stores no bytes for any of them: the fill value, as float64. Nil if it
    /// stores some.
    ///
    /// - Throws: `HDF5Error` if they are neither numbers nor bool, or the library cannot say.
    package func unstoredValue() throws(HDF5Error) -> Double? {
        guard isConvertible else { throw mismatch(expected: "a number or bool", nil) }
        guard CLibrary.synchronized({ H5Dget_storage_size(identifier.raw) }) == 0 else { return nil }
        let creation = try creationList()
        if storedType == .boolean {
            let type = try ownType()
            var value: UInt8 = 0
            try CLibrary.check("H5Pget_fill_value", location) {
                H5Pget_fill_value(creation.raw, type.raw, &value)
            }
            return Double(value)
        }
        var value = 0.0
        try CLibrary.check("H5Pget_fill_value", location) {
            H5Pget_fill_value(creation.raw, HDF5ElementType.float64.nativeType, &value)
        }
        return value
    }

    /// Passes on all elements as float64, row-major, a piece at a time; bool as 0 and 1. What is 0 or 1 afterwards
    /// was so before.
    ///
    /// - Parameter body: is given the place of the first element of the piece, and the piece, which is valid only
    ///   during the call.
    /// - Throws: `HDF5Error` if they are neither numbers nor bool, if more are claimed than the stored bytes can
    ///   hold, or if reading fails; and what `body` throws.
    package func forEachConvertedPiece(
        _ body: (_ first: Int, _ elements: Span<Double>) throws -> Void
    ) throws {
        guard isConvertible else { throw mismatch(expected: "a number or bool", nil) }
        let count = try Extent.checkedCount(shape, bytesPerElement: 8, location)
        guard count > 0 else { return }
        try requireBacking(
            count: count, bytesPerElement: storedElementBytes, maximum: HDF5Dataset.unbackedElements)
        let memory = UnsafeMutableBufferPointer<Double>.allocate(capacity: min(count, Self.pieceElements))
        defer { memory.deallocate() }
        var first = 0
        try forEachBlock(maximumElements: memory.count) { start, extents, elements in
            guard let base = memory.baseAddress else { return }
            try readConverted(start: start, count: extents, elements: elements, into: base)
            try body(first, memory.span.extracting(first: elements))
            first += elements
        }
    }

    private func readConverted(
        start: [Int], count: [Int], elements: Int, into memory: UnsafeMutablePointer<Double>
    ) throws(HDF5Error) {
        guard storedType == .boolean else {
            return try readBlock(start: start, count: count, into: memory) {
                HDF5ElementType.float64.nativeType
            }
        }
        let type = try ownType()
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: elements)
        defer { bytes.deallocate() }
        guard let base = bytes.baseAddress else { return }
        try readBlock(start: start, count: count, into: base) { type.raw }
        for index in 0..<elements { memory[index] = Double(bytes[index]) }
    }

    private var storedElementBytes: Int {
        if case .number(let type) = storedType { type.byteCount } else { 1 }
    }
}
