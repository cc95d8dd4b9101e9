/// What is asked of an import besides the file.
package struct ConnectomeRequest: Sendable {
    /// Column of presynaptic nodes, of an edge list; nil finds it by its usual names.
    package var pre: String?
    /// Column of postsynaptic nodes.
    package var post: String?
    /// Column (of SONATA, attribute) of weights; `none` counts rows.
    package var weight: String?
    /// Column that says whether a row excites or inhibits.
    package var sign: String?
    /// Values of `sign` and `nodeSign` that inhibit; all others then excite.
    package var inhibitory: [String]?
    /// Rows to take: column and values.
    package var taken: (column: String, values: [String])?
    /// Whether the first line of an edge list names the columns.
    package var hasHeader = true
    /// Whether rows of a matrix are presynaptic nodes.
    package var rowsArePresynaptic = false
    /// Name of the matrix or population, in files that may have several.
    package var part: String?
    /// Table of nodes: which, in which order.
    package var nodes: String?
    /// Columns of that table.
    package var nodeName: String?
    package var nodeGroup: String?
    package var nodeSign: String?
    /// SONATA's table of the types of nodes.
    package var nodeTypes: String?
    /// SONATA's table of the types of edges.
    package var edgeTypes: String?
    /// The smallest magnitude of a connection's weight.
    package var least: Double?
    /// Whether pairs whose weights add up to 0 stay connected.
    package var keepsZeros = false
    /// Whether nodes may be connected to themselves.
    package var keepsSelfConnections = true
    /// Whether only the largest component is taken.
    package var takesLargestComponent = false
    /// Whether nodes without any connection are left out.
    package var dropsIsolated = false

    /// Nothing but the file.
    package init() {}
}

/// Kinds of files that are read, found by what is in them, not by their names.
package enum ConnectomeFormat: String, Sendable {
    case edgeList = "edge list"
    case matrixMarket = "Matrix Market"
    case scipy = "scipy .npz"
    case hdf5Matrix = "matrix in HDF5"
    case sonata = "SONATA"
}

extension ConnectomeRequest {
    /// Options that only some formats take, with what was given of them.
    private var particular: [(option: String, isGiven: Bool, formats: [ConnectomeFormat])] {
        [
            ("--pre", pre != nil, [.edgeList]), ("--post", post != nil, [.edgeList]),
            ("--weight", weight != nil, [.edgeList, .sonata]), ("--sign", sign != nil, [.edgeList]),
            ("--take", taken != nil, [.edgeList]), ("--no-header", !hasHeader, [.edgeList]),
            ("--rows", rowsArePresynaptic, [.matrixMarket, .scipy, .hdf5Matrix]),
            ("--part", part != nil, [.hdf5Matrix, .sonata]), ("--node-types", nodeTypes != nil, [.sonata]),
            ("--edge-types", edgeTypes != nil, [.sonata]),
        ]
    }

    /// Whether something is asked of each node.
    var asksOfNodes: Bool { nodeName != nil || nodeGroup != nil || nodeSign != nil }

    /// Throws where something is asked of a format that it does not have.
    func require(fitting format: ConnectomeFormat, _ file: String) throws {
        for (option, isGiven, formats) in particular where isGiven && !formats.contains(format) {
            throw ConnectomeFileError(
                file, "",
                "is read as \(format.rawValue), for which \(option) means nothing (it is of "
                    + "\(formats.map(\.rawValue).joined(separator: ", "))); leave it out")
        }
        if inhibitory != nil, sign == nil, nodeSign == nil {
            throw ConnectomeFileError(
                file, "",
                "--inhibitory says which values inhibit, but not of which column; give --sign or --node-sign")
        }
        // SONATA's nodes may be in the file itself.
        if format != .sonata, nodes == nil, asksOfNodes {
            throw ConnectomeFileError(
                file, "",
                "--node-name, --node-group and --node-sign are columns of a table of nodes; give it with --nodes"
            )
        }
    }
}
