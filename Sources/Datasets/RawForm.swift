import Foundation

/// How a raw file is packed. Its first bytes say so; its name need not.
enum RawForm: Equatable {
    /// Not packed; for an archive, a tar.
    case plain
    /// By gzip; for an archive, a tar packed by gzip.
    case gzip
    case zip

    static let archiveEndings = [".tar.gz", ".tgz", ".tar", ".zip"]

    /// - Throws: `DatasetFileError.unreadable`.
    init(of file: URL) throws {
        var first = [UInt8](repeating: 0, count: 4)
        let source = try PlainFile(file)
        let count = try first.withUnsafeMutableBytes { try source.fill($0) }
        switch first[..<count] {
        case let bytes where bytes.starts(with: [0x1f, 0x8b]): self = .gzip
        case [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6]: self = .zip
        default: self = .plain
        }
    }

    /// The bytes of a file, unpacked if gzip packed it.
    ///
    /// - Throws: `DatasetFileError.unreadable`.
    static func open(_ file: URL) throws -> any ByteSource {
        try RawForm(of: file) == .gzip ? GzipFile(file) : PlainFile(file)
    }

    /// A file's name without the extension of its packing.
    func base(of name: String) -> String {
        self == .gzip && name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    }

    static func archiveBase(of name: String) -> String {
        let ending = archiveEndings.first { name.hasSuffix($0) } ?? ""
        return String(name.dropLast(ending.count))
    }

    /// The name of a raw file that is packed in this way.
    func name(of raw: RawFile) -> String {
        switch (self, raw.isArchive) {
        case (.plain, false), (.zip, false): raw.contents[0].name
        case (.gzip, false): raw.contents[0].name + ".gz"
        case (.plain, true): Self.archiveBase(of: raw.name) + ".tar"
        case (.gzip, true): Self.archiveBase(of: raw.name) + ".tar.gz"
        case (.zip, true): Self.archiveBase(of: raw.name) + ".zip"
        }
    }
}
