import ArtifactStore
import HDF5

/// What an HDF5 artifact says of itself, and the digest of its contents, independent of the bytes that encode them.
package struct ArtifactDescription {
    /// What sort of file it is, for instance `weights`.
    package let kind: String
    /// For people.
    package let title: String
    /// Of what it says (FORMAT.md, "Logical digest").
    package let logical: Digest

    /// Opens the finished file again and reads it whole.
    ///
    /// - Throws: `HDF5Error` for what is not an artifact.
    package init(ofFileAt path: String) throws {
        let file = try HDF5File.open(at: path)
        kind = try file.root.attribute("kind", as: String.self)
        title = try file.root.attribute("title", as: String.self)
        var running = RunningDigest()
        var isOfBytes = false
        try file.forEachLogicalContent { content in
            switch content {
            case .object(let object):
                isOfBytes = Self.namesBytes(object.path)
                Self.update(&running, with: object)
            case .constant(let bytes):
                running.update(counted: "constant")
                running.update(bytes)
            case .values(let bytes): if !isOfBytes { running.update(bytes) }
            }
        }
        logical = running.finish()
    }

    /// Digests of objects change with the libraries that write these, so no digest of contents may depend on them.
    private static func namesBytes(_ path: String) -> Bool { ["/sources/digest", "/@mask"].contains(path) }

    private static func update(_ running: inout RunningDigest, with object: HDF5ObjectSummary) {
        running.update(counted: "\(object.kind.rawValue) \(object.path)")
        if let type = object.typeName { running.update(counted: "\(type) \(object.shape ?? [])") }
        for attribute in object.attributes where !namesBytes("\(object.path)@\(attribute.name)") {
            running.update(counted: "attribute \(attribute.name) \(attribute.typeName) \(attribute.shape)")
            running.update(counted: String(attribute.bytes?.count ?? 0))
            if let bytes = attribute.bytes { running.update(bytes.span.bytes) }
        }
    }
}
