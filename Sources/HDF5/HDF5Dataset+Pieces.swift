import CHDF5
import Glibc

extension HDF5Dataset {
    /// Bytes of a piece: large enough to read fast, small compared with a machine's memory.
    private static var pieceBytes: Int { 1 << 22 }

    /// Passes on all numbers in canonical form: one `.constant`, or `.values`.
    func forEachNumberPiece(
        _ element: HDF5ElementType, _ body: (HDF5LogicalContent) throws -> Void
    ) throws {
        let size = element.byteCount
        let count = try Extent.checkedCount(shape, bytesPerElement: size, location)
        guard count > 0 else { return }
        guard CLibrary.synchronized({ H5Dget_storage_size(identifier.raw) }) > 0 else {
            return try withFillValue(element) { try body(.constant($0)) }
        }
        try requireBacking(count: count, bytesPerElement: size, maximum: HDF5Dataset.unbackedElements)
        var run = ConstantRun(elementBytes: size)
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(count * size, HDF5Dataset.pieceBytes), alignment: 16)
        defer { memory.deallocate() }
        try forEachBlock(maximumElements: memory.count / size) { start, extents, elements in
            guard let base = memory.baseAddress else { return }
            try readBlock(start: start, count: extents, into: base) { element.standardType() }
            try run.append(UnsafeRawBufferPointer(rebasing: memory[..<(elements * size)]), body)
        }
        try run.finish(body)
    }

    /// Passes on all strings in canonical form.
    func forEachStringPiece(_ body: (HDF5LogicalContent) throws -> Void) throws {
        guard case .string(let fixedBytes) = storedType else { return }
        let size = fixedBytes ?? 16
        let count = try Extent.checkedCount(shape, bytesPerElement: size, location)
        guard count > 0 else { return }
        try requireBacking(
            count: count, bytesPerElement: size, maximum: HDF5Dataset.unbackedElements / size)
        try forEachBlock(maximumElements: max(HDF5Dataset.pieceBytes / 16 / size, 1)) { start, extents, _ in
            let strings = try readStringPart(start: start, count: extents)
            try body(.values(CStrings.canonicalBytes(strings).span.bytes))
        }
    }

    /// Calls `body` with blocks (start, extents, number of elements) that cover the dataset in row-major order, each
    /// of at most `limit` elements; along the axis that is cut, blocks consist of whole chunks if those fit.
    func forEachBlock(
        maximumElements limit: Int, _ body: ([Int], [Int], Int) throws -> Void
    ) throws {
        // The slowest axis where a single index is no more than a block; slower axes are stepped through one index at
        // a time.
        let axis = shape.indices.first { (Extent.count(shape[($0 + 1)...]) ?? .max) <= limit }
        guard let axis else { return try body([], [], 1) }
        let inner = Extent.count(shape[(axis + 1)...]) ?? 1
        var step = max(limit / inner, 1)
        if let chunk = try chunkShape()?[axis], chunk < step { step -= step % chunk }
        var start = shape.map { _ in 0 }
        while start[0] < shape[0] {
            let length = min(step, shape[axis] - start[axis])
            let extents = shape[..<axis].map { _ in 1 } + [length] + shape[(axis + 1)...]
            try body(start, extents, length * inner)
            start[axis] += length
            for slower in stride(from: axis, to: 0, by: -1) where start[slower] == shape[slower] {
                start[slower] = 0
                start[slower - 1] += 1
            }
        }
    }

    /// The chunks' extents, or nil if the layout is not chunked.
    private func chunkShape() throws(HDF5Error) -> [Int]? {
        let creation = try creationList()
        guard CLibrary.synchronized({ H5Pget_layout(creation.raw) }) == H5D_CHUNKED else { return nil }
        var extents = [hsize_t](repeating: 1, count: shape.count)
        try CLibrary.check("H5Pget_chunk", location) {
            H5Pget_chunk(creation.raw, Int32(extents.count), &extents)
        }
        return extents.map { max(Int(clamping: $0), 1) }
    }

    /// Calls `body` with the little-endian bytes of the value of elements that were never written.
    private func withFillValue(
        _ element: HDF5ElementType, _ body: (RawSpan) throws -> Void
    ) throws {
        let creation = try creationList()
        var value: UInt64 = 0
        try CLibrary.check("H5Pget_fill_value", location) {
            H5Pget_fill_value(creation.raw, element.standardType(), &value)
        }
        try withUnsafeBytes(of: value) {
            try body($0.bytes.extracting(first: element.byteCount))
        }
    }
}

/// Consecutive elements that have all been the same so far, held back until it is known what they are.
private struct ConstantRun {
    let elementBytes: Int
    /// The repeated element; empty before the first.
    var element: [UInt8] = []
    var count = 0
    var isBroken = false

    /// Takes the next elements, and passes them on unless all elements so far are the same.
    mutating func append(_ piece: UnsafeRawBufferPointer, _ body: (HDF5LogicalContent) throws -> Void) throws
    {
        if !isBroken {
            if element.isEmpty { element = Array(piece[..<elementBytes]) }
            if isConstant(piece) {
                count += piece.count / elementBytes
                return
            }
            isBroken = true
            try releaseRun(body)
        }
        try body(.values(piece.bytes))
    }

    /// Passes on the constant, if that is what it was.
    func finish(_ body: (HDF5LogicalContent) throws -> Void) throws {
        guard !isBroken, count > 0 else { return }
        try body(.constant(element.span.bytes))
    }

    /// Whether `piece` repeats the element: it starts with it, and equals itself shifted by one element.
    private func isConstant(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard let base = piece.baseAddress, piece.starts(with: element) else { return false }
        return memcmp(base, base + elementBytes, piece.count - elementBytes) == 0
    }

    /// Passes on, as values, what was held back.
    private mutating func releaseRun(_ body: (HDF5LogicalContent) throws -> Void) throws {
        let perPiece = min(count, 65_536)
        let bytes = (0..<perPiece).flatMap { _ in element }
        while count > 0 {
            let elements = min(count, perPiece)
            try body(.values(bytes.span.bytes.extracting(first: elements * elementBytes)))
            count -= elements
        }
    }
}
