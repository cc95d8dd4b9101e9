import Foundation

/// What is there where Make expects a link to an object.
package struct LinkPlace: Sendable {
    /// What a place can hold.
    package enum Content: Equatable, Sendable {
        /// A link to an object that is there.
        case object
        /// A link that leads nowhere, to an empty file, or outside the store.
        case broken
        /// A file of this many bytes instead of a link: from a copy that was made without links, left by `make -t`,
        /// or a person's own.
        case file(bytes: Int)
    }

    /// Relative to the store.
    package let path: String
    /// What is there.
    package let content: Content
    /// When the link or file itself last changed, in nanoseconds since 1970.
    let modified: Int
}

extension Store {
    /// Folders with links that Make knows as targets.
    static let placesOfLinks = ["data", "masks", "runs", "figures", "report"]

    /// Everything in the folders of links, in no particular order. Two system calls each.
    package func places() -> [LinkPlace] {
        var found: [LinkPlace] = []
        for name in Self.placesOfLinks {
            FileSystem.walk("\(root)/\(name)") { path, information in
                let content: LinkPlace.Content
                switch information.st_mode & S_IFMT {
                case S_IFLNK: content = (FileSystem.size(of: path) ?? 0) > 0 ? .object : .broken
                case S_IFREG: content = .file(bytes: Int(information.st_size))
                default: return
                }
                found.append(
                    LinkPlace(
                        path: String(path.dropFirst(root.count + 1)), content: content,
                        modified: FileStamp.nanoseconds(information.st_mtim)))
            }
        }
        return found
    }

    /// True for the links of a figure or of the page of all figures, which all other links serve.
    package static func isResult(_ link: String) -> Bool {
        link.hasPrefix("figures/") || link.hasPrefix("report/")
    }

    /// The path of a link relative to the store; nil if it is not in it.
    package func nameOfLink(_ path: String) -> String? {
        let path = FileSystem.absolute(path)
        let roots = [FileSystem.absolute(root), Self.resolved(root)].map { $0 + "/" }
        return roots.first(where: path.hasPrefix).map { String(path.dropFirst($0.count)) }
    }

    /// Whether the object that a link leads to was removed to save space (FORMAT.md, "Dropping").
    package func isDropped(link: String) -> Bool {
        object(linkedBy: "\(root)/\(link)").map { isDropped($0.digest, extension: $0.extension) } ?? false
    }

    /// Files that replaced links when the store was copied without links, and their objects; slow only if there are
    /// such files.
    func copies() -> [(path: String, object: Output)] {
        let files = (places() + keptFiles()).compactMap { place -> (String, Int)? in
            guard case .file(let bytes) = place.content, bytes > 0 else { return nil }
            return (place.path, bytes)
        }
        guard !files.isEmpty else { return [] }
        return files.compactMap { path, bytes in
            guard let digest = try? Digest(ofFileAt: "\(root)/\(path)"), let file = file(ofObject: digest)
            else { return nil }
            let ext = (file as NSString).pathExtension
            return (path, Output(digest: digest, extension: ext, bytes: bytes))
        }
    }

    private func keptFiles() -> [LinkPlace] {
        FileSystem.names(in: root + "/kept").compactMap { name in
            FileStamp(ofFileAt: "\(root)/kept/\(name)").map {
                LinkPlace(path: "kept/\(name)", content: .file(bytes: $0.bytes), modified: $0.modified)
            }
        }
    }

    /// Replaces a copy of an object by the link again, or removes an empty file in the place of a link.
    ///
    /// - Parameter path: relative to the store.
    /// - Throws: `StoreError`, also if neither is there any more.
    package func restoreLink(inPlaceOfCopyAt path: String) throws(StoreError) {
        let whole = "\(root)/\(path)"
        guard let stamp = FileStamp(ofFileAt: whole) else { throw StoreError.unknown(name: path) }
        if stamp.bytes == 0 { return try FileSystem.remove(whole) }
        let digest = try Digest(ofFileAt: whole)
        guard let file = file(ofObject: digest) else { throw StoreError.notALink(path: whole) }
        let ext = (file as NSString).pathExtension
        try replace(whole, byLinkTo: Output(digest: digest, extension: ext, bytes: stamp.bytes))
    }
}
