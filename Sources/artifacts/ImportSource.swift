import Archives
import Foundation
import StageKit

/// Plain files that `artifacts import` looks at one after another. Names are passed on as they are: whoever uses them
/// must not trust them.
protocol ImportSource: AnyObject {
    /// The name of the next file; nil at the end. Folders are skipped.
    /// - Throws: `StageFailure`, also for links and devices.
    func next() throws -> String?

    /// The next bytes of that file; nil at its end.
    /// - Throws: `StageFailure`.
    func piece() throws -> Data?
}

/// An archive, or an unpacked archive's folder.
/// - Throws: `StageFailure` if there is none.
func importSource(at path: String) throws -> any ImportSource {
    var information = stat()
    guard stat(path, &information) == 0 else {
        throw StageFailure(
            errno == ENOENT ? StageExit.noInput : StageExit.inputOutput,
            "\(path) cannot be opened (\(String(cString: strerror(errno)))); name an archive made by artifacts archive"
        )
    }
    if information.st_mode & S_IFMT == S_IFDIR { return try FolderSource(path) }
    return try ArchiveSource(path, bytes: Int(information.st_size))
}

private let pieceBytes = 1 << 20

private func refusal(_ code: Int32, _ reason: String) -> StageFailure {
    StageFailure(code, "\(reason); the import stopped there")
}

/// The members of a tar, packed or not, or of a zip.
private final class ArchiveSource: ImportSource {
    /// What a small archive may unpack to, and how many times its size a larger one may (FORMAT.md, "Archives").
    private static let leastBytes = 1 << 30
    private static let mostGrowth = 100

    private let path: String
    private let archive: Archive
    private var isBegun = false

    init(_ path: String, bytes: Int) throws {
        self.path = path
        let growth = bytes.multipliedReportingOverflow(by: Self.mostGrowth)
        let most = max(Self.leastBytes, growth.overflow ? .max : growth.partialValue)
        let limits = ArchiveLimits(memberBytes: most, totalBytes: most, members: .max)
        archive = try Self.reporting(path, isBegun: false) {
            try Archive(path: path, formats: [.packedTar, .zip], limits: limits, isStrict: false)
        }
    }

    func next() throws -> String? {
        let member = try Self.reporting(path, isBegun: isBegun, archive.next)
        isBegun = true
        return member?.path
    }

    func piece() throws -> Data? {
        var bytes = Data(count: pieceBytes)
        let count = try Self.reporting(path, isBegun: true) {
            try bytes.withUnsafeMutableBytes { try archive.read(into: $0) }
        }
        return count == 0 ? nil : bytes.prefix(count)
    }

    private static func reporting<Result>(_ path: String, isBegun: Bool, _ body: () throws -> Result) throws
        -> Result
    {
        do {
            return try body()
        } catch let error as ArchiveError {
            let place = error.member.map { ", member \($0)" } ?? ""
            let isArchive = isBegun || error.member != nil || error.problem != .bad
            let expected =
                isArchive
                ? error.expected : "a tar (also packed by gzip, bzip2, xz or zstd), a zip archive or a folder"
            let codes = [
                .missing: StageExit.noInput, .unreadable: StageExit.inputOutput,
                ArchiveError.Problem.bad: StageExit.badData,
            ]
            throw refusal(
                codes[error.problem] ?? StageExit.badData,
                "\(path)\(place): expected \(expected), found \(error.found)")
        }
    }
}

/// The files in a folder and the folders below it, in the order of their names. Links are not followed.
private final class FolderSource: ImportSource {
    private let folder: String
    private let name: String
    private var left: ArraySlice<String>
    private var file: FileHandle?

    init(_ folder: String) throws {
        self.folder = folder
        name = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
        do {
            left = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()[...]
        } catch {
            throw refusal(StageExit.inputOutput, "\(folder) cannot be listed: \(error.localizedDescription)")
        }
    }

    func next() throws -> String? {
        file = nil
        while let path = left.popFirst() {
            var information = stat()
            guard lstat("\(folder)/\(path)", &information) == 0 else { throw unreadable(path) }
            switch information.st_mode & S_IFMT {
            case S_IFDIR: continue
            case S_IFREG: break
            default:
                throw refusal(
                    StageExit.badData,
                    "\(folder)/\(path): expected files and folders only, found a link or device (make pull takes what is in a "
                        + "store)")
            }
            // It may have changed since.
            let descriptor = open("\(folder)/\(path)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard descriptor >= 0 else { throw unreadable(path) }
            file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            return "\(name)/\(path)"
        }
        return nil
    }

    func piece() throws -> Data? {
        do {
            guard let bytes = try file?.read(upToCount: pieceBytes), !bytes.isEmpty else { return nil }
            return bytes
        } catch {
            throw refusal(
                StageExit.inputOutput, "a file in \(folder) cannot be read: \(error.localizedDescription)")
        }
    }

    private func unreadable(_ path: String) -> StageFailure {
        refusal(
            StageExit.inputOutput, "\(folder)/\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
}
