import HDF5
import Model

/// What is wrong with a file's contents although HDF5 can read it.
package struct FormatError: Error, CustomStringConvertible, Equatable {
    /// File, field, what was found, what was expected, what to do.
    package let description: String

    init(_ path: String, _ field: String, _ problem: String) {
        description = "\(path): \(field): \(problem)"
    }
}

/// Writes an artifact: root attributes first, then what `body` adds; closed and complete on return.
/// - Parameter version: the lowest version of the HDF5 schemas of artifacts/FORMAT.md that describes the file.
/// - Throws: `HDF5Error`; the file is then incomplete.
func writeArtifact(
    at path: String, kind: String, version: Int = 1, title: String,
    body: (borrowing HDF5Group) throws -> Void
) throws {
    let file = try HDF5File.create(at: path)
    try file.root.setAttribute("title", to: title)
    try file.root.setAttribute("kind", to: kind)
    try file.root.setAttribute("format-version", to: version)
    try body(file.root)
    try file.close()
}

/// Opens an artifact, checks its kind and version, and reads it.
/// - Throws: `FormatError` if it is of another kind or version, `HDF5Error` if it cannot be read.
func readArtifact<Result>(
    at path: String, kind: String, versions: ClosedRange<Int> = 1...1,
    body: (borrowing HDF5Group) throws -> Result
) throws -> Result {
    let file = try HDF5File.open(at: path)
    try requireArtifact(file.root, at: path, kind: kind, versions: versions)
    return try body(file.root)
}

/// Checks kind and version of an open artifact.
/// - Throws: `FormatError` if it is of another kind or version, `HDF5Error` if it has none.
func requireArtifact(
    _ root: borrowing HDF5Group, at path: String, kind: String, versions: ClosedRange<Int> = 1...1
) throws {
    let found = try root.attribute("kind", as: String.self)
    guard found == kind else {
        throw FormatError(path, "attribute kind", "is “\(found)”, but a file of kind “\(kind)” was expected")
    }
    let version = try root.attribute("format-version", as: Int.self)
    guard versions.contains(version) else {
        let known = versions.map(String.init).joined(separator: " and ")
        throw FormatError(
            path, "attribute format-version",
            "is \(version), but this program reads \(known); use the version that wrote the file")
    }
}

extension HDF5Group {
    /// Writes a row-major array with its units and the names of its axes.
    @discardableResult
    func writeArray<Element: HDF5Element>(
        _ values: [Element], to name: String, shape: [Int]? = nil, units: String, axes: [String],
        compression: HDF5Compression = .none
    ) throws -> HDF5Dataset {
        let dataset = try write(values, to: name, shape: shape, compression: compression)
        try dataset.setAttribute("units", to: units)
        try dataset.setAttribute("axes", to: axes.joined(separator: ", "))
        return dataset
    }

    /// Writes strings along one axis.
    func writeTexts(_ values: [String], to name: String, axis: String) throws {
        let dataset = try write(values, to: name)
        try dataset.setAttribute("units", to: "text")
        try dataset.setAttribute("axes", to: axis)
    }
}
