import CHDF5

/// What a name in a group stands for.
package enum HDF5ObjectKind: String, Sendable {
    case group, dataset
    /// A soft or external link or a named type: neither is followed nor read.
    case other
}

/// An open group of a file: names of groups and datasets.
///
/// To look up and read, a name may be a path of several, as in `recurrent_weights/data`; what is created has one
/// plain name. Only hard links are followed, so a file cannot make its reader open another.
package struct HDF5Group: ~Copyable, Sendable, HDF5Object {
    let identifier: Identifier
    let location: ObjectLocation

    /// The group's identifier.
    package var handle: HDF5Handle { HDF5Handle(raw: identifier.raw, location: location) }

    /// Names in this group, sorted by their UTF-8 bytes.
    package var names: [String] {
        get throws(HDF5Error) {
            try CLibrary.names("H5Literate", location) { names in
                H5Literate(
                    identifier.raw, H5_INDEX_NAME, H5_ITER_INC, nil, { CLibrary.append($1, to: $3) }, names)
            }
        }
    }

    /// Whether there is anything with this name.
    package func contains(_ name: String) throws(HDF5Error) -> Bool {
        try kind(of: name) != nil
    }

    /// What `name` stands for; nil if there is no such name.
    package func kind(of name: String) throws(HDF5Error) -> HDF5ObjectKind? {
        var path = ""
        var kind: HDF5ObjectKind? = .group
        for component in name.split(separator: "/", omittingEmptySubsequences: false) {
            guard kind == .group, !component.isEmpty, component != "." else { return nil }
            path += path.isEmpty ? component : "/" + component
            kind = try kindOfChild(path)
        }
        return kind
    }

    /// The kind of `path`, in which all components except the last are known to be groups.
    private func kindOfChild(_ path: String) throws(HDF5Error) -> HDF5ObjectKind? {
        let (child, defaults) = (location.child(path), CLibrary.defaultProperties)
        let exists = try CLibrary.check("H5Lexists", child) { H5Lexists(identifier.raw, path, defaults) }
        guard exists > 0 else { return nil }
        var link = H5L_info_t()
        try CLibrary.check("H5Lget_info", child) { H5Lget_info(identifier.raw, path, &link, defaults) }
        guard link.type == H5L_TYPE_HARD else { return .other }
        return switch try objectFacts(path).type {
        case H5O_TYPE_GROUP: .group
        case H5O_TYPE_DATASET: .dataset
        default: .other
        }
    }

    /// Type and address of the object `path`.
    func objectFacts(_ path: String) throws(HDF5Error) -> H5O_info_t {
        var facts = H5O_info_t()
        try CLibrary.check("H5Oget_info_by_name2", location.child(path)) {
            H5Oget_info_by_name2(
                identifier.raw, path, &facts, UInt32(H5O_INFO_BASIC), CLibrary.defaultProperties)
        }
        return facts
    }

    /// Creates the empty group `name`.
    ///
    /// - Throws: `HDF5Error` if the name is taken or not plain, or the file was opened to read.
    package func createGroup(_ name: String) throws(HDF5Error) -> HDF5Group {
        let child = try plainChild(name)
        let creation = try PropertyList.groupCreation(child)
        let opened = try CLibrary.open("H5Gcreate2", child, closing: H5Gclose) {
            H5Gcreate2(
                identifier.raw, name, CLibrary.defaultProperties, creation.raw, CLibrary.defaultProperties)
        }
        return HDF5Group(identifier: opened, location: child)
    }

    /// Opens the group `name`.
    ///
    /// - Throws: `HDF5Error` if there is none; the error says what there is.
    package func group(_ name: String) throws(HDF5Error) -> HDF5Group {
        try expect(.group, at: name)
        let opened = try CLibrary.open("H5Gopen2", location.child(name), closing: H5Gclose) {
            H5Gopen2(identifier.raw, name, CLibrary.defaultProperties)
        }
        return HDF5Group(identifier: opened, location: location.child(name))
    }

    /// Opens the dataset `name`.
    ///
    /// - Throws: `HDF5Error` if there is none, or its shape cannot be represented.
    package func dataset(_ name: String) throws(HDF5Error) -> HDF5Dataset {
        try expect(.dataset, at: name)
        let child = location.child(name)
        let opened = try CLibrary.open("H5Dopen2", child, closing: H5Dclose) {
            H5Dopen2(identifier.raw, name, CLibrary.defaultProperties)
        }
        return try HDF5Dataset(identifier: opened, location: child)
    }

    /// The location of a child that is to be created.
    func plainChild(_ name: String) throws(HDF5Error) -> ObjectLocation {
        guard !name.isEmpty, name != ".", !name.utf8.contains(where: { $0 == 0x2F || $0 == 0 }) else {
            throw HDF5Error(location, "“\(name)” is not a valid name for an object: use one without “/”")
        }
        return location.child(name)
    }

    /// Throws unless `name` is of this kind.
    private func expect(_ expected: HDF5ObjectKind, at name: String) throws(HDF5Error) {
        let found = try kind(of: name)
        guard found != expected else { return }
        let here = location.path == "/" ? "the file" : "group \(location.path)"
        let what = found.map { $0 == .other ? "a link or named type" : "a \($0.rawValue)" } ?? "nothing"
        throw HDF5Error(
            location.child(name),
            "a \(expected.rawValue) was expected here but there is \(what); \(here) has: "
                + (try names.joined(separator: ", ")))
    }
}
