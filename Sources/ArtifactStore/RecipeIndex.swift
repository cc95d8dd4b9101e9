import Foundation

/// Which recipes made an object, without reading all of them (FORMAT.md, "Index").
///
/// The file `index/makers` is only a shortcut: it is rebuilt from the recipes whenever it is missing, damaged or out
/// of date.
struct RecipeIndex {
    /// Lines `object recipe`, sorted.
    private let lines: [UInt8]

    private static let lineBytes = 130

    /// The index of a store. Complexity: linear in the bytes of the file if that is current; otherwise linear in the
    /// recipes added since it was written, plus the number of all recipes.
    /// - Parameter isKept: whether to write it if it was out of date.
    init(of store: Store, keeping isKept: Bool = true) {
        let path = store.root + "/index/makers"
        let folder = store.root + "/recipes"
        let bytes = (try? FileSystem.contents(of: path, limit: .max)) ?? []
        let start = FileStamp.now
        let stamp = FolderStamp(of: folder)
        let parsed = Self.parse(bytes)
        if let parsed, let stamp, parsed.stamp == stamp.line {
            lines = parsed.lines
            return
        }
        let written = FileStamp(ofFileAt: path)?.changed ?? 0
        lines = Self.renewed(parsed?.lines ?? [], of: written, store)
        guard isKept, let stamp, stamp == FolderStamp(of: folder) else { return }
        guard start - stamp.changed > FileStamp.settledNanoseconds else { return }
        write(to: path, stamp, store)
    }

    // MARK: Looking up

    /// Digests of the recipes that made an object, in order. Logarithmic.
    func makers(of object: Digest) -> [Digest] {
        let key = Array(object.hex.utf8)
        var low = 0
        var high = lines.count / Self.lineBytes
        while low < high {
            let middle = (low + high) / 2
            if lines[(middle * Self.lineBytes)...].prefix(64).lexicographicallyPrecedes(key) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var found: [Digest] = []
        while low * Self.lineBytes < lines.count, lines[(low * Self.lineBytes)...].starts(with: key) {
            let recipe = lines[(low * Self.lineBytes + 65)...].prefix(64)
            if let digest = Digest(hex: String(decoding: recipe, as: UTF8.self)) { found.append(digest) }
            low += 1
        }
        return found
    }

    // MARK: Reading and writing

    /// The header has the folder's stamp and the digest of the lines.
    private static func parse(_ bytes: [UInt8]) -> (stamp: String, lines: [UInt8])? {
        guard let end = bytes.firstIndex(of: 10), (bytes.count - end - 1).isMultiple(of: lineBytes) else {
            return nil
        }
        let header = String(decoding: bytes[..<end], as: UTF8.self)
        let lines = Array(bytes[(end + 1)...])
        guard let space = header.firstIndex(of: " "), header[..<space] == Digest(of: lines).hex else {
            return nil
        }
        return (String(header[header.index(after: space)...]), lines)
    }

    private func write(to path: String, _ stamp: FolderStamp, _ store: Store) {
        let bytes = Data("\(Digest(of: lines).hex) \(stamp.line)\n".utf8) + lines
        // A store that cannot be written to is read without an index file.
        guard (try? store.makeOwnFolder("index")) != nil, let new = try? store.newTemporaryPath() else {
            return
        }
        guard (try? FileSystem.write(bytes.bytes, toNew: new, isDurable: false)) != nil else { return }
        try? FileSystem.put(new, at: path)
    }

    /// The lines of recipes that are still there, and those of new ones.
    /// - Parameter written: when the old lines were written, in nanoseconds since 1970; a recipe that was deleted and
    ///   computed again since then may have made something else.
    private static func renewed(_ old: [UInt8], of written: Int, _ store: Store) -> [UInt8] {
        var known: [Digest: [String]] = [:]
        for start in stride(from: 0, to: old.count, by: lineBytes) {
            let line = String(decoding: old[start..<start + lineBytes], as: UTF8.self)
            if let recipe = Digest(hex: line.dropFirst(65).prefix(64)) {
                known[recipe, default: []].append(line)
            }
        }
        let recipes = store.recipeDigests()
        let new = recipes.filter { recipe in
            let changed = FileStamp(ofFileAt: store.path(ofRecipe: recipe))?.changed ?? 0
            if changed > written - FileStamp.settledNanoseconds { known[recipe] = nil }
            return known[recipe] == nil
        }
        let read = onThreads(ProcessInfo.processInfo.activeProcessorCount, count: new.count) { index in
            let outputs = (try? store.record(of: new[index]))?.outputs.values.map(\.digest) ?? []
            return Set(outputs).map { "\($0.hex) \(new[index].hex)\n" }
        }
        let lines = recipes.flatMap { known[$0] ?? [] } + read.joined()
        return Array(lines.sorted().joined().utf8)
    }

    /// What changes whenever a recipe comes or goes.
    private struct FolderStamp: Equatable {
        let line: String
        let changed: Int

        init?(of folder: String) {
            guard let status = FileSystem.status(of: folder) else { return nil }
            changed = FileStamp.nanoseconds(status.st_ctim)
            line =
                "\(status.st_dev) \(status.st_ino) \(FileStamp.nanoseconds(status.st_mtim)) \(changed)"
        }
    }
}
