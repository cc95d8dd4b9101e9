import HDF5

/// Matrices in HDF5: sparse ones in AnnData's encoding (csr, csc), as scanpy, anndata and this project write them, and dense ones.
struct HDF5Matrix {
    /// Where matrices of masks, weights and AnnData lie.
    private static let usual = ["mask", "recurrent_weights"]
    /// Groups of AnnData with square matrices of observations, and of variables.
    private static let pairwise = ["obsp", "varp"]

    /// Reads all entries into `draft`.
    ///
    /// - Throws: `ConnectomeFileError` or `HDF5Error`, naming the dataset.
    static func read(_ request: ConnectomeRequest, into draft: ConnectomeDraft) throws {
        let file = try HDF5File.open(at: draft.file)
        let name = try find(request.part, file.root, draft.file)
        if try file.root.kind(of: name) == .dataset {
            try readDense(try file.root.dataset(name), request, into: draft)
        } else {
            try readSparse(try file.root.group(name), name, of: file.root, request, into: draft)
        }
        try readNames(file.root, of: name, into: draft)
    }

    /// The path of the matrix: the one that was asked for, or the only one.
    private static func find(_ part: String?, _ root: borrowing HDF5Group, _ file: String) throws -> String {
        var found: [String] = []
        for name in usual where try root.contains(name) { found.append(name) }
        for group in pairwise where try root.kind(of: group) == .group {
            found += try root.group(group).names.map { "\(group)/\($0)" }
        }
        if found.isEmpty {
            for name in try root.names where try isSparse(root, name) { found.append(name) }
        }
        if let part {
            guard try root.contains(part) else {
                throw ConnectomeFileError(
                    file, part,
                    "is not there, as --part has it; there are: \((found + (try root.names)).joined(separator: ", "))"
                )
            }
            return part
        }
        guard found.count == 1 else {
            throw ConnectomeFileError(
                file, "",
                found.isEmpty
                    ? "has no matrix that can be found; name its path with --part; there are: \(try root.names.joined(separator: ", "))"
                    : "has several matrices; choose one with --part: \(found.joined(separator: ", "))")
        }
        return found[0]
    }

    private static func isSparse(_ root: borrowing HDF5Group, _ name: String) throws -> Bool {
        guard try root.kind(of: name) == .group else { return false }
        return try root.group(name).attributeNames.contains("encoding-type")
            && root.group(name).attribute("encoding-type", as: String.self).hasSuffix("_matrix")
    }

    private static func readSparse(
        _ group: borrowing HDF5Group, _ name: String, of root: borrowing HDF5Group,
        _ request: ConnectomeRequest,
        into draft: ConnectomeDraft
    ) throws {
        let encoding = try group.attribute("encoding-type", as: String.self)
        guard encoding == "csr_matrix" || encoding == "csc_matrix" else {
            throw ConnectomeFileError(
                draft.file, "\(name), attribute encoding-type",
                "is “\(encoding)”, but csr_matrix or csc_matrix was expected; in scipy, tocsr() makes it one")
        }
        let matrix = CompressedMatrix(
            file: draft.file, place: name, shape: try group.attribute("shape", as: [Int].self))
        try matrix.requireSquare(entries: try group.dataset("indices").length)
        let nodes = matrix.shape[0]
        draft.remarks.append("\(encoding) \(name); \(request.orientation)")
        let weights = "connection_weights"
        let isImported = name == "mask" ? try root.kind(of: weights) == .dataset : false
        try matrix.append(
            starts: group.integers("indptr", as: Int.self, in: 0...(1 << 52)),
            indices: group.integers("indices", as: Int32.self, in: 0...(nodes - 1)),
            values: isImported ? root.numbers(weights) : group.numbers("data"),
            isByColumn: encoding == "csc_matrix", request, to: draft)
    }

    private static func readDense(
        _ dataset: borrowing HDF5Dataset, _ request: ConnectomeRequest, into draft: ConnectomeDraft
    ) throws {
        let name = String(dataset.path.drop { $0 == "/" })
        let matrix = CompressedMatrix(file: draft.file, place: name, shape: dataset.shape)
        try matrix.requireSquare(entries: 0)
        let nodes = matrix.shape[0]
        draft.numbered = (nodes, 0)
        draft.remarks.append("dense matrix \(name); \(request.orientation)")
        try dataset.forEachConvertedPiece { first, numbers in
            for offset in numbers.indices where numbers[offset] != 0 {
                let place = first + offset
                guard numbers[offset].isFinite else {
                    throw dataset.failure(
                        "holds \(numbers[offset]) in row \(place / nodes), column \(place % nodes), but finite numbers were expected"
                    )
                }
                request.append(row: place / nodes, column: place % nodes, weight: numbers[offset], to: draft)
            }
        }
    }

    /// Names of AnnData's observations or variables, if it has any, or those of nodes of an imported mask.
    private static func readNames(
        _ root: borrowing HDF5Group, of matrix: String, into draft: ConnectomeDraft
    ) throws {
        let table = matrix.hasPrefix("obsp/") ? "obs" : matrix.hasPrefix("varp/") ? "var" : "nodes"
        guard try root.kind(of: table) == .group else { return }
        let group = try root.group(table)
        var index = "name"
        if table != "nodes" {
            guard try group.attributeNames.contains("_index") else { return }
            index = try group.attribute("_index", as: String.self)
        }
        guard try group.kind(of: index) == .dataset else { return }
        try draft.setNames(group.readStrings(index, count: draft.nodes), place: "\(table)/\(index)")
    }
}
