import CHDF5

/// How a dataset is laid out.
package enum HDF5Compression: Sendable, Equatable {
    /// Contiguous.
    case none
    /// Deflate at `level` 1...9 in chunks of shape `chunk`, cut to the dataset's shape if that is smaller; with
    /// `shuffle`, bytes of equal significance are brought together first, which usually pays off.
    case deflate(level: Int, shuffle: Bool = true, chunk: [Int])
}

/// The creation and access lists that make files deterministic.
enum PropertyList {
    /// For a file: no times on the root group.
    static func fileCreation(_ location: ObjectLocation) throws(HDF5Error) -> Identifier {
        try createWithoutTimes(chdf5_file_create, location)
    }

    /// For a new file: the fixed format. Closing the file closes all its objects, so that it is complete on disk
    /// afterwards. (In a file that was opened to read, groups and datasets stay usable without the file's own
    /// handle.)
    static func newFileAccess(_ location: ObjectLocation) throws(HDF5Error) -> Identifier {
        let list = try create(chdf5_file_access, location)
        try CLibrary.check("H5Pset_fclose_degree", location) {
            H5Pset_fclose_degree(list.raw, H5F_CLOSE_STRONG)
        }
        try CLibrary.check("H5Pset_libver_bounds", location) { chdf5_set_format_1_8(list.raw) }
        return list
    }

    /// For a group: no times.
    static func groupCreation(_ location: ObjectLocation) throws(HDF5Error) -> Identifier {
        try createWithoutTimes(chdf5_group_create, location)
    }

    /// For a dataset of shape `shape`: no times, and the layout.
    static func datasetCreation(
        shape: [Int], compression: HDF5Compression, _ location: ObjectLocation
    ) throws(HDF5Error) -> Identifier {
        let list = try createWithoutTimes(chdf5_dataset_create, location)
        // HDF5 has no chunks for scalars, and there is nothing to compress if there are no elements.
        guard case .deflate(let level, let shuffle, let chunk) = compression, !shape.isEmpty,
            !shape.contains(0)
        else { return list }
        guard (1...9).contains(level), chunk.count == shape.count, chunk.allSatisfy({ $0 > 0 }) else {
            throw HDF5Error(
                location,
                "deflate level \(level) in chunks \(chunk) does not suit shape \(shape): level 1...9 and "
                    + "one positive chunk extent for each axis were expected")
        }
        try setChunk(zip(chunk, shape).map { min($0, $1) }, of: list, location)
        if shuffle { try CLibrary.check("H5Pset_shuffle", location) { H5Pset_shuffle(list.raw) } }
        try CLibrary.check("H5Pset_deflate", location) { H5Pset_deflate(list.raw, UInt32(level)) }
        return list
    }

    /// For a dataset that consists of its fill value: chunked, but no chunk is ever allocated.
    static func constantCreation<Element: HDF5Element>(
        _ value: Element, shape: [Int], _ location: ObjectLocation
    ) throws(HDF5Error) -> Identifier {
        let list = try datasetCreation(shape: shape, compression: .none, location)
        if !shape.isEmpty, !shape.contains(0) { try setChunk(smallChunk(shape), of: list, location) }
        var value = value
        try CLibrary.check("H5Pset_fill_value", location) {
            H5Pset_fill_value(list.raw, Element.hdf5ElementType.nativeType, &value)
        }
        return list
    }

    /// A chunk of at most 65,536 elements: readers allocate one to read any part of it.
    private static func smallChunk(_ shape: [Int]) -> [Int] {
        var room = 65_536
        let chunk = shape.reversed().map { extent in
            let side = min(extent, shape.count == 1 ? room : min(room, 256))
            room = max(room / side, 1)
            return side
        }
        return chunk.reversed()
    }

    private static func setChunk(
        _ chunk: [Int], of list: borrowing Identifier, _ location: ObjectLocation
    ) throws(HDF5Error) {
        let extents = chunk.map { hsize_t($0) }
        let raw = list.raw
        try CLibrary.check("H5Pset_chunk", location) { H5Pset_chunk(raw, Int32(extents.count), extents) }
    }

    /// The list with which an open dataset was made.
    static func ofDataset(
        _ dataset: borrowing Identifier, _ location: ObjectLocation
    ) throws(HDF5Error) -> Identifier {
        let raw = dataset.raw
        return try CLibrary.open("H5Dget_create_plist", location, closing: H5Pclose) {
            H5Dget_create_plist(raw)
        }
    }

    private static func createWithoutTimes(
        _ listClass: @escaping @convention(c) () -> hid_t, _ location: ObjectLocation
    ) throws(HDF5Error) -> Identifier {
        let list = try create(listClass, location)
        try CLibrary.check("H5Pset_obj_track_times", location) { H5Pset_obj_track_times(list.raw, false) }
        return list
    }

    private static func create(
        _ listClass: @escaping @convention(c) () -> hid_t, _ location: ObjectLocation
    ) throws(HDF5Error) -> Identifier {
        try CLibrary.open("H5Pcreate", location, closing: H5Pclose) { H5Pcreate(listClass()) }
    }
}
