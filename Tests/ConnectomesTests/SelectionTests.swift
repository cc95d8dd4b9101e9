import Connectomes
import Foundation
import Model
import Testing

/// Tables of nodes, thresholds, subsets.
@Suite struct SelectionTests {
    private static let edges = """
        pre,post,weight
        a,b,5
        b,a,4
        b,c,3
        c,c,2
        d,e,9
        e,d,-9
        f,a,1

        """

    @Test func aTableGivesOrderGroupAndSign() throws {
        let scratch = try Scratch()
        let file = try scratch.write(Self.edges)
        let table = try scratch.write(
            "id,class,nt\nb,sensory,GABA\n a ,motor,ACH\nz,inter,ACH\n", "nodes.csv")
        let connectome = try imported(file) {
            ($0.nodes, $0.nodeGroup, $0.nodeSign, $0.inhibitory) = (table, "class", "nt", ["GABA"])
        }
        #expect(connectome.names == ["b", "a", "z"] && connectome.groups == ["sensory", "motor", "inter"])
        #expect(connectome.signs == [-1, 1, 1] && connectome.words == ["a → b 5.0", "b → a 4.0"])
        #expect(connectome.findings["isolated_nodes"] == 1 && connectome.findings["nodes_left_out"] == 4)
        #expect(connectome.findings["rows_of_other_nodes"] == 5)
    }

    @Test func wrongTablesAreNamedByLine() throws {
        let scratch = try Scratch()
        let file = try scratch.write(Self.edges)
        for (text, words) in [
            ("id\na\nb\na\n", "line 4: names the node a again, which line 2 has"),
            ("id,x\na,1\n,2\n", "line 3: names no node"),
            ("id\n", "has a header but no row"), ("id\nq\n", "names none of the nodes of"),
            ("id,x\na\n", "line 2: has 1 field "),
            ("a\nb\n", "line 1: names the node a, but a header was expected"),
        ] {
            let table = try scratch.write(text, "nodes.csv")
            let said = refusal(file) { $0.nodes = table }
            #expect(said.hasPrefix(table) && said.contains(words), "\(said)")
        }
    }

    @Test func thresholdsAndSubsetsAreInTheirOrder() throws {
        let scratch = try Scratch()
        let file = try scratch.write(Self.edges)
        let least = try imported(file) { $0.least = 4 }
        #expect(least.words == ["b → a 4.0", "a → b 5.0", "e → d -9.0", "d → e 9.0"])
        #expect(least.findings["pairs_below_least"] == 3 && least.findings["isolated_nodes"] == 2)
        #expect(
            try imported(file) { ($0.least, $0.dropsIsolated) = (4, true) }.names == ["a", "b", "d", "e"])
        let largest = try imported(file) { $0.takesLargestComponent = true }
        #expect(largest.names == ["a", "b", "c", "f"] && largest.findings["nodes_outside_component"] == 2)
        #expect(largest.findings["self_connections"] == 1 && largest.findings["reciprocal_connections"] == 2)
        let apart = try imported(file) { ($0.keepsSelfConnections, $0.takesLargestComponent) = (false, true) }
        #expect(apart.words == ["b → a 4.0", "f → a 1.0", "a → b 5.0", "b → c 3.0"])
        #expect(apart.findings["self_connections_left_out"] == 1)
        // Of several as large, that of the first node.
        #expect(try imported(file) { ($0.least, $0.takesLargestComponent) = (4, true) }.names == ["a", "b"])
        #expect(refusal(file) { $0.least = 10 }.contains("has no connection left of 7 rows; lower --least"))
        for connectome in [least, largest, apart] { connectome.mask.expectWellFormed() }
    }

    /// A header without any separator: one column, whose fields may have spaces.
    @Test func namesInATableOfOneColumnMayHaveSpaces() throws {
        let scratch = try Scratch()
        let file = try scratch.write("pre,post\nx 1,x 2\nx 2,\"y, \"\"3\"\"\"\n")
        let table = try scratch.write(
            "id\n x 2 \n\n\"y, \"\"3\"\"\" \n  \nx 1\r\nno\tedge \n", "nodes.csv")
        let connectome = try imported(file) { $0.nodes = table }
        #expect(connectome.names == ["x 2", "y, \"3\"", "x 1", "no\tedge"])
        #expect(connectome.words == ["x 1 → x 2 1.0", "x 2 → y, \"3\" 1.0"])
        // Two names of columns are still two columns.
        let two = try scratch.write("id class\nx 1\n", "two.txt")
        let bare = try scratch.write("pre,post\nx,x\n", "bare.csv")
        #expect(try imported(bare) { ($0.nodes, $0.nodeGroup) = (two, "class") }.groups == ["1"])
        #expect(refusal(file) { $0.nodes = two }.contains("names none of the nodes"))
    }

    /// Each row counts 1 then, which is easily less than a threshold meant for synapses.
    @Test func aThresholdWithoutWeightsIsSaidToBe() throws {
        let scratch = try Scratch()
        let file = try scratch.write("pre,post,strength\na,b,5\nb,a,7\n")
        let said = refusal(file) { $0.least = 5 }
        #expect(
            said.contains("no column of weights was found, so each row counts 1, and --least 5 leaves no")
                && said.contains("name the column with --weight"), "\(said)")
        #expect(try imported(file) { ($0.least, $0.weight) = (6, "strength") }.words == ["b → a 7.0"])
        #expect(
            refusal(file) { ($0.least, $0.weight) = (5, "none") }.contains("has no connection left of 2 rows")
        )
    }

    @Test func nodesOfAMatrixAreTheirNumbers() throws {
        let scratch = try Scratch()
        let file = try scratch.write(
            "%%MatrixMarket matrix coordinate pattern general\n4 4 3\n1 2\n2 1\n4 4\n", "m.mtx")
        let table = try scratch.write("id\n4\n2\n1\n", "nodes.csv")
        let connectome = try imported(file) { $0.nodes = table }
        #expect(
            connectome.names == ["4", "2", "1"]
                && connectome.words == ["4 → 4 1.0", "1 → 2 1.0", "2 → 1 1.0"])
        #expect(try imported(file) { $0.dropsIsolated = true }.names == ["1", "2", "4"])
    }
}
