/// A mask that was imported, with what its file says of connections and nodes.
package struct Connectome: Equatable, Sendable {
    /// What an import found and left out, in numbers, and in sentences for people.
    package struct Findings: Equatable, Sendable {
        /// Numbers with the names that files have for them, in this order.
        package var counts: [(name: String, value: Int)]
        /// What was read as what.
        package var remarks: [String]

        /// Findings; see the properties.
        package init(counts: [(name: String, value: Int)] = [], remarks: [String] = []) {
            (self.counts, self.remarks) = (counts, remarks)
        }

        /// The number of this name; 0 if there is none.
        package subscript(name: String) -> Int { counts.first { $0.name == name }?.value ?? 0 }

        package static func == (left: Findings, right: Findings) -> Bool {
            left.remarks == right.remarks
                && left.counts.elementsEqual(right.counts) { $0.name == $1.name && $0.value == $1.value }
        }
    }

    /// The connections.
    package var mask: ConnectivityMask
    /// The weight of each connection, in the mask's order: synapse counts, or what else the file has. Nil if it has none.
    package var weights: [Double]?
    /// Names of nodes; nil where they are their numbers.
    package var names: [String]?
    /// The group of each node; empty texts where it has none.
    package var groups: [String]?
    /// Those of the mask.
    package var signs: [Int8]? {
        get { mask.signs }
        set { mask.signs = newValue }
    }
    /// What was found; empty in a connectome that was not imported just now.
    package var findings: Findings

    /// A connectome; see the properties.
    package init(
        mask: ConnectivityMask, weights: [Double]? = nil, names: [String]? = nil, groups: [String]? = nil,
        signs: [Int8]? = nil, findings: Findings = Findings()
    ) {
        (self.mask, self.weights, self.names) = (mask, weights, names)
        (self.groups, self.findings) = (groups, findings)
        if let signs { self.mask.signs = signs }
    }
}

extension Wiring {
    /// The rule's name that imported masks have.
    package static let imported = "imported"

    /// The connectome of this name, which specifications know (`pipeline/connectomes`).
    package init(connectome name: String) { self.init(rule: Self.imported, source: name) }

    /// Name of the connectome that it is, or that it was made of; nil for all else.
    package var connectome: String? { rule == Self.imported ? source : sourceWiring?.connectome }
}
