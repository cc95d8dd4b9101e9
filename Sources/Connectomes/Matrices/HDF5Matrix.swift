import HDF5

/// Matrices in HDF5: sparse ones in AnnData's encoding (csr, csc), as scanpy, anndata and this project write them, and dense ones.
struct HDF5Matrix {
    /// Where matrices of masks, weights and AnnData lie.
    private static let usual = ["mask", "recurrent_weights"]
    /// Where imported masks have weights.
    private static let weights = "connection_weights"
    /// Groups of AnnData with square matrices of observations, and of variables.
    private static let pairwise = ["obsp", "varp"]

    /// Reads all entries into `draft`.
    ///
    /// - Throws: `ConnectomeFileError` or `HDF5Error`, naming the dataset.
    static func read(_ request: ConnectomeRequest, into draft: ConnectomeDraft) throws {
        let file = try HDF5File.open(at: draft.file)
        let name = try find(request.part, file.root, draft.file)
        if try file.root.kind(of: name) == .dataset {
            try readDense(try file.root.dataset(name), name, of: file.root, request, into: draft)
        } else {
            try readSparse(try file.root.group(name), name, of: file.root, request, into: draft)
        }
        try HDF5Nodes.read(file.root, of: name, into: draft)
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
        if found.isEmpty, try root.kind(of: "nodes") == .group {
            throw ConnectomeFileError(
                file, "",
                "has nodes, but neither edges nor a matrix; if it is SONATA's file of nodes, give it with --nodes, and the file of "
                    + "edges with --from")
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
            file: draft.file, place: { "\(name)/\($0)" }, shape: try group.attribute("shape", as: [Int].self))
        try matrix.requireSquare(entries: try group.dataset("indices").length)
        let nodes = matrix.shape[0]
        draft.remarks.append("\(encoding) \(name); \(request.orientation)")
        try matrix.append(
            starts: group.integers("indptr", as: Int.self, in: 0...(1 << 52)),
            indices: group.integers("indices", as: Int32.self, in: 0...(nodes - 1)),
            values: importedWeights(root, of: name) ?? group.numbers("data"),
            isByColumn: encoding == "csc_matrix", request, to: draft)
    }

    /// Weights that an imported mask has beside its ones, in the order of its connections.
    private static func importedWeights(
        _ root: borrowing HDF5Group, of name: String
    ) throws -> [Double]? {
        guard name == "mask", try root.kind(of: weights) == .dataset else { return nil }
        return try root.numbers(weights)
    }

    private static func wrongWeights(_ values: [Double], _ file: String) -> ConnectomeFileError {
        ConnectomeFileError(
            file, weights, "has \(values.count) numbers, but mask has another number of ones; import it again"
        )
    }

    private static func readDense(
        _ dataset: borrowing HDF5Dataset, _ name: String, of root: borrowing HDF5Group,
        _ request: ConnectomeRequest, into draft: ConnectomeDraft
    ) throws {
        let matrix = CompressedMatrix(file: draft.file, place: { "\(name)/\($0)" }, shape: dataset.shape)
        try matrix.requireSquare(entries: 0)
        let nodes = matrix.shape[0]
        draft.numbered = (nodes, 0)
        draft.remarks.append("dense matrix \(name); \(request.orientation)")
        let weights = try importedWeights(root, of: name)
        var connections = 0
        try dataset.forEachConvertedPiece { first, numbers in
            for offset in numbers.indices where numbers[offset] != 0 {
                let place = first + offset
                guard numbers[offset].isFinite else {
                    throw dataset.failure(
                        "holds \(numbers[offset]) in row \(place / nodes), column \(place % nodes), but finite numbers were expected"
                    )
                }
                if let weights, connections >= weights.count { throw wrongWeights(weights, draft.file) }
                request.append(
                    row: place / nodes, column: place % nodes,
                    weight: weights?[connections] ?? numbers[offset], to: draft)
                connections += 1
            }
        }
        if let weights, weights.count != connections { throw wrongWeights(weights, draft.file) }
    }
}
