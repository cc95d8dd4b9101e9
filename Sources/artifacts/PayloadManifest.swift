import ArtifactStore
import Foundation
import StageKit

/// What an import read of a bag, held against the bag's manifest (RFC 8493, 2.1.3). An archive without a manifest has
/// nothing to be held against; a file that is listed but not there was left out by whoever passed the archive on.
struct PayloadManifest {
    private static let name = "manifest-sha256.txt"

    private let archive: String
    private var read: [String: Digest] = [:]
    private var listed: [String: Digest] = [:]

    /// Nothing was read yet.
    /// - Parameter archive: for messages.
    init(of archive: String) { self.archive = archive }

    /// Whether the member `path` is a manifest.
    static func isManifest(_ path: String) -> Bool { (path as NSString).lastPathComponent == name }

    /// Notes what the bytes of a member are.
    mutating func note(_ digest: Digest, of path: String) { read[path] = digest }

    /// Takes the lines of the manifest at `path`. Its names are relative to its folder.
    /// - Throws: `StageFailure` if a line has no digest.
    mutating func take(_ bytes: [UInt8], at path: String) throws {
        let folder = path.dropLast(Self.name.count)
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: " ", maxSplits: 1)
            guard fields.count == 2, let digest = Digest(hex: fields[0]) else {
                throw StageFailure.badData(
                    "\(archive), member \(path): expected lines of a SHA-256 and a name, found “\(line.prefix(80))”"
                )
            }
            let name = fields[1].trimmingPrefix { $0 == " " || $0 == "*" }
            listed[String(folder + name)] = digest
        }
    }

    /// - Throws: `StageFailure` that names the first file whose bytes are not those that were archived.
    func check() throws {
        let others = read.filter { path, digest in listed[path].map { $0 != digest } ?? false }
        guard let path = others.keys.min() else { return }
        throw StageFailure.badData(
            "\(archive): \(path) is not what was archived (its SHA-256 is not that in \(Self.name)), so no recipe was imported; "
                + "fetch the archive again")
    }
}
