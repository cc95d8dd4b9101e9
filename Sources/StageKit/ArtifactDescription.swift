import ArtifactStore
import HDF5

/// What an HDF5 artifact says of itself, and the digest of its contents, independent of the bytes that encode them.
struct ArtifactDescription {
    let kind: String
    let title: String
    let logical: Digest

    /// Opens the finished file again and reads it whole.
    init(ofFileAt path: String) throws {
        let file = try HDF5File.open(at: path)
        kind = try file.root.attribute("kind", as: String.self)
        title = try file.root.attribute("title", as: String.self)
        var running = RunningDigest()
        try file.forEachLogicalContent { content in
            switch content {
            case .object(let object): Self.update(&running, with: object)
            case .constant(let bytes):
                running.update(counted: "constant")
                running.update(bytes)
            case .values(let bytes): running.update(bytes)
            }
        }
        logical = running.finish()
    }

    private static func update(_ running: inout RunningDigest, with object: HDF5ObjectSummary) {
        running.update(counted: "\(object.kind.rawValue) \(object.path)")
        if let type = object.typeName { running.update(counted: "\(type) \(object.shape ?? [])") }
        for attribute in object.attributes {
            running.update(counted: "attribute \(attribute.name) \(attribute.typeName) \(attribute.shape)")
            running.update(counted: String(attribute.bytes?.count ?? 0))
            if let bytes = attribute.bytes { running.update(bytes.span.bytes) }
        }
    }
}
