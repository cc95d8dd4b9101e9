import Foundation

extension Store {
    /// Moves a damaged recipe or link out of the way, to `damaged/`, and makes that durable: evidence is never deleted.
    ///
    /// - Parameter path: relative to the store.
    /// - Returns: its new path, relative to the store.
    /// - Throws: `StoreError`.
    package func moveAside(_ path: String) throws(StoreError) -> String {
        let folder = try makeOwnFolder("damaged")
        let name = path.replacing("/", with: "_")
        let number = (1...).first { !FileSystem.existsUnfollowed("\(folder)/\(name)-\($0)") } ?? 1
        let aside = "damaged/\(name)-\(number)"
        try FileSystem.rename("\(root)/\(path)", to: "\(root)/\(aside)")
        try FileSystem.synchronizeFolder(folder)
        try FileSystem.synchronizeFolder(FileSystem.folder(of: "\(root)/\(path)"))
        return aside
    }

    /// What a damaged recipe's file held, if only one bit of it has changed; its own digest proves it.
    ///
    /// - Parameter path: relative to the store, in `recipes/` or `disputes/`.
    /// - Returns: nil if more is wrong, for records of format 1, and for files larger than 64 KiB. Quadratic in the
    ///   size.
    package func correctedRecord(at path: String) -> RecipeRecord? {
        let name = (path as NSString).lastPathComponent
        guard let digest = Digest(hex: name.prefix(64)),
            let bytes = try? FileSystem.contents(of: "\(root)/\(path)", limit: 1 << 16),
            let whole = OneBitCorrection.whole(of: bytes)
        else { return nil }
        return try? RecipeRecord(whole, named: digest, path: path)
    }

    /// Replaces a damaged recipe's file, and moves the old one to `damaged/`.
    /// - Throws: `StoreError`.
    package func replace(_ path: String, by record: RecipeRecord) throws {
        try whileNothingIsCollected {
            if FileSystem.existsUnfollowed("\(root)/\(path)") { _ = try moveAside(path) }
            try writeAtomically(record.fileBytes, to: "\(root)/\(path)")
        }
    }

    /// The object that a link led to before one bit of it changed: the only object in the store that differs from it
    /// by one bit. A link in `kept/` is also known by its own name.
    /// - Parameter link: relative to the store.
    package func objectNear(link: String) -> Output? {
        let name = (link as NSString).lastPathComponent as NSString
        if link.hasPrefix("kept/"), let digest = Digest(hex: name.deletingPathExtension),
            Output.isExtension(name.pathExtension),
            let bytes = FileSystem.size(of: path(ofObject: digest, extension: name.pathExtension))
        {
            return Output(digest: digest, extension: name.pathExtension, bytes: bytes)
        }
        guard let destination = FileSystem.linkDestination("\(root)/\(link)") else { return nil }
        let above = FileSystem.folder(of: "\(root)/\(link)")
        var found: [Output] = []
        for candidate in OneBitCorrection.candidates(for: Array(destination.utf8)) {
            let text = String(decoding: candidate, as: UTF8.self)
            let target = FileSystem.absolute(text.hasPrefix("/") ? text : "\(above)/\(text)")
            let file = (target as NSString).lastPathComponent as NSString
            guard let digest = Digest(hex: file.deletingPathExtension),
                Output.isExtension(file.pathExtension),
                target == path(ofObject: digest, extension: file.pathExtension),
                let bytes = FileSystem.size(of: target)
            else { continue }
            found.append(Output(digest: digest, extension: file.pathExtension, bytes: bytes))
        }
        return found.count == 1 ? found[0] : nil
    }
}

/// Undoes a change of one bit.
enum OneBitCorrection {
    private static let start = Array("{\"check\":\"".utf8)
    private static let middle = Array("\",".utf8)
    private static var headBytes: Int { start.count + 64 + middle.count }

    /// All bytes that differ from these in one bit.
    static func candidates(for bytes: [UInt8]) -> some Sequence<[UInt8]> {
        (0..<bytes.count * 8).lazy.map { bit in
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            return changed
        }
    }

    /// The bytes of a record's file (format 2) before one bit changed and gave these, or nil.
    static func whole(of bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > headBytes + 1 else { return nil }
        let body = Array(bytes[headBytes...].dropLast())
        // If the digest or the text around it changed, the rest says what it was.
        let rebuilt = start + Array(check(of: body).hex.utf8) + middle + body + [10]
        if differingBits(rebuilt, bytes) == 1 { return rebuilt }
        let known = bytes[start.count..<start.count + 64]
        guard let digest = Digest(hex: String(decoding: known, as: UTF8.self)) else { return nil }
        guard let right = candidates(for: body).first(where: { check(of: $0) == digest }) else { return nil }
        return Array(bytes[..<headBytes]) + right + [10]
    }

    /// The digest of all members except `check`.
    private static func check(of body: [UInt8]) -> Digest { Digest(of: [UInt8(ascii: "{")] + body) }

    private static func differingBits(_ one: [UInt8], _ other: [UInt8]) -> Int {
        zip(one, other).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    }
}
