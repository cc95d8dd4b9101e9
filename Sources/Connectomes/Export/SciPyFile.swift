import CZlib
import Foundation

extension ConnectomeExport {
    /// A csr matrix as `scipy.sparse.save_npz(…, compressed=False)` writes it.
    func writeSciPy(_ path: String) throws {
        let (starts, columns, values) = compressed()
        let zip = try ZipWriter(path)
        let fitsShort = columns.count <= Int(Int32.max)
        try zip.add("indices.npy", Self.array("<i4", [columns.count], columns))
        try zip.add(
            "indptr.npy",
            fitsShort
                ? Self.array("<i4", [starts.count], starts.map { Int32($0) })
                : Self.array("<i8", [starts.count], starts.map { Int64($0) }))
        try zip.add("format.npy", Self.array("|S3", [], Array("csr".utf8)))
        try zip.add("shape.npy", Self.array("<i8", [2], [Int64(mask.hiddenNodes), Int64(mask.hiddenNodes)]))
        if let values {
            try zip.add("data.npy", Self.array("<f8", [values.count], values))
        } else {
            try zip.add(
                "data.npy", Self.array("<i4", [columns.count], [Int32](repeating: 1, count: columns.count)))
        }
        try zip.close()
    }

    /// The matrix in compressed rows, as it is or transposed.
    private func compressed() -> (starts: [Int], columns: [Int32], values: [Double]?) {
        let nodes = mask.hiddenNodes
        var (starts, columns) = (
            [Int](repeating: 0, count: nodes + 1), [Int32](repeating: 0, count: mask.count)
        )
        var values = weights
        forEachConnection { post, pre, _ in starts[(rowsArePresynaptic ? pre : post) + 1] += 1 }
        for row in 0..<nodes { starts[row + 1] += starts[row] }
        var next = starts
        forEachConnection { post, pre, place in
            let (row, column) = rowsArePresynaptic ? (pre, post) : (post, pre)
            columns[next[row]] = Int32(truncatingIfNeeded: column)
            if let weights { values?[next[row]] = weights[place] }
            next[row] += 1
        }
        return (starts, columns, values)
    }

    /// The bytes of an .npy file of version 1; elements are little-endian, as this machine's are.
    private static func array<Element: BitwiseCopyable>(
        _ type: String, _ shape: [Int], _ elements: [Element]
    ) -> [[UInt8]] {
        let extents = shape.map { "\($0)," }.joined(separator: " ")
        let tuple = shape.count > 1 ? String(extents.dropLast()) : extents
        var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(tuple)), }"
        // As NumPy does: elements begin at a multiple of 64 bytes.
        header += String(repeating: " ", count: (64 - (10 + header.utf8.count + 1) % 64) % 64) + "\n"
        let length = header.utf8.count
        let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
        return [start + Array(header.utf8), elements.withUnsafeBytes { Array($0) }]
    }
}

/// A zip archive whose members are not packed; of 1 January 1980, so that its bytes follow from theirs.
private final class ZipWriter {
    private let path: String
    private var file: UnsafeMutablePointer<FILE>?
    private var place = 0
    private var directory: [UInt8] = []
    private var members = 0

    init(_ path: String) throws {
        self.path = path
        file = fopen(path, "wb")
        guard file != nil else { throw failure }
    }

    deinit { if let file { fclose(file) } }

    /// Adds a member that consists of some pieces.
    func add(_ name: String, _ pieces: [[UInt8]]) throws {
        let size = pieces.reduce(0) { $0 + $1.count }
        guard size < 1 << 32, place + size < 1 << 32 else {
            throw ConnectomeFileError(
                path, "", "would have more than 4 GiB, for which .npz is not written; export SONATA (.h5)")
        }
        var sum = crc32(0, nil, 0)
        for piece in pieces {
            for start in stride(from: 0, to: piece.count, by: 1 << 30) {
                piece[start..<min(start + 1 << 30, piece.count)].withUnsafeBufferPointer {
                    sum = crc32(sum, $0.baseAddress, UInt32($0.count))
                }
            }
        }
        // Needed version, flags, method, time, date, sum, sizes, lengths of name and of more.
        let facts =
            Self.short(20) + Self.short(0) + Self.short(0) + Self.short(0) + Self.short(0x21)
            + Self.long(Int(sum))
            + Self.long(size) + Self.long(size) + Self.short(name.utf8.count) + Self.short(0)
        directory +=
            Self.long(0x0201_4B50) + Self.short(0x0314) + facts + Self.short(0) + Self.short(0)
            + Self.short(0)
        directory += Self.long(0o644 << 16) + Self.long(place) + Array(name.utf8)
        try write(Self.long(0x0403_4B50) + facts + Array(name.utf8))
        for piece in pieces { try write(piece) }
        members += 1
    }

    func close() throws {
        let start = place
        try write(directory)
        try write(
            Self.long(0x0605_4B50) + Self.short(0) + Self.short(0) + Self.short(members) + Self.short(members)
                + Self.long(directory.count) + Self.long(start) + Self.short(0))
        let file = self.file
        self.file = nil
        guard let file, fclose(file) == 0 else { throw failure }
    }

    private func write(_ bytes: [UInt8]) throws {
        guard let file, fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw failure }
        place += bytes.count
    }

    private static func short(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
    private static func long(_ value: Int) -> [UInt8] { short(value & 0xFFFF) + short(value >> 16 & 0xFFFF) }

    private var failure: ConnectomeFileError {
        ConnectomeFileError(
            path, "", "cannot be written: \(String(cString: strerror(errno))); check folder and disk")
    }
}
