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

    private static let formats = ["csr", "csc", "coo"]
    private static let known = ["shape", "data", "indptr", "indices", "row", "col"]

    /// Reads all entries into `draft`.
    ///
    /// - Throws: `ConnectomeFileError` that names the member.
    static func read(_ request: ConnectomeRequest, into draft: ConnectomeDraft) throws {
        do {
            try SciPyMatrix(file: draft.file).append(request, to: draft)
        } catch let error as NumPyError {
            let remedy =
                error.problem == .unsupported
                ? error.remedy : "write the file again with scipy.sparse.save_npz"
            throw ConnectomeFileError(
                draft.file, error.member.map { "member \($0)" } ?? "",
                "expected \(error.expected), found \(error.found); \(remedy)")
        }
    }

    private init(file: String) throws {
        self.file = file
        let archive = try NumPyArchive(path: file)
        let names = try archive.names()
        // Of arrays and other matrices nothing else is looked at.
        try archive.forEach(["format"].filter(names.contains)) { array, _ in
            if array.header.element.isText { format = try array.text() }
        }
        try requireFormat(names)
        try archive.forEach(Self.known.filter(names.contains)) { array, name in try take(array, name) }
    }

    private func requireFormat(_ names: [String]) throws {
        let advice = "csr, csc and coo are read; in scipy, "
        guard let format else {
            let found =
                names.isEmpty
                ? "and has no arrays" : "but has the arrays \(names.prefix(8).joined(separator: ", "))"
            throw ConnectomeFileError(
                file, "",
                "is not a sparse matrix, which says its format as text, \(found); " + advice
                    + "save_npz(…, csr_array(matrix)) makes one of a square array")
        }
        guard Self.formats.contains(format) else {
            throw wrong(
                "format",
                "is “\(format.prefix(20))”; " + advice
                    + "save_npz(…, load_npz(…).tocsr()) makes it one")
        }
    }

    private mutating func take(_ array: NumPyArray, _ name: String) throws {
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
        let values = try required(values, "data")
        let matrix = CompressedMatrix(
            file: file, place: Self.place, shape: try required(shape, "shape"))
        try matrix.requireSquare(entries: values.count)
        draft.remarks.append("a \(format) matrix; \(request.orientation)")
        if format == "coo" {
            return try matrix.append(
                rows: try required(nodes["row"], "row"), columns: try required(nodes["col"], "col"),
                values: values, request, to: draft)
        }
        try matrix.append(
            starts: try required(starts, "indptr"), indices: try required(nodes["indices"], "indices"),
            values: values, isByColumn: format == "csc", request, to: draft)
    }

    private func required<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else {
            throw wrong(name, "is missing; a file as scipy.sparse.save_npz writes it was expected")
        }
        return value
    }

    private func wrong(_ name: String, _ problem: String) -> ConnectomeFileError {
        ConnectomeFileError(file, Self.place(name), problem)
    }

    private static func place(_ array: String) -> String { "member \(array).npy" }
}
