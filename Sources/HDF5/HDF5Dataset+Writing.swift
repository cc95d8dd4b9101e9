import CHDF5

extension HDF5Dataset {
    /// Writes `values`, row-major, as whole rows from row `first` on. A row has all extents except the first.
    ///
    /// Write a compressed dataset in steps of whole chunks: a chunk that is written in parts is compressed again each
    /// time, and leaves gaps in the file.
    ///
    /// - Throws: `HDF5Error` if the elements have another type, `values` are not whole rows or go beyond the dataset,
    ///   or the file was opened to read.
    package func writeRows<Element: HDF5Element>(_ values: Span<Element>, from first: Int) throws(HDF5Error) {
        try require(Element.self, nil)
        let rowElements = Extent.count(shape.dropFirst()) ?? 0
        guard rowElements > 0, values.count.isMultiple(of: rowElements) else {
            throw HDF5Error(location, "\(values.count) values do not make whole rows of shape \(shape)")
        }
        let rows = values.count / rowElements
        let (end, overflow) = first.addingReportingOverflow(rows)
        guard !overflow else { throw noRows("from \(first) on") }
        try requireRows(first..<end)
        let start = [first] + shape.dropFirst().map { _ in 0 }
        try writeBlock(values, start: start, count: [rows] + shape.dropFirst())
    }

    /// Writes `values`, row-major, as whole rows from row `first` on.
    ///
    /// - Throws: `HDF5Error` like the version that takes a span.
    package func writeRows<Element: HDF5Element>(_ values: [Element], from first: Int) throws(HDF5Error) {
        try writeRows(values.span, from: first)
    }

    /// Writes the block at `start` with extents `count`, which has as many elements as `values`.
    func writeBlock<Element: HDF5Element>(_ values: Span<Element>, start: [Int], count: [Int])
        throws(HDF5Error)
    {
        try values.withUnsafeBufferPointer { (values) throws(HDF5Error) in
            guard values.count > 0 else { return }
            let file = try Extent.space(shape, location)
            let inMemory = try Extent.space(count, location)
            try Extent.select(start: start, count: count, of: file, location)
            try CLibrary.check("H5Dwrite", location) {
                H5Dwrite(
                    identifier.raw, Element.hdf5ElementType.nativeType, inMemory.raw, file.raw,
                    CLibrary.defaultProperties, values.baseAddress)
            }
        }
    }

    /// Writes all elements, of `memoryType`.
    func writeAll(_ bytes: UnsafeRawBufferPointer, memoryType: borrowing Identifier) throws(HDF5Error) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return }
        let (rawType, whole) = (memoryType.raw, CLibrary.wholeSpace)
        try CLibrary.check("H5Dwrite", location) {
            H5Dwrite(identifier.raw, rawType, whole, whole, CLibrary.defaultProperties, base)
        }
    }
}
