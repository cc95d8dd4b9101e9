import Connectomes
import Foundation
import HDF5
import Model
import Testing

/// SONATA: populations, edge groups, nodes and their types.
@Suite struct SonataTests {
    /// Two populations of edges: four within `a`, in two edge groups, and one from `a` to `b`.
    private func writeEdges(_ path: String) throws {
        let file = try HDF5File.create(at: path)
        let edges = try file.root.createGroup("edges")
        let inner = try edges.createGroup("a_a")
        try inner.write([UInt64](arrayLiteral: 0, 2, 2, 1), to: "source_node_id").setAttribute(
            "node_population", to: "a")
        try inner.write([UInt64](arrayLiteral: 1, 1, 0, 2), to: "target_node_id").setAttribute(
            "node_population", to: "a")
        try inner.write([UInt32](arrayLiteral: 0, 1, 0, 1), to: "edge_group_id")
        try inner.write([UInt32](arrayLiteral: 1, 0, 0, 1), to: "edge_group_index")
        try inner.write([UInt32](arrayLiteral: 7, 8, 8, 7), to: "edge_type_id")
        try inner.createGroup("0").write([Float(10), 20], to: "w")
        try inner.createGroup("1").write([Float(30), 40], to: "w")
        let across = try edges.createGroup("a_b")
        try across.write([UInt64](arrayLiteral: 2), to: "source_node_id").setAttribute(
            "node_population", to: "a")
        try across.write([UInt64](arrayLiteral: 1), to: "target_node_id").setAttribute(
            "node_population", to: "b")
        try across.createGroup("0").write([Int32(7)], to: "w")
        try file.close()
    }

    private func writeNodes(_ path: String) throws {
        let file = try HDF5File.create(at: path)
        let nodes = try file.root.createGroup("nodes")
        for (population, types) in [("a", [100, 101, 100, 101]), ("b", [100, 100])] {
            let group = try nodes.createGroup(population)
            try group.write(types.map { Int64($0) }, to: "node_type_id")
            let own = try group.createGroup("0")
            try own.write(types.indices.map { "\(population)\($0)" }, to: "label")
            try own.write(types.indices.map { Int32($0 % 2) }, to: "layer")
            try own.createGroup("@library").write(["upper", "lower"], to: "layer")
        }
        try file.close()
    }

    @Test func edgesOfAPopulationAreItsConnections() throws {
        let scratch = try Scratch()
        let file = scratch.path + "/edges.h5"
        try writeEdges(file)
        #expect(refusal(file).contains("has 2 populations of edges"))
        let connectome = try imported(file) { ($0.part, $0.weight) = ("a_a", "w") }
        #expect(connectome.words == ["2 → 0 10.0", "0 → 1 20.0", "2 → 1 30.0", "1 → 2 40.0"])
        #expect(try imported(file) { $0.part = "a_a" }.weights == [1, 1, 1, 1])
        #expect(
            refusal(file) { ($0.part, $0.weight) = ("a_a", "v") }.contains(
                "edges/a_a/0: has no attribute “v” for --weight; there are: w"))
        #expect(refusal(file) { $0.part = "b_b" }.contains("there are: a_a, a_b"))
    }

    @Test func weightsMayBeThoseOfTypesOfEdges() throws {
        let scratch = try Scratch()
        let file = scratch.path + "/edges.h5"
        try writeEdges(file)
        func ask(_ weight: String, _ text: String) throws -> (inout ConnectomeRequest) -> Void {
            let table = try scratch.write(text, "types.csv")
            return { ($0.part, $0.weight, $0.edgeTypes) = ("a_a", weight, table) }
        }
        let types = "edge_type_id w syn_weight\n7 1 -0.5\n8 2 0.25\n"
        #expect(
            try imported(file, ask("syn_weight", types)).words == [
                "2 → 0 0.25", "0 → 1 -0.5", "2 → 1 0.25", "1 → 2 -0.5",
            ])
        // What an edge has by itself comes first.
        #expect(try imported(file, ask("w", types)).weights == [10, 20, 30, 40])
        for (text, words) in [
            ("edge_type_id v\n7 1\n", "types.csv: has no edge_type_id 8, which edge 1 of"),
            ("edge_type_id v\n7 x\n8 1\n", "types.csv, column v: has “x”"),
            ("edge_type_id v\n7 1\n7 1\n", "types.csv, line 3: has the edge_type_id 7 again"),
            ("edge_type_id v\n7.5 1\n", "line 2: has “7.5” as edge_type_id"),
            ("id v\n7 1\n", "has no column “edge_type_id”"),
        ] {
            let said = refusal(file, try ask("v", text))
            #expect(said.contains(words), "\(said)")
        }
    }

    @Test func populationsTogetherAreOneNetwork() throws {
        let scratch = try Scratch()
        let (file, nodes) = (scratch.path + "/edges.h5", scratch.path + "/nodes.h5")
        try writeEdges(file)
        try writeNodes(nodes)
        let connectome = try imported(file) { ($0.part, $0.weight, $0.nodes) = ("a_a,a_b", "w", nodes) }
        #expect(connectome.names == ["a:0", "a:1", "a:2", "a:3", "b:0", "b:1"])
        #expect(connectome.words.last == "a:2 → b:1 7.0" && connectome.mask.count == 5)
        #expect(connectome.findings["isolated_nodes"] == 2)
    }

    @Test func nodesHaveNamesGroupsAndSignsOfTheirTypes() throws {
        let scratch = try Scratch()
        let (file, nodes) = (scratch.path + "/edges.h5", scratch.path + "/nodes.h5")
        try writeEdges(file)
        try writeNodes(nodes)
        let types = try scratch.write("node_type_id ei size\n100 e 3\n101 i NULL\n", "types.csv")
        func ask(_ request: inout ConnectomeRequest) {
            (request.part, request.nodes, request.nodeTypes) = ("a_a", nodes, types)
        }
        let connectome = try imported(file) {
            ask(&$0)
            ($0.nodeName, $0.nodeGroup, $0.nodeSign) = ("label", "layer", "ei")
        }
        #expect(connectome.names == ["a0", "a1", "a2", "a3"])
        #expect(
            connectome.groups == ["upper", "lower", "upper", "lower"] && connectome.signs == [1, -1, 1, -1])
        let few = try scratch.write("node_type_id ei\n100 e\n", "few.csv")
        let said = refusal(file) {
            ask(&$0)
            ($0.nodeSign, $0.nodeTypes) = ("ei", few)
        }
        #expect(said.contains("few.csv: has no node_type_id 101, which node 1 of"), "\(said)")
        #expect(
            refusal(file) { ($0.part, $0.nodeTypes) = ("a_a", types) }.contains(
                "give SONATA's file of nodes with --nodes"))
    }

    @Test func aFileOfNodesAloneIsNotTakenForEdges() throws {
        let scratch = try Scratch()
        let nodes = scratch.path + "/nodes.h5"
        try writeNodes(nodes)
        let said = refusal(nodes)
        #expect(said.contains("nodes.h5: has nodes, but neither edges nor a matrix"), "\(said)")
        #expect(said.contains("give it with --nodes, and the file of edges with --from"))
    }

    @Test func idsBeyondTheNodesAreRefused() throws {
        let scratch = try Scratch()
        let nodes = scratch.path + "/nodes.h5"
        try writeNodes(nodes)
        for (ids, words) in [
            ([UInt64(9)], "edges/x/source_node_id: holds 8, but population a"),
            ([UInt64.max], "edges/x/source_node_id: holds"),
            ([1, 2], "target_node_id: has 1 edges, but source_node_id has 2"),
        ] {
            let path = scratch.path + "/\(UUID().uuidString).h5"
            let file = try HDF5File.create(at: path)
            let group = try file.root.createGroup("edges").createGroup("x")
            try group.write(ids.count == 1 && ids[0] == 9 ? [8] : ids, to: "source_node_id").setAttribute(
                "node_population", to: "a")
            try group.write([UInt64(0)], to: "target_node_id").setAttribute("node_population", to: "a")
            try file.close()
            let said = refusal(path) { $0.nodes = nodes }
            #expect(said.hasPrefix(path) && said.contains(words), "\(said)")
        }
    }
}
