import Archives
import Foundation

/// Sparse matrices as `scipy.sparse.save_npz` writes them: csr, csc and coo, packed or not.
struct SciPyMatrix {
    private let file: String
    private var members: [String: [UInt8]] = [:]

    /// Reads all entries into `draft`.
    ///
    /// - Throws: `ConnectomeFileError` that names the member.
    static func read(_ request: ConnectomeRequest, into draft: ConnectomeDraft) throws {
        var matrix = SciPyMatrix(file: draft.file)
        do {
            try matrix.readMembers()
        } catch let error as ArchiveError {
            throw ConnectomeFileError(
                draft.file, error.member.map { "member \($0)" } ?? "",
                "expected \(error.expected), found \(error.found); get the file again from its source")
        }
        try matrix.append(request, to: draft)
    }

    private init(file: String) { self.file = file }

    private static let known: Set = ["format", "shape", "data", "indices", "indptr", "row", "col"]

    private mutating func readMembers() throws {
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        // As imports of archives have it: a small file does not fill the memory.
        let limit = max(1 << 30, 100 * size)
        let archive = try Archive(
            path: file, formats: [.zip],
            limits: ArchiveLimits(memberBytes: limit, totalBytes: limit, members: 100),
            isStrict: true)
        while let member = try archive.next() {
            guard member.path.hasSuffix(".npy") else { continue }
            let name = String(member.path.dropLast(4))
            guard Self.known.contains(name) else { continue }
            guard members[name] == nil else {
                throw wrong(name, "is there twice; write the file again with scipy")
            }
            members[name] = try Self.bytes(of: archive)
        }
    }

    private static func bytes(of archive: Archive) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { piece.deallocate() }
        while true {
            let count = try archive.read(into: piece)
            if count == 0 { return bytes }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    private mutating func append(_ request: ConnectomeRequest, to draft: ConnectomeDraft) throws {
        let format = try array("format") { $0.text }
        let shape = try array("shape") { try $0.integers(Int.self) }
        let matrix = CompressedMatrix(file: file, place: "member", shape: shape)
        draft.remarks.append("a \(format.prefix(10)) matrix; \(request.orientation)")
        let values = try array("data") { try $0.numbers() }
        switch format {
        case "csr", "csc":
            let starts = try array("indptr") { try $0.integers(Int.self) }
            let indices = try array("indices") { try $0.integers(Int32.self) }
            try matrix.append(
                starts: starts, indices: indices, values: values, isByColumn: format == "csc", request,
                to: draft)
        case "coo":
            let rows = try array("row") { try $0.integers(Int32.self) }
            let columns = try array("col") { try $0.integers(Int32.self) }
            try matrix.append(rows: rows, columns: columns, values: values, request, to: draft)
        default:
            throw wrong(
                "format",
                "is “\(format.prefix(20))”, but csr, csc or coo was expected; in scipy, tocsr() makes it one")
        }
    }

    /// What `read` makes of an array, which is let go of.
    private mutating func array<Value>(_ name: String, _ read: (NumPyArray) throws -> Value) throws -> Value {
        guard let bytes = members.removeValue(forKey: name) else {
            throw wrong(name, "is missing; a file as scipy.sparse.save_npz writes it was expected")
        }
        do {
            return try read(try NumPyArray(bytes))
        } catch let problem as NumPyProblem {
            throw wrong(name, problem.words)
        }
    }

    private func wrong(_ name: String, _ problem: String) -> ConnectomeFileError {
        ConnectomeFileError(file, "member \(name).npy", problem)
    }
}
