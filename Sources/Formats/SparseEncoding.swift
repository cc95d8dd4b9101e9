import HDF5
import Model

/// A compressed sparse row matrix in AnnData's encoding `csr_matrix` 0.1.0, as h5py, scipy and anndata read it.
enum SparseEncoding {
    private static let type = "csr_matrix"
    private static let version = "0.1.0"
    /// Row, then column; `pre, post` would be the transposed matrix.
    private static let axes = "post, pre"

    /// Writes `name` with the values that `writeValues` adds as `data`.
    static func write(
        _ mask: ConnectivityMask, rowStarts: [Int], columns: [Int32], to name: String,
        in parent: borrowing HDF5Group, writeValues: (borrowing HDF5Group) throws -> Void
    ) throws {
        let group = try parent.createGroup(name)
        try group.setAttribute("encoding-type", to: type)
        try group.setAttribute("encoding-version", to: version)
        try group.setAttribute("shape", to: [mask.hiddenNodes, mask.hiddenNodes])
        try group.setAttribute("axes", to: axes)
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

    /// Throws where the group `name` says that it is something else than a csr matrix of `nodes` rows and columns.
    private static func requireHeader(_ group: borrowing HDF5Group, nodes: Int) throws {
        let encoding = try group.attribute("encoding-type", as: String.self)
        guard encoding == type else {
            throw group.wrong(
                "encoding-type",
                "is “\(encoding)”, but “\(type)” was expected; in scipy, tocsr() makes it one")
        }
        try group.require("encoding-version", ifThere: version)
        try group.require("axes", ifThere: axes)
        let shape = try group.attribute("shape", as: [Int].self)
        guard shape == [nodes, nodes] else {
            throw group.wrong(
                "shape", "is \(shape), but [\(nodes), \(nodes)] was expected, as attribute hidden_nodes says")
        }
    }

    /// Says that a dataset is a dense matrix in AnnData's encoding `array` 0.2.0.
    static func markArray(_ dataset: borrowing HDF5Dataset, units: String) throws(HDF5Error) {
        try dataset.setAttribute("encoding-type", to: "array")
        try dataset.setAttribute("encoding-version", to: "0.2.0")
        try dataset.setAttribute("units", to: units)
        try dataset.setAttribute("axes", to: axes)
    }

    /// Throws where a dataset says that it is something else than a dense matrix in AnnData's encoding of `nodes` rows and
    /// columns; it may say nothing.
    static func requireArray(_ dataset: borrowing HDF5Dataset, nodes: Int, units: String) throws {
        try dataset.require("encoding-type", ifThere: "array")
        try dataset.require("encoding-version", ifThere: "0.2.0")
        try dataset.require("units", ifThere: units)
        try dataset.require("axes", ifThere: axes)
        guard dataset.shape == [nodes, nodes] else {
            throw dataset.wrong(
                "has shape \(dataset.shape), but [\(nodes), \(nodes)] was expected, as attribute hidden_nodes says"
            )
        }
    }

    /// Reads the pattern of `name` and checks that it is a square csr matrix in order.
    static func readPattern(
        _ name: String, in parent: borrowing HDF5Group, nodes: Int
    ) throws -> SparsePattern {
        let group = try parent.group(name)
        try requireHeader(group, nodes: nodes)
        let rowStarts = try readRowStarts(group, nodes: nodes)
        let columns = try readColumns(group)
        try check(nodes, rowStarts, columns, group)
        return SparsePattern(nodes: nodes, rowStarts: rowStarts, columns: columns)
    }

    private static func readRowStarts(_ group: borrowing HDF5Group, nodes: Int) throws -> [Int] {
        let dataset = try group.dataset("indptr")
        try dataset.require(units: "connection", axes: ["post"])
        return dataset.typeName == "int64"
            ? try dataset.readBacked(as: Int64.self, shape: [nodes + 1]).map { Int($0) }
            : try dataset.readBacked(as: Int32.self, shape: [nodes + 1]).map { Int($0) }
    }

    private static func readColumns(_ group: borrowing HDF5Group) throws -> [Int32] {
        let dataset = try group.dataset("indices")
        try dataset.require(units: "node", axes: ["connection"])
        guard dataset.typeName == "int64", dataset.shape.count == 1 else {
            return try dataset.readBacked(as: Int32.self, shape: [nil])
        }
        // A piece at a time: as int64 all would take twice the memory of what they become.
        var columns: [Int32] = []
        try dataset.forEachConvertedPiece { first, numbers in
            if first == 0 { columns.reserveCapacity(dataset.shape[0]) }
            for offset in numbers.indices {
                guard let column = Int32(exactly: numbers[offset]) else {
                    throw dataset.wrong(
                        "holds \(numbers[offset]) at place \(first + offset), which is the index of no node")
                }
                columns.append(column)
            }
        }
        return columns
    }

    private static func check(
        _ nodes: Int, _ rowStarts: [Int], _ columns: [Int32], _ group: borrowing HDF5Group
    ) throws {
        guard rowStarts.first == 0, rowStarts.last == columns.count else {
            throw try group.dataset("indptr").wrong(
                "must begin with 0 and end with the number of indices, \(columns.count)")
        }
        // All before any is used: between 0 and the end, rows that increase lie within the indices.
        for row in 0..<nodes where rowStarts[row] > rowStarts[row + 1] {
            throw try group.dataset("indptr").wrong("decreases after row \(row)")
        }
        for row in 0..<nodes {
            var previous: Int32 = -1
            for column in columns[rowStarts[row]..<rowStarts[row + 1]] {
                guard column > previous, column < Int32(nodes) else {
                    throw try group.dataset("indices").wrong(
                        "row \(row) holds \(column) after \(previous); increasing numbers below \(nodes) were "
                            + "expected; in scipy, sum_duplicates() puts them in order")
                }
                previous = column
            }
        }
    }
}
