import Model

/// Puts what a file says together: nodes in order, rows of a pair added up, thresholds and subsets.
struct ConnectomeAssembly {
    /// Networks compute with float32.
    private static let largestWeight = Double(Float.greatestFiniteMagnitude)

    private let draft: ConnectomeDraft
    private let request: ConnectomeRequest
    private var connections: SummedConnections
    /// Names in the new order; nil while nodes are numbers in their own order.
    private var names: [String]?
    private var groups: [String]?
    private var signs: [Int8]?
    private var counts: [(name: String, value: Int)] = []
    private var remarks: [String]

    /// - Throws: `ConnectomeFileError`.
    static func assemble(
        _ draft: ConnectomeDraft, _ request: ConnectomeRequest, source: String
    ) throws -> Connectome {
        var assembly = try ConnectomeAssembly(draft, request)
        try assembly.choose()
        return try assembly.connectome(source)
    }

    private init(_ draft: ConnectomeDraft, _ request: ConnectomeRequest) throws {
        (self.draft, self.request, remarks) = (draft, request, draft.remarks)
        guard draft.rows.count > 0 else {
            throw ConnectomeFileError(
                draft.file, "",
                draft.passedOver > 0
                    ? "has no row that --take takes; check column and values"
                    : "has no connection at all; give a file with at least one")
        }
        counts = [("rows", draft.rows.count + draft.passedOver), ("rows_not_taken", draft.passedOver)]
        let table = try request.nodes.map { try NodeTable($0, request, of: draft) }
        let order = try table.map { try Self.order($0, draft) } ?? draft.sortedNodes().map { Optional($0) }
        var numbers = [Int32](repeating: -1, count: draft.nodes)
        for (new, old) in order.enumerated() {
            if let old { numbers[old] = Int32(truncatingIfNeeded: new) }
        }
        var kept = 0
        draft.rows.forEach { if numbers[Int($0.pre)] >= 0, numbers[Int($0.post)] >= 0 { kept += 1 } }
        connections = SummedConnections(draft.rows, numbers: numbers, nodes: order.count)
        if let (post, pre) = connections.pair(beyond: Self.largestWeight) {
            let (from, to) = (draft.name(order[pre] ?? 0), draft.name(order[post] ?? 0))
            throw ConnectomeFileError(
                draft.file, "",
                "has weights from “\(from)” to “\(to)” that add up to more than \(Self.largestWeight), the most that networks compute "
                    + "with (float32); scale all weights down")
        }
        counts.append(("rows_of_other_nodes", draft.rows.count - kept))
        counts.append(("nodes_left_out", numbers.count { $0 < 0 }))
        counts.append(("repeated_rows", kept - connections.count))
        if let table {
            names = (0..<table.names.count).map(table.names.name)
        } else if draft.names != nil {
            names = order.map { draft.name($0 ?? 0) }
        }
        groups = table?.groups ?? draft.groups.map { groups in order.map { $0.map { groups[$0] } ?? "" } }
        let rowSigns = draft.signsOfRows()
        if let rowSigns, rowSigns.mixed > 0 {
            remarks.append(
                "\(rowSigns.mixed) nodes have rows that excite and rows that inhibit; the larger weight decides"
            )
        }
        let fileSigns = rowSigns?.signs ?? draft.signs
        signs = table?.signs ?? fileSigns.map { signs in order.map { $0.map { signs[$0] } ?? 0 } }
    }

    /// The draft's nodes that a table names, in its order; nil for those of which there is no row.
    private static func order(_ table: NodeTable, _ draft: ConnectomeDraft) throws -> [Int?] {
        let order = (0..<table.names.count).map { table.names.withBytes($0, draft.node) }
        guard order.contains(where: { $0 != nil }) else {
            throw ConnectomeFileError(
                table.file, "",
                "names none of the nodes of \(draft.file) (here “\(table.names.name(0))”, there “\(draft.name(0))”); name the "
                    + "column of names with --node-name")
        }
        return order
    }

    /// Thresholds and subsets, in the order in which docs/connectomes.md has them.
    private mutating func choose() throws {
        let zeros = request.keepsZeros ? 0 : connections.keep { $2 != 0 }
        counts.append(("pairs_of_weight_zero", zeros))
        let least = request.least ?? 0
        let below = least > 0 ? connections.keep { abs($2) >= least } : 0
        counts.append(("pairs_below_least", below))
        let isApart = request.keepsSelfConnections
        counts.append(
            ("self_connections_left_out", isApart ? 0 : connections.keep { post, pre, _ in post != pre }))
        if request.takesLargestComponent {
            let component = connections.largestComponent
            counts.append(("nodes_outside_component", component.count { !$0 }))
            keepNodes(component)
        }
        if request.dropsIsolated {
            let connected = connections.connectedNodes
            counts.append(("isolated_nodes_left_out", connected.count { !$0 }))
            keepNodes(connected)
        }
        guard connections.count > 0 else {
            guard !draft.isUnweighted || below == 0 else {
                throw ConnectomeFileError(
                    draft.file, "",
                    "no column of weights was found, so each row counts 1, and --least \(least.canonical) leaves no connection of "
                        + "\(draft.rows.count) rows; name the column with --weight, or lower --least")
            }
            throw ConnectomeFileError(
                draft.file, "",
                "has no connection left of \(draft.rows.count) rows; lower --least, or take other rows or nodes"
            )
        }
    }

    private mutating func keepNodes(_ isKept: [Bool]) {
        guard isKept.contains(false) else { return }
        // What were numbers are names from now on, so that nodes can be found again.
        if names == nil { names = (0..<connections.nodes).map(draft.name) }
        connections.keepNodes(isKept)
        func kept<Element>(_ values: [Element]?) -> [Element]? {
            values.map { zip($0, isKept).filter(\.1).map(\.0) }
        }
        (names, groups, signs) = (kept(names), kept(groups), kept(signs))
    }

    private mutating func connectome(_ source: String) throws -> Connectome {
        let (nodes, count) = (connections.nodes, connections.count)
        counts.append(("nodes", nodes))
        counts.append(("connections", count))
        counts.append(("self_connections", connections.selfConnections))
        counts.append(("reciprocal_connections", connections.reciprocalConnections))
        counts.append(("isolated_nodes", connections.connectedNodes.count { !$0 }))
        let isFull = count == nodes * nodes
        let mask = ConnectivityMask(
            hiddenNodes: nodes,
            connections: isFull
                ? .all : .rows(rowStarts: connections.rowStarts, columns: connections.columns),
            // One rounding of the fraction; it is 1 only where all are connected.
            density: Double(count) / (Double(nodes) * Double(nodes)),
            wiring: Wiring(rule: Wiring.imported, source: source), seed: nil)
        return Connectome(
            mask: mask, weights: connections.weights, names: names, groups: groups, signs: signs,
            findings: .init(counts: counts, remarks: remarks))
    }
}

extension ConnectomeDraft {
    /// The number of the node that a table of nodes names.
    func node(_ name: Field) -> Int? {
        if let names { return names.find(name) }
        guard let number = name.shortInteger, name.text == String(number) else { return nil }
        let node = number - numbered.first
        return (0..<numbered.count).contains(node) ? node : nil
    }
}
