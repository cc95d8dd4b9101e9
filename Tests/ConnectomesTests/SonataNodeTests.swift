import Connectomes
import Foundation
import HDF5
import Testing

/// Attributes of SONATA's nodes lie in node groups, in whichever order their index says.
@Suite struct SonataNodeTests {
    /// Edges and three nodes in one file: 0 → 1, 1 → 2.
    ///
    /// - Parameters:
    ///   - owners: the group of each node; nil without such a dataset.
    ///   - places: the place of each in its group; nil without such a dataset.
    ///   - names: of each group, in its order.
    private func write(_ path: String, owners: [UInt32]?, places: [UInt64]?, names: [[String]]) throws {
        let file = try HDF5File.create(at: path)
        let nodes = try file.root.createGroup("nodes").createGroup("a")
        try nodes.write([Int64](repeating: -1, count: 3), to: "node_type_id")
        if let owners { try nodes.write(owners, to: "node_group_id") }
        if let places { try nodes.write(places, to: "node_group_index") }
        for (owner, own) in names.enumerated() {
            let group = try nodes.createGroup("\(owner)")
            try group.write(own, to: "name")
            try group.write(own.indices.map { Int32($0 % 2) }, to: "layer")
            try group.createGroup("@library").write(["upper", "lower"], to: "layer")
            try group.write(own.indices.map { Int32(10 * owner + $0) }, to: "size")
            if owner == 1 { try group.write(own, to: "label") }
        }
        let edges = try file.root.createGroup("edges").createGroup("a_a")
        try edges.write([UInt64](arrayLiteral: 0, 1), to: "source_node_id").setAttribute(
            "node_population", to: "a")
        try edges.write([UInt64](arrayLiteral: 1, 2), to: "target_node_id").setAttribute(
            "node_population", to: "a")
        try file.close()
    }

    @Test func attributesAreAtTheirPlaceInTheGroup() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/reversed.h5"
        for owners in [nil, [UInt32](repeating: 0, count: 3)] {
            try? FileManager.default.removeItem(atPath: path)
            try write(path, owners: owners, places: [2, 1, 0], names: [["x", "y", "z"]])
            let connectome = try imported(path) {
                ($0.nodeName, $0.nodeGroup, $0.nodeSign) = ("name", "layer", "size")
            }
            #expect(connectome.names == ["z", "y", "x"])
            #expect(connectome.groups == ["upper", "lower", "upper"] && connectome.signs == [1, 1, 0])
            #expect(connectome.words == ["z → y 1.0", "y → x 1.0"])
        }
        // Without an index, in the order of nodes.
        let plain = scratch.path + "/plain.h5"
        try write(plain, owners: nil, places: nil, names: [["x", "y", "z"]])
        #expect(try imported(plain) { $0.nodeName = "name" }.names == ["x", "y", "z"])
    }

    @Test func nodesMayBeInSeveralGroups() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/several.h5"
        try write(path, owners: [1, 0, 1], places: [1, 0, 0], names: [["x"], ["y", "z"]])
        let connectome = try imported(path) { ($0.nodeName, $0.nodeGroup) = ("name", "size") }
        #expect(connectome.names == ["z", "x", "y"] && connectome.groups == ["11", "0", "10"])
        let said = refusal(path) { $0.nodeName = "label" }
        #expect(said.contains("has the attribute “label”, but not in node group 0"), "\(said)")
        #expect(refusal(path) { $0.nodeName = "none" }.contains("for --node-name in its node groups"))
    }

    @Test(
        arguments: [
            (nil, [0, 1, 3], "nodes/a/node_group_index: holds 3 at place 2, but 0/name has 3 values"),
            (nil, [0, 1], "nodes/a/node_group_index: has 2 numbers, but one for each of 3 nodes"),
            ([0, 0], [0, 1, 2], "nodes/a/node_group_id: has 2 numbers, but one for each of 3 nodes"),
            ([0, 7, 0], [0, 1, 2], "nodes/a: has the attribute “name”, but not in node group 7"),
            (
                nil, [0, 1 << 60, 2],
                "node_group_index: holds 1152921504606846976 at place 1, but a whole number"
            ),
        ] as [([UInt32]?, [UInt64], String)])
    func wrongIndicesAreNamed(owners: [UInt32]?, places: [UInt64], words: String) throws {
        let scratch = try Scratch()
        let path = scratch.path + "/wrong.h5"
        try write(path, owners: owners, places: places, names: [["x", "y", "z"]])
        let said = refusal(path) { $0.nodeName = "name" }
        #expect(said.hasPrefix(path) && said.contains(words), "\(said)")
    }
}
