import CHDF5

/// Shapes, and arithmetic on them that a hostile file must not be able to overflow.
enum Extent {
    /// Number of elements of `shape` (1 for the scalar shape []), or nil if it does not fit in an `Int`.
    static func count(_ shape: some Sequence<Int>) -> Int? {
        var (product, hasZero, overflows) = (1, false, false)
        for extent in shape {
            guard extent >= 0 else { return nil }
            hasZero = hasZero || extent == 0
            let (next, overflow) = product.multipliedReportingOverflow(by: Swift.max(extent, 1))
            (product, overflows) = (next, overflows || overflow)
        }
        if hasZero { return 0 }
        return overflows ? nil : product
    }

    /// Number of elements of `shape`, if their bytes can be counted as well.
    static func checkedCount(_ shape: [Int], bytesPerElement: Int, _ location: ObjectLocation)
        throws(HDF5Error) -> Int
    {
        guard let count = count(shape), !count.multipliedReportingOverflow(by: bytesPerElement).overflow
        else {
            throw HDF5Error(location, "shape \(shape) has more bytes than can be counted")
        }
        return count
    }

    /// The shape of a dataspace; a null dataspace gives nil.
    static func shape(of space: borrowing Identifier, _ location: ObjectLocation) throws(HDF5Error) -> [Int]?
    {
        guard CLibrary.synchronized({ H5Sget_simple_extent_type(space.raw) }) != H5S_NULL else { return nil }
        let rank = try CLibrary.check("H5Sget_simple_extent_ndims", location) {
            H5Sget_simple_extent_ndims(space.raw)
        }
        var extents = [hsize_t](repeating: 0, count: Int(rank))
        try CLibrary.check("H5Sget_simple_extent_dims", location) {
            H5Sget_simple_extent_dims(space.raw, &extents, nil)
        }
        return try extents.map { (extent) throws(HDF5Error) in
            guard let extent = Int(exactly: extent) else {
                throw HDF5Error(location, "an extent of \(extent) cannot be represented")
            }
            return extent
        }
    }

    /// A new dataspace of fixed shape; [] is a scalar.
    static func space(_ shape: [Int], _ location: ObjectLocation) throws(HDF5Error) -> Identifier {
        guard shape.allSatisfy({ $0 >= 0 }) else {
            throw HDF5Error(location, "shape \(shape) has a negative extent")
        }
        let extents = shape.map { hsize_t($0) }
        return try CLibrary.open("H5Screate_simple", location, closing: H5Sclose) {
            extents.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(extents.count), extents, nil)
        }
    }

    /// Selects the block at `start` with extents `count` of a dataspace; a scalar is selected as it is.
    static func select(
        start: [Int], count: [Int], of space: borrowing Identifier, _ location: ObjectLocation
    ) throws(HDF5Error) {
        guard !start.isEmpty else { return }
        let (raw, start, count) = (space.raw, start.map { hsize_t($0) }, count.map { hsize_t($0) })
        try CLibrary.check("H5Sselect_hyperslab", location) {
            H5Sselect_hyperslab(raw, H5S_SELECT_SET, start, nil, count, nil)
        }
    }

    /// Whether `shape` has the rank of `expected`, and its extents wherever those are not nil.
    static func matches(_ shape: [Int], _ expected: [Int?]) -> Bool {
        shape.count == expected.count && zip(shape, expected).allSatisfy { $1 == nil || $0 == $1 }
    }

    /// `[10, any]`.
    static func words(_ expected: [Int?]) -> String {
        "[" + expected.map { $0.map { "\($0)" } ?? "any" }.joined(separator: ", ") + "]"
    }
}
