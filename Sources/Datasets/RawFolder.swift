import Foundation

/// A folder in which people keep raw files: in it or in folders below it, packed or not, under the usual names or
/// others.
///
/// A file is recognised by what it holds. Its name only says where to look first, and which file must have been meant
/// if none is right.
final class RawFolder {
    /// A regular file in the folder.
    struct File {
        let path: String
        let size: Int
        /// How many folders are in between.
        let depth: Int

        var url: URL { URL(fileURLWithPath: path) }
        var name: String { (path as NSString).lastPathComponent }
        var folder: String { (path as NSString).deletingLastPathComponent }
    }

    /// What there is of a raw file.
    enum Finding {
        case right(AcquiredFile)
        /// A file that must have been meant, but is not the right one.
        case wrong(DatasetFileError)
        case nothing

        var isRight: Bool { if case .right = self { true } else { false } }
        var isNothing: Bool { if case .nothing = self { true } else { false } }
    }

    /// Deep enough for `data/FashionMNIST/raw` and the like, but not for a whole disk.
    private static let deepest = 4
    private static let mostFiles = 10_000

    let folder: URL
    private let remedy: String
    private let acceptsAny: Bool
    private var findings: [String: Finding] = [:]
    private lazy var listing = Self.list(folder.path)

    /// - Parameters:
    ///   - remedy: what to do about a wrong file there.
    ///   - acceptsAny: whether contents other than the known ones are right, too.
    init(_ folder: URL, remedy: String, acceptsAny: Bool) {
        self.folder = folder
        self.remedy = remedy
        self.acceptsAny = acceptsAny
    }

    /// Whether there are more files than were, or could be, looked at.
    var isCut: Bool { listing.isCut }

    /// Looks for a raw file, once.
    func find(_ raw: RawFile) -> Finding {
        if let known = findings[raw.name] { return known }
        let found = acceptsAny || !raw.isKnown ? findByName(raw) : findByContent(raw)
        findings[raw.name] = found
        return found
    }

    // MARK: - Known contents

    /// The first file with the right contents; if there is none, what is wrong with the first one that has the right
    /// name.
    private func findByContent(_ raw: RawFile) -> Finding {
        let named = named(raw)
        var failure: DatasetFileError?
        for file in named {
            do {
                return .right(try raw.checked(at: file.url, remedy: remedy))
            } catch {
                failure = failure ?? (error as? DatasetFileError)
            }
        }
        let isNamed = Set(named.map(\.path))
        for file in listing.files where !isNamed.contains(file.path) && raw.mayBe(file) {
            if let right = try? raw.checked(at: file.url, remedy: remedy) { return .right(right) }
        }
        return failure.map { .wrong($0) } ?? .nothing
    }

    // MARK: - Any contents

    /// If contents cannot decide, names must: a file in the folder itself, or else the only one below it.
    private func findByName(_ raw: RawFile) -> Finding {
        var candidates = named(raw)
        if candidates.isEmpty, raw.isArchive { candidates = listing.files.filter { raw.isZip($0) } }
        guard let first = candidates.first else { return .nothing }
        let folders = Set(candidates.map(\.folder))
        let others = candidates.filter { !raw.knownNames.contains($0.name) }
        guard first.depth == 0 || folders.count == 1, others.count < 2 else {
            return .wrong(ambiguity(raw, candidates))
        }
        do {
            return .right(try raw.checked(at: first.url, accepting: true, remedy: remedy))
        } catch {
            return (error as? DatasetFileError).map { .wrong($0) } ?? .nothing
        }
    }

    private func ambiguity(_ raw: RawFile, _ files: [File]) -> DatasetFileError {
        DatasetFileError(
            folder, .ambiguous, expected: "one file that can be \(raw.name)",
            found: files.prefix(3).map(\.path).joined(separator: ", ")
                + (files.count > 3 ? " and \(files.count - 3) more" : ""),
            remedy: "name the folder of the file that you mean")
    }

    // MARK: - Files

    /// Files with a known name of `raw`: nearest first, and within a folder in the order of the names.
    private func named(_ raw: RawFile) -> [File] {
        let names = raw.knownNames
        let found = listing.files.compactMap { file in names.firstIndex(of: file.name).map { ($0, file) } }
        return found.sorted { left, right in
            (left.1.depth, left.1.folder, left.0) < (right.1.depth, right.1.folder, right.0)
        }.map(\.1)
    }

    /// All files, nearest first, then by name. Links are followed, but no folder is looked at twice. Hidden files and
    /// unfinished downloads do not count.
    private static func list(_ folder: String) -> (files: [File], isCut: Bool) {
        var files: [File] = []
        var isCut = false
        var seen = Set([Identity(of: folder)].compactMap(\.self))
        var level = [folder]
        for depth in 0...deepest {
            var next: [String] = []
            for folder in level {
                guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
                    isCut = isCut || Identity(of: folder) != nil
                    continue
                }
                for name in names.sorted() where !name.hasPrefix(".") && !name.hasSuffix(".part") {
                    guard files.count + next.count < mostFiles else { return (files, true) }
                    let path = "\(folder)/\(name)"
                    guard let found = Identity(of: path) else { continue }
                    if let size = found.size {
                        files.append(File(path: path, size: size, depth: depth))
                    } else if found.isFolder, seen.insert(found).inserted {
                        next.append(path)
                    }
                }
            }
            level = next
        }
        return (files, isCut || !level.isEmpty)
    }

    /// What a path leads to, following links.
    private struct Identity: Hashable {
        let device: UInt
        let inode: UInt
        let isFolder: Bool
        /// Bytes of a regular file; nil for anything else, which might never end.
        let size: Int?

        init?(of path: String) {
            var information = stat()
            guard stat(path, &information) == 0 else { return nil }
            device = UInt(information.st_dev)
            inode = UInt(information.st_ino)
            isFolder = information.st_mode & S_IFMT == S_IFDIR
            size = information.st_mode & S_IFMT == S_IFREG ? Int(information.st_size) : nil
        }
    }
}

extension RawFolder.File {
    /// The length that a gzip file notes at its end: that of what it unpacks to, modulo 2³²; 0 if it cannot be read.
    var gzipLength: Int {
        guard size >= 18, let file = try? FileHandle(forReadingFrom: url) else { return 0 }
        defer { try? file.close() }
        guard (try? file.seek(toOffset: UInt64(size - 4))) != nil, let end = try? file.read(upToCount: 4)
        else { return 0 }
        return end.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
