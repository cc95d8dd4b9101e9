import NumPyFiles

/// Sparse matrices as `scipy.sparse.save_npz` writes them: csr, csc and coo, packed or not.
struct SciPyMatrix {
    private let file: String
    private var format: String?
    private var shape: [Int]?
    private var values: [Double]?
    private var starts: [Int]?
    /// Numbers of nodes, by the name of the array.
    private var nodes: [String: [Int32]] = [:]

    private static let known = ["format", "shape", "data", "indptr", "indices", "row", "col"]

    /// Reads all entries into `draft`.
    ///
    /// - Throws: `ConnectomeFileError` that names the member.
    static func read(_ request: ConnectomeRequest, into draft: ConnectomeDraft) throws {
        do {
            try SciPyMatrix(file: draft.file).append(request, to: draft)
        } catch let error as NumPyError {
            throw ConnectomeFileError(
                draft.file, error.member.map { "member \($0)" } ?? "",
                "expected \(error.expected), found \(error.found); write the file again with scipy.sparse.save_npz"
            )
        }
    }

    private init(file: String) throws {
        self.file = file
        let archive = try NumPyArchive(path: file)
        let names = Set(try archive.names())
        try archive.forEach(Self.known.filter(names.contains)) { array, name in try take(array, name) }
    }

    private mutating func take(_ array: NumPyArray, _ name: String) throws {
        if name == "format" {
            format = try array.text()
            return
        }
        guard array.header.shape.count == 1 else {
            throw wrong(name, "has the shape \(array.header.shape), but one dimension was expected")
        }
        switch name {
        case "shape": shape = try array.integers().map(Int.init)
        case "indptr": starts = try array.integers().map(Int.init)
        case "data": values = try array.doubles()
        default: nodes[name] = try array.shortIntegers()
        }
    }

    private func append(_ request: ConnectomeRequest, to draft: ConnectomeDraft) throws {
        let format = try required(format, "format")
        let matrix = CompressedMatrix(file: file, place: "member", shape: try required(shape, "shape"))
        draft.remarks.append("a \(format.prefix(10)) matrix; \(request.orientation)")
        let values = try required(values, "data")
        switch format {
        case "csr", "csc":
            try matrix.append(
                starts: try required(starts, "indptr"), indices: try required(nodes["indices"], "indices"),
                values: values, isByColumn: format == "csc", request, to: draft)
        case "coo":
            try matrix.append(
                rows: try required(nodes["row"], "row"), columns: try required(nodes["col"], "col"),
                values: values, request, to: draft)
        default:
            throw wrong(
                "format",
                "is “\(format.prefix(20))”, but csr, csc or coo was expected; in scipy, tocsr() makes it one")
        }
    }

    private func required<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else {
            throw wrong(name, "is missing; a file as scipy.sparse.save_npz writes it was expected")
        }
        return value
    }

    private func wrong(_ name: String, _ problem: String) -> ConnectomeFileError {
        ConnectomeFileError(file, "member \(name).npy", problem)
    }
}
