import Foundation
import HDF5
import Model

/// Reads files in which people have connectomes. What they hold says what they are, not their names.
package enum ConnectomeImport {
    /// Reads a connectome.
    ///
    /// - Parameters:
    ///   - source: what to call the file in titles.
    ///   - format: is told what the file was found to be.
    /// - Throws: `ConnectomeFileError` that names file and line, member or dataset.
    package static func read(
        _ file: String, _ request: ConnectomeRequest, source: String,
        format tell: (ConnectomeFormat) -> Void = { _ in }
    ) throws -> Connectome {
        do {
            return try readAny(file, request, source, tell)
        } catch let error as HDF5Error {
            let object = error.object.drop { $0 == "/" }
            let reason = error.frames.last.map { " (\($0.description))" } ?? ""
            throw ConnectomeFileError(error.file, String(object), "\(error.problem)\(reason)")
        }
    }

    private static func readAny(
        _ file: String, _ request: ConnectomeRequest, _ source: String, _ tell: (ConnectomeFormat) -> Void
    ) throws -> Connectome {
        let format = try format(of: file)
        try request.require(fitting: format, file)
        tell(format)
        let draft = ConnectomeDraft(file)
        var request = request
        switch format {
        case .edgeList: try EdgeList.read(request, into: draft)
        case .matrixMarket: try MatrixMarket.read(request, into: draft)
        case .scipy: try SciPyMatrix.read(request, into: draft)
        case .hdf5Matrix: try HDF5Matrix.read(request, into: draft)
        case .sonata: try SonataEdges.read(&request, into: draft)
        }
        return try ConnectomeAssembly.assemble(draft, request, source: source)
    }

    /// What a file is.
    private static func format(of file: String) throws -> ConnectomeFormat {
        if HDF5File.isHDF5(at: file) == true {
            return try HDF5File.open(at: file).root.kind(of: "edges") == .group ? .sonata : .hdf5Matrix
        }
        let start = try beginning(of: file)
        if start.starts(with: Array("PK".utf8)) { return .scipy }
        if start.starts(with: Array("%%MatrixMarket".utf8)) { return .matrixMarket }
        if start.starts(with: NotText.hdf5) {
            throw ConnectomeFileError(file, "", "is an HDF5 file packed by gzip, or damaged; unpack it first")
        }
        if let words = NotText.objection(to: start) { throw ConnectomeFileError(file, "", words) }
        guard !start.contains(0) else {
            throw ConnectomeFileError(
                file, "",
                "is none of the files that are read: an edge list as text (CSV, TSV), Matrix Market, scipy's .npz, a matrix in HDF5, "
                    + "SONATA; write it as one of these")
        }
        return .edgeList
    }

    private static func beginning(of file: String) throws -> [UInt8] {
        let stream = try ByteStream(file)
        var bytes = [UInt8](repeating: 0, count: 256)
        var filled = 0
        while filled < bytes.count {
            let count = try bytes.withUnsafeMutableBytes {
                try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
            }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }
}

extension ConnectomeRequest {
    /// Adds an entry of a matrix to a draft, of which rows and columns are numbers of nodes.
    @inline(__always)
    func append(row: Int, column: Int, weight: Double, to draft: ConnectomeDraft) {
        let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
        draft.rows.append(
            pre: rowsArePresynaptic ? row : column, post: rowsArePresynaptic ? column : row, weight: weight)
    }

    /// How rows of a matrix are taken.
    var orientation: String { "rows are \(rowsArePresynaptic ? "presynaptic" : "postsynaptic") nodes" }
}

extension ConnectomeDraft {
    /// How many nodes a file may claim: any number up to 16 million, more only where there are entries enough.
    static func allows(nodes: Int, entries: Int) -> Bool {
        nodes <= 1 << 24 || nodes <= Int(Int32.max) && nodes / 16 <= entries
    }
}
