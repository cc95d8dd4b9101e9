import CHDF5

/// One object of a file, as a listing shows it.
package struct HDF5ObjectSummary: Equatable, Sendable, CustomStringConvertible {
    /// Path within the file, `/` for the root.
    package let path: String
    /// Group or dataset, or `other` for anything that is not followed.
    package let kind: HDF5ObjectKind
    /// For a dataset, a name such as `float32` or `string`, or a description of what cannot be read.
    package let typeName: String?
    /// For a dataset its extents, [] for a scalar.
    package let shape: [Int]?
    /// Attributes, sorted by name.
    package let attributes: [HDF5Attribute]

    /// One line: `/weights float32 [10, 20] {units = "1"}`.
    package var description: String {
        let what = typeName.map { " \($0) \(shape ?? [])" } ?? (kind == .group ? "" : " (link)")
        let notes = attributes.map(\.description).joined(separator: ", ")
        return path + what + (notes.isEmpty ? "" : " {\(notes)}")
    }
}

/// A piece of what a file says, independent of its layout, compression, byte order and HDF5 version.
///
/// Each object comes as `.object`. For a dataset with elements, either one `.constant` or any number of `.values`
/// follow. Where one piece of values ends and the next begins has no meaning: hash the bytes as one sequence.
/// Pieces are valid only during the call.
package enum HDF5LogicalContent: ~Escapable {
    /// An object with its attributes: the root, then depth-first, sorted by name.
    case object(HDF5ObjectSummary)
    /// All elements of the dataset are these bytes, little-endian. Numbers that are all the same always come in this
    /// form, whether or not the file stores each of them; strings never do.
    case constant(RawSpan)
    /// The next elements, row-major: numbers are little-endian; each string is its length, a little-endian `UInt64`,
    /// and that many bytes of UTF-8.
    case values(RawSpan)
}

extension HDF5File {
    /// All objects with their attributes: the root, then depth-first, sorted by name.
    ///
    /// - Throws: `HDF5Error` if the file cannot be read or groups contain themselves.
    package func listing() throws -> [HDF5ObjectSummary] {
        var objects: [HDF5ObjectSummary] = []
        var walk = LogicalWalk(
            body: { if case .object(let object) = $0 { objects.append(object) } }, isListing: true)
        try walk.visit(root)
        return objects
    }

    /// Calls `body` with everything that the file says, in one fixed order and form, so that files with equal content
    /// give the same digest. The memory this takes does not depend on the file's size.
    ///
    /// - Throws: `HDF5Error` if the file cannot be read, if groups contain themselves, if something is neither group
    ///   nor dataset, if elements are neither numbers nor strings, or if many elements are claimed but few bytes are
    ///   stored; and what `body` throws.
    package func forEachLogicalContent(_ body: (HDF5LogicalContent) throws -> Void) throws {
        try withoutActuallyEscaping(body) { body in
            var walk = LogicalWalk(body: body)
            try walk.visit(root)
        }
    }

    /// Reads everything that can be read and skips what cannot, to see whether the library survives it.
    package func readThrough() {
        var walk = LogicalWalk(body: { _ in }, isTolerant: true)
        try? walk.visit(root)
    }
}

/// A walk over the objects of one file.
private struct LogicalWalk {
    let body: (HDF5LogicalContent) throws -> Void
    /// Objects only: what cannot be read is listed, not refused, and no elements are read.
    var isListing = false
    /// What cannot be read is skipped.
    var isTolerant = false
    /// Addresses of the groups that were visited.
    var groups: Set<haddr_t> = []
    var depth = 0

    /// Visits a group and everything below it.
    mutating func visit(_ group: borrowing HDF5Group) throws {
        guard groups.insert(try group.objectFacts(".").addr).inserted, depth < 32 else {
            throw HDF5Error(group.location, "this group has two names or is nested more than 32 groups deep")
        }
        depth += 1
        defer { depth -= 1 }
        try body(.object(try summary(group, .group)))
        for name in try group.names {
            do { try visit(name, in: group) } catch { if !isTolerant { throw error } }
        }
    }

    private mutating func visit(_ name: String, in group: borrowing HDF5Group) throws {
        switch try group.kind(of: name) {
        case .group: try visit(group.group(name))
        case .dataset: try visit(group.dataset(name))
        case .other, nil: try visitOther(group.location.child(name))
        }
    }

    private func visit(_ dataset: borrowing HDF5Dataset) throws {
        // As files of others are read, which goes other ways through the library; and whatever the attributes are.
        if isTolerant, dataset.isConvertible { try? dataset.forEachConvertedPiece { _, _ in } }
        let object = try summary(dataset, .dataset, typeName: dataset.typeName, shape: dataset.shape)
        try body(.object(object))
        guard !isListing else { return }
        for attribute in object.attributes where attribute.bytes == nil && !isTolerant {
            throw unreadable(attribute.typeName, dataset.location.attribute(attribute.name))
        }
        switch dataset.storedType {
        case .number(let element): try dataset.forEachNumberPiece(element, body)
        case .string: try dataset.forEachStringPiece(body)
        case .boolean, .other: throw unreadable(dataset.typeName, dataset.location)
        }
    }

    private func visitOther(_ location: ObjectLocation) throws {
        guard isListing else { throw unreadable("a link or a named type", location) }
        let object = HDF5ObjectSummary(
            path: location.path, kind: .other, typeName: nil, shape: nil, attributes: [])
        try body(.object(object))
    }

    private func summary<Object: HDF5Object & ~Copyable>(
        _ object: borrowing Object, _ kind: HDF5ObjectKind, typeName: String? = nil, shape: [Int]? = nil
    ) throws(HDF5Error) -> HDF5ObjectSummary {
        var attributes: [HDF5Attribute] = []
        for name in try object.attributeNames {
            do { attributes.append(try object.attribute(name)) } catch { if !isTolerant { throw error } }
        }
        return HDF5ObjectSummary(
            path: object.path, kind: kind, typeName: typeName, shape: shape, attributes: attributes)
    }

    private func unreadable(_ words: String, _ location: ObjectLocation) -> HDF5Error {
        HDF5Error(location, "this is \(words): only numbers and strings have a canonical form")
    }
}
