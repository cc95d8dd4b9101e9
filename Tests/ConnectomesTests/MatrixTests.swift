@testable import Connectomes
import Foundation
import HDF5
import Model
import Testing

/// Matrices: Matrix Market, scipy's .npz, AnnData's encoding in HDF5.
@Suite struct MatrixTests {
    @Test func entriesOfMatrixMarketLeadFromColumnToRow() throws {
        let scratch = try Scratch()
        let file = try scratch.write(
            "%%MatrixMarket matrix coordinate real general\n% a comment\n\n3 3 4\n1 2 0.5\n3 1 -2\n1 2 1e0\n2 2 0\n",
            "m.mtx")
        let connectome = try imported(file)
        #expect(connectome.words == ["1 → 0 1.5", "0 → 2 -2.0"])
        #expect(connectome.names == nil && connectome.findings["isolated_nodes"] == 0)
        #expect(connectome.findings["repeated_rows"] == 1 && connectome.findings["pairs_of_weight_zero"] == 1)
        #expect(try imported(file) { $0.rowsArePresynaptic = true }.words == ["2 → 0 -2.0", "0 → 1 1.5"])
        #expect(
            try imported(file) { $0.keepsZeros = true }.words == ["1 → 0 1.5", "1 → 1 0.0", "0 → 2 -2.0"])
    }

    @Test(arguments: [
        ("coordinate pattern symmetric\n3 3 2\n2 1\n3 3", ["1 → 0 1.0", "0 → 1 1.0", "2 → 2 1.0"]),
        ("coordinate integer skew-symmetric\n2 2 1\n2 1 7", ["1 → 0 -7.0", "0 → 1 7.0"]),
        ("array real general\n2 2\n0\n3\n4\n0", ["1 → 0 4.0", "0 → 1 3.0"]),
        ("array integer symmetric\n2 2\n1\n2\n3", ["0 → 0 1.0", "1 → 0 2.0", "0 → 1 2.0", "1 → 1 3.0"]),
        ("COORDINATE Pattern general\n1 1 1\n1 1", ["0 → 0 1.0"]),
    ])
    func symmetryAndArraysAreRead(text: String, words: [String]) throws {
        let file = try Scratch.keep.write("%%MatrixMarket matrix \(text)\n", UUID().uuidString + ".mtx")
        let connectome = try imported(file)
        #expect(connectome.words == words)
        // Where all are connected, the mask is the full one.
        #expect((connectome.mask.connections == .all) == (connectome.mask.density == 1))
    }

    static let wrongMarkets: [(String, String)] = [
        (
            "coordinate complex general\n1 1 1\n1 1 1 1",
            "line 1: is “%%matrixmarket matrix coordinate complex general”"
        ),
        ("coordinate real general\n2 3 1\n1 1 1", "line 2: says 2 rows and 3 columns"),
        ("coordinate real general\n2 2 2\n1 1 1", "line 3: is the last, after 1 of 2 entries"),
        ("coordinate real general\n2 2 1\n1 1 1\n1 2 1", "line 4: is one more"),
        ("coordinate real general\n2 2 1\n0 1 1", "line 3: is not an entry: row and column of 1 to 2"),
        ("coordinate real general\n2 2 1\n1 1 inf", "line 3: has “inf”"),
        ("coordinate real general\n2 2 1\n1 1", "line 3: is not an entry"),
        ("coordinate real symmetric\n2 2 1\n1 2 1", "line 3: is above the diagonal"),
        ("coordinate pattern general\n2000000000 2000000000 1\n1 1", "line 2: says 2000000000 nodes"),
        ("coordinate real general\n2 99999999999999999999 1\n1 1 1", "line 2: does not say numbers"),
        ("coordinate", "line 1: is"),
    ]

    @Test(arguments: wrongMarkets)
    func whatIsWrongWithAMatrixMarketIsNamedByLine(text: String, words: String) throws {
        let file = try Scratch.keep.write("%%MatrixMarket matrix \(text)\n", UUID().uuidString + ".mtx")
        let said = refusal(file)
        #expect(said.hasPrefix(file) && said.contains(words), "\(said)")
    }

    @Test func optionsOfOtherFormatsAreRefused() throws {
        let file = try Scratch.keep.write(
            "%%MatrixMarket matrix coordinate pattern general\n1 1 1\n1 1\n", "o.mtx")
        #expect(
            refusal(file) { $0.pre = "a" }.contains("is read as Matrix Market, for which --pre means nothing")
        )
        let edges = try Scratch.keep.write("pre,post\na,b\n", "o.csv")
        #expect(refusal(edges) { $0.rowsArePresynaptic = true }.contains("--rows means nothing"))
        #expect(refusal(edges) { $0.inhibitory = ["x"] }.contains("give --sign or --node-sign"))
        #expect(refusal(edges) { $0.nodeGroup = "x" }.contains("give it with --nodes"))
    }

    /// Made by fixtures/make_matrices.py.
    @Test(arguments: [
        (
            "images",
            ": is not a sparse matrix, which says its format as text, but has the arrays data, labels; csr, csc and coo are read; in "
                + "scipy, save_npz(…, csr_array(matrix)) makes one"
        ),
        (
            "format",
            ": is not a sparse matrix, which says its format as text, but has the arrays format, data"
        ),
        (
            "dia",
            ", member format.npy: is “dia”; csr, csc and coo are read; in scipy, save_npz(…, load_npz(…).tocsr()) makes it one"
        ),
        (
            "bsr",
            ", member format.npy: is “bsr”; csr, csc and coo are read; in scipy, save_npz(…, load_npz(…).tocsr())"
        ),
        ("complex", "found descr '<c16'; convert the array with astype"),
        ("cube", ", member shape.npy: is [2, 2, 2], but as many rows as columns were expected"),
    ])
    func arraysThatAreNoMatrixAreToldHowToBecomeOne(name: String, words: String) {
        let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/fixtures"
        let said = refusal("\(fixtures)/\(name).npz")
        #expect(said.hasPrefix("\(fixtures)/\(name).npz") && said.contains(words), "\(said)")
    }

    /// With one file of no bytes, `a.txt`.
    @Test func aZipWithoutArraysIsSaidToHaveNone() throws {
        let name = Data("a.txt".utf8)
        let header = Data([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x58]) + Data(count: 12) + Data([5, 0])
        var zip = Data("PK\u{3}\u{4}".utf8) + header + Data(count: 2) + name
        let start = UInt8(zip.count)
        zip += Data("PK\u{1}\u{2}".utf8) + Data([20, 0]) + header + Data(count: 16) + name
        let size = UInt8(zip.count) - start
        zip += Data("PK\u{5}\u{6}".utf8) + Data([0, 0, 0, 0, 1, 0, 1, 0])
        zip += Data([size, 0, 0, 0, start, 0, 0, 0, 0, 0])
        let said = refusal(try Scratch.keep.write(zip, "plain.zip"))
        #expect(
            said.contains("says its format as text, and has no arrays; csr, csc and coo are read"), "\(said)")
    }

    // MARK: HDF5

    /// A csr or csc matrix in AnnData's encoding.
    private func write(
        _ path: String, to group: String, encoding: String = "csr_matrix", starts: [Int32], indices: [Int64],
        data: [Double], shape: [Int]
    ) throws {
        let file = try HDF5File.create(at: path)
        var parts = group.split(separator: "/").map(String.init)
        let last = parts.removeLast()
        if let first = parts.first {
            let outer = try file.root.createGroup(first)
            try writeMatrix(outer, last, encoding, starts, indices, data, shape)
            let names = try file.root.createGroup("obs")
            try names.setAttribute("_index", to: "cell")
            try names.write((0..<shape[0]).map { "cell \($0)" }, to: "cell")
        } else {
            try writeMatrix(file.root, last, encoding, starts, indices, data, shape)
        }
        try file.close()
    }

    private func writeMatrix(
        _ parent: borrowing HDF5Group, _ name: String, _ encoding: String, _ starts: [Int32],
        _ indices: [Int64],
        _ data: [Double], _ shape: [Int]
    ) throws {
        let group = try parent.createGroup(name)
        try group.setAttribute("encoding-type", to: encoding)
        try group.setAttribute("shape", to: shape)
        try group.write(starts, to: "indptr")
        try group.write(indices, to: "indices")
        try group.write(data, to: "data")
    }

    @Test func sparseMatricesOfAnnDataAreReadWithTheirNames() throws {
        let scratch = try Scratch()
        let file = scratch.path + "/a.h5ad"
        // Indices of a row need not be in order.
        try write(
            file, to: "obsp/synapses", starts: [0, 2, 2, 3], indices: [2, 0, 1], data: [5, 1.5, 2],
            shape: [3, 3])
        let connectome = try imported(file)
        #expect(connectome.names == ["cell 0", "cell 1", "cell 2"])
        #expect(connectome.words == ["cell 0 → cell 0 1.5", "cell 2 → cell 0 5.0", "cell 1 → cell 2 2.0"])
        let other = scratch.path + "/b.h5"
        try write(
            other, to: "x", encoding: "csc_matrix", starts: [0, 2, 2, 3], indices: [2, 0, 1],
            data: [5, 1.5, 2], shape: [3, 3])
        #expect(try imported(other).words == ["0 → 0 1.5", "2 → 1 2.0", "0 → 2 5.0"])
        #expect(refusal(other) { $0.part = "y" }.contains("y: is not there, as --part has it; there are: x"))
    }

    /// Of a network under Dale's principle, weights say which nodes inhibit.
    @Test func signsOfTrainedNodesAreRead() throws {
        let scratch = try Scratch()
        for (name, nodes, words) in [
            ("right", [0, 1], ""),
            ("few", [1], "inhibitory_nodes: has 1 numbers, but one for each of 2 nodes"),
            ("wrong", [0, 2], "inhibitory_nodes: holds 2 at place 1"),
        ] {
            let path = scratch.path + "/\(name).h5"
            let file = try HDF5File.create(at: path)
            try writeMatrix(
                file.root, "recurrent_weights", "csr_matrix", [0, 1, 2], [1, 0], [-0.5, 2], [2, 2])
            try file.root.write(nodes.map { UInt8($0) }, to: "inhibitory_nodes")
            try file.close()
            guard words.isEmpty else {
                #expect(refusal(path).contains(words))
                continue
            }
            let connectome = try imported(path)
            #expect(connectome.signs == [1, -1] && connectome.words == ["1 → 0 -0.5", "0 → 1 2.0"])
        }
    }

    @Test func wrongSparseMatricesAreNamedByDataset() throws {
        let scratch = try Scratch()
        let cases: [(String, starts: [Int32], indices: [Int64], data: [Double], shape: [Int])] = [
            ("x/shape: is [2, 3]", [0, 1, 1], [0], [1], [2, 3]),
            ("x/indptr: must have 3 numbers", [0, 1], [0], [1], [2, 2]),
            ("x/indptr: decreases after place 1", [0, 2, 1], [0], [1], [2, 2]),
            (
                "x/indices: holds 2 at place 0, but a whole number from 0 to 1", [0, 1, 1], [2], [1],
                [2, 2]
            ),
            ("x/data: has 2 values", [0, 1, 1], [0], [1, 1], [2, 2]),
            ("x/data: holds nan", [0, 1, 1], [0], [.nan], [2, 2]),
            ("x/shape: is [2000000000, 2000000000]", [0], [0], [1], [2_000_000_000, 2_000_000_000]),
            ("has no connection at all", [0, 0, 0], [], [], [2, 2]),
        ]
        for (index, wrong) in cases.enumerated() {
            let file = scratch.path + "/\(index).h5"
            try write(
                file, to: "x", starts: wrong.starts, indices: wrong.indices, data: wrong.data,
                shape: wrong.shape)
            let said = refusal(file)
            #expect(said.hasPrefix(file) && said.contains(wrong.0), "\(said)")
        }
    }
}
