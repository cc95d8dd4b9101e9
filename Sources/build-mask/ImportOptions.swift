import ArgumentParser
import ArtifactStore
import Connectomes
import StageKit

/// What rows and columns of an edge list, or of a matrix, mean.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Column of presynaptic nodes (edge lists).", valueName: "column"))
    var pre: String?

    @Option(help: ArgumentHelp("Column of postsynaptic nodes (edge lists).", valueName: "column"))
    var post: String?

    @Option(
        help: ArgumentHelp(
            "Column (of SONATA, attribute) of weights, added up for each pair; none: each row counts 1.",
            valueName: "column|none"))
    var weight: String?

    @Option(
        help: ArgumentHelp(
            "Column that says whether a row excites or inhibits (edge lists).", valueName: "column"))
    var sign: String?

    @Option(
        help: ArgumentHelp(
            "Values of --sign or --node-sign that inhibit; all others excite.", valueName: "value,…"))
    var inhibitory: String?

    @Option(
        help: ArgumentHelp(
            "Only rows with one of these values in a column (edge lists).", valueName: "column=value,…"))
    var take: [String] = []

    @Flag(help: "The first line is a row already; columns are called 1, 2, 3, … (edge lists).")
    var noHeader = false

    @Option(
        help: ArgumentHelp("Which nodes the rows of a matrix are (default: post).", valueName: "pre|post"))
    var rows: Side?

    @Option(help: ArgumentHelp("Matrix or population, in files that have several.", valueName: "name"))
    var part: String?

    @Option(help: ArgumentHelp("SONATA's table of types of edges.", valueName: "file"))
    var edgeTypes: String?

    enum Side: String, ExpressibleByArgument { case pre, post }
}

/// Which nodes there are, and which connections stay.
struct SelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Table of nodes, or SONATA's nodes: which nodes, in which order.", valueName: "file"))
    var nodes: String?

    @Option(
        help: ArgumentHelp(
            "Its column of names (default: id, root_id, name, … or the first).", valueName: "column"))
    var nodeName: String?

    @Option(help: ArgumentHelp("Its column of groups.", valueName: "column"))
    var nodeGroup: String?

    @Option(
        help: ArgumentHelp("Its column that says whether a node excites or inhibits.", valueName: "column"))
    var nodeSign: String?

    @Option(help: ArgumentHelp("SONATA's table of types of nodes.", valueName: "file"))
    var nodeTypes: String?

    @Option(help: ArgumentHelp("The smallest magnitude of a connection's weight.", valueName: "weight"))
    var least: Double?

    @Flag(help: "Keep pairs whose weights add up to 0.")
    var keepZeros = false

    @Option(
        help: ArgumentHelp(
            "Whether nodes may be connected to themselves (default: yes).", valueName: "yes|no"))
    var selfConnections: YesOrNo?

    @Flag(help: "Keep only the largest weakly connected component.")
    var largestComponent = false

    @Flag(help: "Leave out nodes without any connection.")
    var dropIsolated = false

    @Option(
        help: ArgumentHelp("How many nodes it must have in the end; otherwise it is refused.", valueName: "n")
    )
    var expectNodes: Int?

    @Option(help: ArgumentHelp("How many connections it must have in the end.", valueName: "n"))
    var expectConnections: Int?

    enum YesOrNo: String, ExpressibleByArgument { case yes, no }

    func validate() throws {
        if let least, !(least > 0 && least.isFinite) {
            throw ValidationError(
                "--least \(least) is not a positive number; give the smallest magnitude of a weight")
        }
    }
}

extension ConnectomeRequest {
    /// What the options ask for.
    ///
    /// - Throws: `ValidationError`.
    init(_ connections: ConnectionOptions, _ selection: SelectionOptions) throws {
        self.init()
        (pre, post, weight, sign) = (connections.pre, connections.post, connections.weight, connections.sign)
        inhibitory = connections.inhibitory.map { $0.split(separator: ",").map(String.init) }
        guard connections.take.count <= 1 else {
            throw ValidationError(
                "--take is given \(connections.take.count) times, but takes rows by the values of one column; give it once, with commas "
                    + "between the values: --take column=value,value")
        }
        if let take = connections.take.first {
            let parts = take.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw ValidationError("--take \(take) has no “=”; give column=value,…")
            }
            taken = (parts[0], parts[1].split(separator: ",").map(String.init))
        }
        hasHeader = !connections.noHeader
        rowsArePresynaptic = connections.rows == .pre
        (part, edgeTypes) = (connections.part, connections.edgeTypes)
        (nodes, nodeName, nodeGroup) = (selection.nodes, selection.nodeName, selection.nodeGroup)
        (nodeSign, nodeTypes, least) = (selection.nodeSign, selection.nodeTypes, selection.least)
        keepsZeros = selection.keepZeros
        keepsSelfConnections = selection.selfConnections != .no
        (takesLargestComponent, dropsIsolated) = (selection.largestComponent, selection.dropIsolated)
    }

    /// What recipes say of it: all that is not as usual, except names of files.
    var parameters: [String: CanonicalJSON] {
        var said: [String: CanonicalJSON] = [:]
        let texts = [
            "pre": pre, "post": post, "weight": weight, "sign": sign,
            "inhibitory": inhibitory?.joined(separator: ","),
            "take": taken.map { "\($0.column)=\($0.values.joined(separator: ","))" }, "part": part,
            "node_name": nodeName, "node_group": nodeGroup, "node_sign": nodeSign,
            "header": hasHeader ? nil : "no", "rows": rowsArePresynaptic ? "pre" : nil,
            "self_connections": keepsSelfConnections ? nil : "no", "zeros": keepsZeros ? "kept" : nil,
            "component": takesLargestComponent ? "largest" : nil,
            "isolated": dropsIsolated ? "left out" : nil,
        ]
        for (name, text) in texts {
            if let text { said[name] = .string(text) }
        }
        if let least { said["least"] = .number(least) }
        return said
    }
}
