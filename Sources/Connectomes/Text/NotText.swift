/// Files of other programs, which cannot be read as a table.
enum NotText {
    /// What an HDF5 file begins with.
    static let hdf5: [UInt8] = [0x89, 0x48, 0x44, 0x46]

    private static let utf16 =
        "is text in UTF-16, but UTF-8 was expected; save it as UTF-8 (in Excel, “CSV UTF-8”), or use iconv -f UTF-16 -t UTF-8"

    /// Why a file that begins with these bytes is not text in UTF-8, and what to do; nil where nothing speaks against it.
    static func objection(to start: some Collection<UInt8>) -> String? {
        // UTF-16 need not begin with its mark. Then every second byte of Latin letters is 0.
        let zeros = start.prefix(4).map { $0 == 0 }
        if zeros == [false, true, false, true] || zeros == [true, false, true, false] { return utf16 }
        return foreign.first { start.starts(with: $0.mark) }?.words
    }

    /// Files of others, which begin with these bytes.
    private static let foreign: [(mark: [UInt8], words: String)] = [
        (
            Array("PAR1".utf8),
            "is a Parquet file, which is not read; in pandas, read_parquet(…).to_csv(…) makes a table of it"
        ),
        (
            Array("ARROW1".utf8),
            "is a Feather file, which is not read; in pandas, read_feather(…).to_csv(…) makes a table of it"
        ),
        (
            Array("FEA1".utf8),
            "is a Feather file, which is not read; in pandas, read_feather(…).to_csv(…) makes a table of it"
        ),
        (hdf5, "is an HDF5 file, but a table as text was expected; write it as CSV or TSV"),
        (
            [0x93, 0x4E, 0x55, 0x4D],
            "is a NumPy array by itself; in scipy, save_npz(…, csr_array(…)) makes a sparse matrix of it"
        ),
        (
            Array("<?xml".utf8),
            "is XML (such as GraphML), which is written but not read; in networkx, to_pandas_edgelist(…).to_csv(…, index=False) makes a table of it"
        ),
        ([0xFF, 0xFE], utf16), ([0xFE, 0xFF], utf16),
        (Array("BZh".utf8), "is packed by bzip2; unpack it, or pack it by gzip"),
        ([0x28, 0xB5, 0x2F, 0xFD], "is packed by zstd; unpack it, or pack it by gzip"),
        ([0xFD, 0x37, 0x7A, 0x58], "is packed by xz; unpack it, or pack it by gzip"),
    ]
}
