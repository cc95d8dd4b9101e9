import Foundation

extension Store {
    /// Makes `link` point to an object, atomically, and renews the link's own time, which Make looks at.
    /// - Throws: `StoreError.notALink` if something other than a link has that name.
    package func setLink(_ link: String, to output: Output) throws(StoreError) {
        let link = FileSystem.absolute(link)
        try FileSystem.makeFolder(FileSystem.folder(of: link))
        guard mayReplace(link) else { throw StoreError.notALink(path: link) }
        try replace(link, byLinkTo: output)
    }

    /// Sets the link whatever is there; its folder must exist.
    func replace(_ link: String, byLinkTo output: Output) throws(StoreError) {
        let folder = FileSystem.folder(of: link)
        let new = FileSystem.hiddenName(beside: link)
        let destination = destination(of: path(of: output), from: folder)
        if destination.hasPrefix("/") {
            noteOutsideLink(Self.resolved(folder) + "/" + (link as NSString).lastPathComponent)
        }
        guard symlink(destination, new) == 0 else { throw StoreError.system("symlink", new, errno) }
        try FileSystem.put(new, at: link)
        try FileSystem.synchronizeFolder(folder)
    }

    /// Whether nothing is there, or an empty file (which `make -t` and `mktemp` leave), or a link to an object of
    /// some store.
    private func mayReplace(_ link: String) -> Bool {
        guard let destination = FileSystem.linkDestination(link) else {
            return !FileSystem.existsUnfollowed(link) || FileStamp(ofFileAt: link)?.bytes == 0
        }
        let parts = destination.split(separator: "/")
        let name = (parts.last.map(String.init) ?? "") as NSString
        return parts.dropLast(2).last == "objects" && Digest(hex: name.deletingPathExtension) != nil
    }

    /// Relative inside the store, so that it can be moved; absolute outside.
    private func destination(of object: String, from folder: String) -> String {
        let root = Self.resolved(self.root)
        let folder = Self.resolved(folder)
        let object = root + object.dropFirst(self.root.count)
        let isInside = folder == root || folder.hasPrefix(root + "/")
        return isInside ? FileSystem.relative(object, from: folder) : object
    }

    /// `path` without symbolic links; unchanged where there is nothing.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// The object that `link` names, whether or not the object exists; nil if `link` is not a link into this store.
    package func object(linkedBy link: String) -> (digest: Digest, extension: String)? {
        guard let destination = FileSystem.linkDestination(link) else { return nil }
        let folder = (FileSystem.absolute(link) as NSString).deletingLastPathComponent
        let whole = destination.hasPrefix("/") ? destination : Self.resolved(folder) + "/" + destination
        let target = FileSystem.absolute(whole)
        let objects = Self.resolved(root) + "/objects/"
        guard target.hasPrefix(objects) else { return nil }
        let name = (target as NSString).lastPathComponent as NSString
        guard let digest = Digest(hex: name.deletingPathExtension) else { return nil }
        return (digest, name.pathExtension)
    }

    /// The digest of an input (FORMAT.md, "Inputs"): for an object, present or dropped, from its name; for any other
    /// file, from its bytes.
    /// - Throws: `StoreError` if it does not exist, is dangling, or cannot be read.
    package func digest(ofInput path: String, role: String) throws(StoreError) -> Digest {
        if let object = object(linkedBy: path) {
            guard FileSystem.exists(path) || isDropped(object.digest, extension: object.extension) else {
                throw StoreError.inputDangling(role: role, path: path)
            }
            return object.digest
        }
        guard FileSystem.exists(path) else { throw StoreError.inputMissing(role: role, path: path) }
        return try Digest(ofFileAt: path)
    }

    /// All links to objects in the store, sorted, as paths relative to it.
    package func links() -> [String] {
        symbolicLinks().filter { object(linkedBy: root + "/" + $0) != nil }
    }

    /// All symbolic links that are not in the store's own folders, sorted, wherever they lead.
    ///
    /// - Parameter areUnfinished: instead those that are being set, or were being set when their process died: their
    ///   names begin with a dot.
    func symbolicLinks(areUnfinished: Bool = false) -> [String] {
        let tops = FileSystem.names(in: root).filter { !Self.ownFolders.contains($0) }
        return tops.flatMap { symbolicLinks(below: $0, areUnfinished) }.sorted()
    }

    private func symbolicLinks(below name: String, _ areUnfinished: Bool) -> [String] {
        let path = root + "/" + name
        let isUnfinished = (name as NSString).lastPathComponent.hasPrefix(".")
        if FileSystem.linkDestination(path) != nil { return isUnfinished == areUnfinished ? [name] : [] }
        guard !isUnfinished, FileSystem.isFolder(path) else { return [] }
        return FileSystem.names(in: path).flatMap { symbolicLinks(below: name + "/" + $0, areUnfinished) }
    }

    /// Records that have an object, given by its digest, among their outputs.
    ///
    /// - Parameter keepingIndex: whether to write the index if it is out of date.
    package func records(making digest: Digest, keepingIndex: Bool = true) -> [RecipeRecord] {
        records(makingEach: [digest], keepingIndex: keepingIndex)[0]
    }

    /// The same for each of several objects; the index is read once.
    package func records(makingEach digests: [Digest], keepingIndex: Bool = true) -> [[RecipeRecord]] {
        let index = RecipeIndex(of: self, keeping: keepingIndex)
        return digests.map { digest in
            index.makers(of: digest).compactMap { name in
                guard let record = try? record(of: name),
                    record.outputs.values.contains(where: { $0.digest == digest })
                else { return nil }
                return record
            }
        }
    }
}

extension Store {
    /// The object that `name` stands for: the path of a link, or the beginning of the digest of an object or of a
    /// recipe's output.
    /// - Throws: `StoreError.unknown` if it stands for none or for several.
    package func resolve(_ name: String) throws(StoreError) -> Output {
        for path in [name, root + "/" + name] {
            if let object = object(linkedBy: path) {
                return Output(
                    digest: object.digest, extension: object.extension, bytes: FileSystem.size(of: path) ?? 0)
            }
        }
        let matches = objects(withPrefix: name)
        guard matches.count == 1, let match = matches.first else { throw StoreError.unknown(name: name) }
        return match
    }

    private func objects(withPrefix prefix: String) -> [Output] {
        guard prefix.count >= 2 else { return [] }
        let folder = "\(root)/objects/\(prefix.prefix(2))"
        return FileSystem.names(in: folder).filter { $0.hasPrefix(prefix) }.compactMap { name in
            let parts = name as NSString
            guard let digest = Digest(hex: parts.deletingPathExtension) else { return nil }
            return Output(
                digest: digest, extension: parts.pathExtension,
                bytes: FileSystem.size(of: folder + "/" + name) ?? 0)
        }
    }

    /// Writes the index if it is out of date, so that later callers that write nothing need not each rebuild it.
    package func renewIndex() { _ = RecipeIndex(of: self) }

    /// Size in bytes of the object that a link (relative to the store) names; nil if it is missing.
    package func size(ofLink link: String) -> Int? { FileSystem.size(of: root + "/" + link) }
}
