import CHDF5

extension HDF5Dataset {
    /// Reads all elements, row-major.
    ///
    /// - Parameters:
    ///   - shape: The expected shape; nil for an extent, or for the whole, accepts what there is.
    ///   - maximumElements: How many elements may be read for which the file stores no bytes, if `shape` leaves the
    ///     number open.
    /// - Throws: `HDF5Error`, before anything is read, if type or shape differ or the number of elements is absurd;
    ///   numbers are never converted. Also if reading fails.
    package func read<Element: HDF5Element>(
        as type: Element.Type, shape expected: [Int?]? = nil,
        maximumElements: Int = HDF5Dataset.unbackedElements
    ) throws(HDF5Error) -> [Element] {
        try require(Element.self, expected)
        return try readPart(
            start: shape.map { _ in 0 }, count: shape,
            isVouchedFor: expected.map { !$0.contains(nil) } ?? false, maximumElements: maximumElements)
    }

    /// Reads the elements whose first index is in `rows`, row-major: `rows.count` rows.
    ///
    /// - Parameter rowShape: The expected shape of a row, that is, all extents except the first.
    /// - Throws: `HDF5Error` like `read`, or if some of `rows` do not exist.
    package func readRows<Element: HDF5Element>(
        _ rows: Range<Int>, as type: Element.Type, rowShape: [Int?]? = nil,
        maximumElements: Int = HDF5Dataset.unbackedElements
    ) throws(HDF5Error) -> [Element] {
        try require(Element.self, rowShape.map { [nil] + $0 })
        try requireRows(rows)
        let start = [rows.lowerBound] + shape.dropFirst().map { _ in 0 }
        return try readPart(
            start: start, count: [rows.count] + shape.dropFirst(),
            isVouchedFor: rowShape.map { !$0.contains(nil) } ?? false, maximumElements: maximumElements)
    }

    /// Reads all strings, row-major.
    ///
    /// - Parameter expected: The expected shape; nil for an extent, or for the whole, accepts what there is.
    /// - Throws: `HDF5Error` if the elements are not strings, or not in this shape, if they are absurdly many or not
    ///   UTF-8, or if reading fails.
    package func readStrings(shape expected: [Int?]? = nil) throws(HDF5Error) -> [String] {
        guard case .string = storedType, expected.map({ Extent.matches(shape, $0) }) ?? true else {
            throw mismatch(expected: "string", expected)
        }
        return try readStringPart(start: shape.map { _ in 0 }, count: shape)
    }

    /// Throws unless `rows` are rows of this dataset.
    func requireRows(_ rows: Range<Int>) throws(HDF5Error) {
        guard let first = shape.first, rows.lowerBound >= 0, rows.upperBound <= first else {
            throw noRows("\(rows)")
        }
    }

    /// Rows that were asked for are not there.
    func noRows(_ rows: String) -> HDF5Error {
        HDF5Error(location, "there are no rows \(rows) in shape \(shape)")
    }

    /// Reads the block at `start` with extents `count`; the caller must check type and bounds.
    private func readPart<Element: HDF5Element>(
        start: [Int], count: [Int], isVouchedFor: Bool, maximumElements: Int
    ) throws(HDF5Error) -> [Element] {
        let size = Element.hdf5ElementType.byteCount
        let elements = try Extent.checkedCount(count, bytesPerElement: size, location)
        if !isVouchedFor {
            try requireBacking(count: elements, bytesPerElement: size, maximum: maximumElements)
        }
        return try [Element](capacity: elements) { (read) throws(HDF5Error) in
            try read.withUnsafeMutableBufferPointer { (memory, initialized) throws(HDF5Error) in
                guard elements > 0, let base = memory.baseAddress else { return }
                try readBlock(start: start, count: count, into: base) { Element.hdf5ElementType.nativeType }
                initialized = elements
            }
        }
    }

    /// Reads the strings of the block at `start` with extents `count`.
    func readStringPart(start: [Int], count: [Int]) throws(HDF5Error) -> [String] {
        guard case .string(let fixedBytes) = storedType else { throw mismatch(expected: "string", nil) }
        // A variable string takes a length, an address and an index in the file: 16 bytes.
        let size = fixedBytes ?? 16
        let elements = try Extent.checkedCount(count, bytesPerElement: size, location)
        try requireBacking(
            count: elements, bytesPerElement: size, maximum: HDF5Dataset.unbackedElements / size)
        guard elements > 0 else { return [] }
        let type = try ownType()
        let rawType = type.raw
        return try CStrings.read(count: elements, type: type, fixedBytes: fixedBytes, location) {
            (base) throws(HDF5Error) in
            try readBlock(start: start, count: count, into: base) { rawType }
        }
    }

    /// Reads the block at `start` with extents `count`, not empty, as elements of `memoryType` into `memory`.
    func readBlock(
        start: [Int], count: [Int], into memory: UnsafeMutableRawPointer, memoryType: () -> hid_t
    ) throws(HDF5Error) {
        let file = try Extent.space(shape, location)
        let inMemory = try Extent.space(count, location)
        try Extent.select(start: start, count: count, of: file, location)
        let defaults = CLibrary.defaultProperties
        try CLibrary.check("H5Dread", location) {
            H5Dread(identifier.raw, memoryType(), inMemory.raw, file.raw, defaults, memory)
        }
    }
}
