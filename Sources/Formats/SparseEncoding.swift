import HDF5

/// A compressed sparse row matrix in AnnData's encoding `csr_matrix` 0.1.0, as h5py, scipy and anndata read it.
enum SparseEncoding {
    private static let type = "csr_matrix"
    private static let version = "0.1.0"

    /// Writes `name` with the values that `writeValues` adds as `data`.
    static func write(
        _ mask: ConnectivityMask, rowStarts: [Int], columns: [Int32], to name: String,
        in parent: borrowing HDF5Group, writeValues: (borrowing HDF5Group) throws -> Void
    ) throws {
        let group = try parent.createGroup(name)
        try group.setAttribute("encoding-type", to: type)
        try group.setAttribute("encoding-version", to: version)
        try group.setAttribute("shape", to: [mask.hiddenNodes, mask.hiddenNodes])
        try group.setAttribute("axes", to: "post, pre")
        try writeValues(group)
        if columns.count <= Int(Int32.max) {
            try group.writeArray(columns, to: "indices", units: "node", axes: ["connection"])
            try group.writeArray(
                rowStarts.map { Int32($0) }, to: "indptr", units: "connection", axes: ["post"])
        } else {
            try group.writeArray(
                columns.map { Int64($0) }, to: "indices", units: "node", axes: ["connection"])
            try group.writeArray(
                rowStarts.map { Int64($0) }, to: "indptr", units: "connection", axes: ["post"])
        }
    }

    /// Reads the pattern of `name` and checks that it is a square csr matrix in order.
    static func readPattern(
        _ name: String, in parent: borrowing HDF5Group, path: String
    ) throws -> (hiddenNodes: Int, rowStarts: [Int], columns: [Int32]) {
        let group = try parent.group(name)
        let encoding = try group.attribute("encoding-type", as: String.self)
        guard encoding == type else {
            throw FormatError(path, name, "has encoding-type “\(encoding)”, but “\(type)” was expected")
        }
        let shape = try group.attribute("shape", as: [Int].self)
        guard shape.count == 2, shape[0] == shape[1], shape[0] > 0, shape[0] <= Int(Int32.max) else {
            throw FormatError(path, "\(name), attribute shape", "is \(shape), but [N, N] was expected")
        }
        let nodes = shape[0]
        let isWide = try group.dataset("indptr").typeName == "int64"
        let rowStarts =
            isWide
            ? try group.read("indptr", as: Int64.self, shape: [nodes + 1]).map { Int($0) }
            : try group.read("indptr", as: Int32.self, shape: [nodes + 1]).map { Int($0) }
        let columns =
            isWide
            ? try group.read("indices", as: Int64.self, shape: [nil]).map { Int32(clamping: $0) }
            : try group.read("indices", as: Int32.self, shape: [nil])
        try check(nodes, rowStarts, columns, path: path, name: name)
        return (nodes, rowStarts, columns)
    }

    private static func check(
        _ nodes: Int, _ rowStarts: [Int], _ columns: [Int32], path: String, name: String
    ) throws {
        guard rowStarts.first == 0, rowStarts.last == columns.count else {
            throw FormatError(
                path, "\(name)/indptr",
                "must begin with 0 and end with the number of indices, \(columns.count)")
        }
        // All before any is used: between 0 and the end, rows that increase lie within the indices.
        for row in 0..<nodes where rowStarts[row] > rowStarts[row + 1] {
            throw FormatError(path, "\(name)/indptr", "decreases after row \(row)")
        }
        for row in 0..<nodes {
            var previous: Int32 = -1
            for column in columns[rowStarts[row]..<rowStarts[row + 1]] {
                guard column > previous, column < Int32(nodes) else {
                    throw FormatError(
                        path, "\(name)/indices",
                        "row \(row) holds \(column) after \(previous); increasing numbers below \(nodes) were expected"
                    )
                }
                previous = column
            }
        }
    }
}
