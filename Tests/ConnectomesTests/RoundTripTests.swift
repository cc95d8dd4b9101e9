@testable import Connectomes
import Foundation
import Formats
import Model
import Testing

/// What is exported and imported again is the same; so is what is written into a mask and read again.
@Suite struct RoundTripTests {
    private static let weights = [0.1, -0.0, 1e-300, Double(Float(0.3)), 12_345_678_901_234_568, 1.0 / 3, 7]

    private static let sparse = Connectome(
        mask: ConnectivityMask(
            hiddenNodes: 5,
            connections: .rows(rowStarts: [0, 2, 2, 4, 5, 7], columns: [0, 3, 1, 4, 2, 0, 4]),
            density: 7.0 / 25, wiring: Wiring(rule: "imported", source: "a file"), seed: nil),
        weights: weights, names: ["a,\"b\"", "<&>", "µm", "# x", "z\ty"], groups: ["1", "", "x,y", "ß", "#"],
        signs: [1, -1, 0, 1, -1])

    private static let full = Connectome(
        mask: ConnectivityMask(
            hiddenNodes: 2, connections: .all, density: 1, wiring: Wiring(rule: "imported", source: "a file"),
            seed: nil),
        weights: [1, 2, 3, 4.5])

    static let files = ["x.csv", "x.tsv", "x.csv.gz", "x.tsv.gz", "x.mtx", "x.mtx.gz", "x.npz", "x.h5"]

    /// Writes a connectome as its file's name says, and a table of its nodes; reads both.
    private func again(_ connectome: Connectome, _ name: String, rowsArePresynaptic: Bool = false) throws
        -> Connectome
    {
        let scratch = try Scratch()
        let (path, table) = ("\(scratch.path)/\(name)", "\(scratch.path)/nodes.csv")
        var isPacked = false
        let format = try #require(ConnectomeExport.Format(ofFile: name, isPacked: &isPacked))
        let export = ConnectomeExport(connectome, rowsArePresynaptic: rowsArePresynaptic)
        try export.write(format, isPacked: isPacked, to: path)
        let isPackedIndeed = try Data(contentsOf: URL(fileURLWithPath: path)).starts(with: [0x1F, 0x8B])
        #expect(isPackedIndeed == isPacked)
        try export.writeNodes(to: table, separator: ",", isPacked: false)
        return try imported(path) { request in
            request.keepsZeros = true
            request.rowsArePresynaptic = rowsArePresynaptic
            switch format {
            case .csv, .tsv:
                request.nodes = table
                if connectome.groups != nil { (request.nodeGroup, request.nodeSign) = ("group", "sign") }
            case .sonata:
                request.weight = "syn_weight"
                if connectome.names != nil {
                    (request.nodeName, request.nodeGroup, request.nodeSign) = ("name", "group", "sign")
                }
            case .matrixMarket, .scipy, .graphML: break
            }
        }
    }

    @Test(arguments: files)
    func roundTripsAreEqual(name: String) throws {
        let back = try again(Self.sparse, name)
        #expect(back.mask.connections == Self.sparse.mask.connections)
        #expect(back.weights?.map(\.bitPattern) == Self.weights.map(\.bitPattern))
        if name.contains("mtx") || name.contains("npz") {
            return #expect(back.names == nil && back.signs == nil)
        }
        #expect(
            back.names == Self.sparse.names && back.groups == Self.sparse.groups
                && back.signs == Self.sparse.signs)
    }

    @Test(arguments: ["x.mtx", "x.npz"])
    func matricesMayHaveRowsOfPresynapticNodes(name: String) throws {
        let back = try again(Self.sparse, name, rowsArePresynaptic: true)
        #expect(back.mask.connections == Self.sparse.mask.connections && back.weights == Self.weights)
    }

    @Test(arguments: files)
    func fullMasksComeBackFull(name: String) throws {
        let back = try again(Self.full, name)
        #expect(back.mask.connections == .all && back.weights == Self.full.weights)
    }

    @Test func masksHoldWhatWasImported() throws {
        let scratch = try Scratch()
        var connectome = Self.sparse
        connectome.findings = .init(counts: [("rows", 7), ("nodes", 5)], remarks: ["as it was"])
        let path = scratch.path + "/mask.h5"
        try connectome.write(to: path, sourceDigest: String(repeating: "a", count: 64))
        let back = try Connectome(readingFrom: path)
        connectome.findings = .init()
        #expect(back == connectome)
        #expect(try ConnectivityMask(readingFrom: path) == connectome.mask)
        // It is a file of HDF5 with a matrix, like others.
        let again = try imported(path)
        #expect(again.words.count == 6 && again.weights == Self.weights.filter { $0 != 0 })
    }

    /// From a table of rows and one of nodes into a mask, and that into another one; also where all nodes are connected.
    @Test(arguments: ["a,b,2,e\nb,c,0.5,i\na,b,1,e\n", "a,a,1,e\na,b,2,e\nb,a,3,i\nb,b,4,i\n"])
    func masksThatAreImportedAgainAreEqual(rows: String) throws {
        let scratch = try Scratch()
        let file = try scratch.write("pre,post,weight,nt\n" + rows)
        let table = try scratch.write(
            "id,class,nt\nb,motor,e\na,,i\n" + (rows.contains("c") ? "c,x,\n" : ""), "n.csv")
        let path = scratch.path + "/mask.h5"
        var made = try imported(file) {
            ($0.nodes, $0.nodeGroup, $0.nodeSign) = (table, "class", "nt")
        }
        try made.write(to: path, sourceDigest: String(repeating: "a", count: 64))
        var again = try imported(path)
        (made.findings, again.findings) = (.init(), .init())
        #expect(again == made)
        #expect(made.signs?.prefix(2) == [1, -1] && made.groups?.prefix(2) == ["motor", ""])
        // A table says which nodes, and what it says of them comes first.
        let few = try scratch.write("id,class\na,y\nb,z\n", "few.csv")
        let chosen = try imported(path) { ($0.nodes, $0.nodeGroup) = (few, "class") }
        #expect(chosen.names == ["a", "b"] && chosen.groups == ["y", "z"] && chosen.signs == [-1, 1])
    }

    /// What a rule that draws groups says of them.
    @Test func groupsAndSignsOfBlocksAreKept() throws {
        let scratch = try Scratch()
        var drawn = Connectome(
            mask: ConnectivityMask(
                hiddenNodes: 3, connections: .rows(rowStarts: [0, 1, 2, 3], columns: [1, 2, 0]),
                density: 1.0 / 3, rule: "blocks", seed: 0),
            groups: ["1", "1", "2"], signs: [1, 1, -1])
        try drawn.write(to: scratch.path + "/mask.h5")
        let again = try imported(scratch.path + "/mask.h5")
        #expect(again.groups == drawn.groups && again.signs == drawn.signs && again.names == nil)
        drawn.signs?[1] = 3
        try drawn.write(to: scratch.path + "/wrong.h5")
        #expect(refusal(scratch.path + "/wrong.h5").contains("nodes/sign: holds 3 at place 1"))
    }

    /// Files may come from anyone.
    @Test func wrongPartsOfImportedMasksAreNamed() throws {
        let scratch = try Scratch()
        var wrong = [Connectome](repeating: Self.sparse, count: 5)
        wrong[0].names?[0] = "<&>"
        wrong[1].signs?[2] = 2
        wrong[2].weights?[6] = .nan
        wrong[3].names?.removeLast()
        wrong[4].weights?.removeLast()
        let words = [
            "nodes/name: holds “<&>” twice", "nodes/sign: holds 2 at place 2",
            "connection_weights: holds nan at place 6",
            "nodes/name", "connection_weights",
        ]
        for (index, connectome) in wrong.enumerated() {
            let path = scratch.path + "/\(index).h5"
            try connectome.write(to: path, sourceDigest: "")
            let said = #expect(throws: (any Error).self) { try Connectome(readingFrom: path) }
            #expect("\(said.map { "\($0)" } ?? "")".contains(words[index]), "\(said.map { "\($0)" } ?? "")")
            // Signs are the mask's own; nothing else of these hinders a training.
            guard index != 1 else { continue }
            #expect(try ConnectivityMask(readingFrom: path) == Self.sparse.mask)
        }
    }

    @Test func graphMLNamesNodesAndEscapesThem() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/x.graphml"
        var odd = Self.sparse
        odd.names?[4] = "z\u{1}y"
        #expect(throws: ConnectomeFileError.self) {
            try ConnectomeExport(odd).write(.graphML, isPacked: false, to: path)
        }
        odd.names?[4] = "z\ty"
        try ConnectomeExport(odd).write(.graphML, isPacked: false, to: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            text.contains(
                #"<edge source="&lt;&amp;&gt;" target="µm"><data key="weight">1e-300</data></edge>"#),
            "\(text)")
        #expect(text.contains(#"<node id="z&#9;y">"#), "\(text)")
        #expect(refusal(path).contains("GraphML"))
    }

    @Test(arguments: ["x.csv", "x.tsv"])
    func namesMayHaveSpaces(name: String) throws {
        var spaced = Self.full
        spaced.names = ["x 1", "x 2"]
        let back = try again(spaced, name)
        #expect(back.names == spaced.names && back.weights == spaced.weights)
    }

    @Test func namesWithLineBreaksFitIntoNoTable() throws {
        let scratch = try Scratch()
        var odd = Self.full
        odd.names = ["a\nb", "c"]
        #expect(throws: ConnectomeFileError.self) {
            try ConnectomeExport(odd).write(.csv, isPacked: false, to: scratch.path + "/x.csv")
        }
    }
}
