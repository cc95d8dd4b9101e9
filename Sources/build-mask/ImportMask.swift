import ArgumentParser
import ArtifactStore
import Connectomes
import Formats
import Foundation
import HDF5
import Model
import StageKit

struct ImportMask: Program, Command {
    static let configuration = CommandConfiguration(
        commandName: "build-mask",
        abstract: "Imports which nodes are connected from a file, as a sparse matrix.",
        help: """
            Reads edge lists (CSV, TSV and other separators, plain or gzip), Matrix Market, scipy's .npz, matrices in HDF5 \
            (AnnData, and those of this project) and SONATA; what is in a file says which it is. Rows of the mask are \
            postsynaptic nodes, columns presynaptic ones. Nodes are in the order of their names (numbers as numbers), of the \
            matrix, or of --nodes. Rows of a pair are added up. docs/connectomes.md has more.

            EXAMPLES
              build-mask imported --from celegans.csv --output celegans.h5
              build-mask imported --from connections.csv.gz --pre pre_root_id --post post_root_id --weight syn_count \
            --sign nt_type --inhibitory GABA,GLUT --least 5 --largest-component --output fly.h5
              build-mask imported --from matrix.mtx --rows pre --output mask.h5
              build-mask imported --from v1_v1_edges.h5 --weight nsyns --nodes v1_nodes.h5 --output v1.h5
            """,
        version: codeDigest)

    @Argument(help: "The word imported.")
    var rule: String

    @Option(help: ArgumentHelp("File to import.", valueName: "file"))
    var from: String

    @Option(help: ArgumentHelp("What to call it in titles (default: the file's name).", valueName: "text"))
    var name: String?

    @OptionGroup(title: "Rows and columns") var connections: ConnectionOptions
    @OptionGroup(title: "Nodes, and what stays") var selection: SelectionOptions

    @Option(help: ArgumentHelp("Link to make to the mask.", valueName: "link.h5"))
    var output: String

    @OptionGroup var options: StageOptions

    private func checkExpected(_ mask: ConnectivityMask) throws {
        let said = [
            (mask.hiddenNodes, selection.expectNodes, "nodes"),
            (mask.count, selection.expectConnections, "connections"),
        ]
        for (found, expected, what) in said where expected != nil && expected != found {
            throw StageFailure.badData(
                "\(from): has \(found) \(what) in the end, but \(expected ?? 0) were expected (--expect-\(what)); correct the number"
                    + "\(description.map { " in \($0)" } ?? ""), or import another file")
        }
    }

    /// Where a figure's connectome is described, if this is one.
    private var description: String? {
        let path = "pipeline/connectomes/\(source).yaml"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    private var source: String { name ?? URL(fileURLWithPath: from).lastPathComponent }

    func perform() throws {
        let request = try ConnectomeRequest(connections, selection)
        guard !source.isEmpty, !source.utf8.contains(0) else {
            throw StageFailure.usage("--name is empty; give a text")
        }
        var inputs = [StageCall.Input.one(.source, from)]
        if let nodes = selection.nodes { inputs.append(.one(.nodes, nodes)) }
        if let types = selection.nodeTypes { inputs.append(.one(.nodeTypes, types)) }
        if let types = connections.edgeTypes { inputs.append(.one(.edgeTypes, types)) }
        var said: [String: CanonicalJSON] = [
            "rule": .string(Wiring.imported), "source_name": .string(source),
        ]
        // In the recipe, since a mask that is known already is not counted again.
        said["expected_nodes"] = selection.expectNodes.map { .integer($0) }
        said["expected_connections"] = selection.expectConnections.map { .integer($0) }
        let call = StageCall(
            stage: .buildMask, code: codeDigest, parameters: request.parameters.merging(said) { $1 },
            libraries: ["hdf5": HDF5Library.version], inputs: inputs, outputs: [.init(.mask, link: output)])
        try call.perform(options) { workspace in
            let connectome = try ConnectomeImport.read(from, request, source: source) { format in
                workspace.progress.say("\(from) is read as \(format.rawValue)")
            }
            for line in connectome.findings.lines(density: connectome.mask.density) {
                workspace.progress.say(line)
            }
            if let signs = connectome.signs, signs.contains(0) {
                workspace.progress.say(
                    "the sign of \(signs.count { $0 == 0 }) of \(signs.count) nodes is not known")
            }
            try checkExpected(connectome.mask)
            try connectome.write(
                to: workspace.path(.mask), sourceDigest: workspace.digests(of: .source).joined())
        }
    }
}

extension Connectome.Findings {
    /// What was found, for people.
    fileprivate func lines(density: Double) -> [String] {
        let left = [
            ("rows_not_taken", "rows not taken"),
            ("rows_of_other_nodes", "rows of nodes that are not in the table"),
            ("nodes_left_out", "nodes not in the table"), ("repeated_rows", "more rows of a pair, added up"),
            ("pairs_of_weight_zero", "pairs with weight 0"), ("pairs_below_least", "pairs below --least"),
            ("self_connections_left_out", "self-connections left out"),
            ("nodes_outside_component", "nodes outside the largest component"),
            ("isolated_nodes_left_out", "isolated nodes left out"),
        ].compactMap { name, words in self[name] > 0 ? "\(self[name]) \(words)" : nil }
        let percent = String(format: "%.3g", 100 * density)
        return remarks + ["\(self["rows"]) rows" + (left.isEmpty ? "" : "; " + left.joined(separator: ", "))]
            + [
                "\(self["nodes"]) nodes, \(self["connections"]) connections (\(percent)% of all pairs)",
                "\(self["self_connections"]) self-connections, \(self["reciprocal_connections"]) connections whose opposite exists, "
                    + "\(self["isolated_nodes"]) isolated nodes",
            ]
    }
}
