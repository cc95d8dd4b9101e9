import Foundation
import Testing

@testable import Datasets

let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("fixtures")
let projectData = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("pipeline/data")

/// A folder of its own for each test, removed with the object.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("datasets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a file, and the folders above it.
    @discardableResult
    func write(_ bytes: [UInt8], to path: String) throws -> URL {
        let file = url.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file
    }
}

/// gzip by hand (RFC 1952) with one stored block (RFC 1951), so that any content can be made here.
func storedGzip(_ content: [UInt8], checksum: UInt32? = nil) -> [UInt8] {
    precondition(content.count < 1 << 16)
    let length = UInt16(content.count)
    let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1]
    return header + littleEndian(length) + littleEndian(~length) + content
        + littleEndian(checksum ?? crc32(content)) + littleEndian(UInt32(content.count))
}

private func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian, Array.init)
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
        (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
    }
}

/// An IDX file of unsigned bytes.
func idx(shape: [Int], _ elements: [UInt8], type: UInt8 = 8) -> [UInt8] {
    [0, 0, type, UInt8(shape.count)]
        + shape.flatMap { withUnsafeBytes(of: UInt32($0).bigEndian, Array.init) } + elements
}

/// The error that `body` throws, when it is about a file.
func fileError(_ body: () throws -> Void) -> DatasetFileError? {
    do {
        try body()
        return nil
    } catch {
        return error as? DatasetFileError
    }
}

/// The known content of these bytes.
func content(of bytes: [UInt8]) throws -> FileContent {
    let folder = try ScratchFolder()
    let digest = try FileDigest(of: folder.write(bytes, to: "bytes"))
    return FileContent(sha256: digest.sha256, byteCount: digest.byteCount)
}

/// The folder with samples that are not committed: beside the repository, or where SPARSE_CORTEX_SHARED says.
let sharedData: URL = {
    let named = ProcessInfo.processInfo.environment["SPARSE_CORTEX_SHARED"]
    let shared =
        named.map { URL(fileURLWithPath: $0) } ?? projectData.appendingPathComponent("../../../shared")
    return shared.standardizedFileURL.appendingPathComponent("data")
}()

/// Whether the folder holds this sample.
func isShared(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: sharedData.appendingPathComponent(path).path)
}
