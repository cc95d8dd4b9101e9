/// What a file says of a connectome, before nodes are put in order and rows are added up.
final class ConnectomeDraft {
    /// Path of the file.
    let file: String
    /// What was read as what, in sentences.
    var remarks: [String] = []
    /// All rows that were taken.
    let rows = ConnectionRows()
    /// Names of nodes by number; nil where nodes are numbers themselves.
    var names: NodeNames?
    /// Whether the file's own order of names is kept, as matrices have one.
    var isInOrder = false
    /// Where names are nil: how many nodes there are, and the number of the first.
    var numbered = (count: 0, first: 0)
    /// Rows that were passed over, since they are not those that were asked for.
    var passedOver = 0
    /// Whether rows have no weights, though some were wanted if there were any.
    var isUnweighted = false
    /// Groups and signs that the file itself has, by node.
    var groups: [String]?
    var signs: [Int8]?
    /// Of each presynaptic node, the weights of rows that excite, and of those that inhibit; empty without signs of rows.
    private var excitation: [Double] = []
    private var inhibition: [Double] = []

    init(_ file: String) { self.file = file }

    /// Number of nodes.
    var nodes: Int { names?.count ?? numbered.count }

    /// Counts what a row says of the sign of its presynaptic node.
    @inline(__always)
    func count(sign: Int8, weight: Double, of pre: Int32) {
        let pre = Int(pre)
        while excitation.count <= pre {
            excitation.append(0)
            inhibition.append(0)
        }
        if sign > 0 { excitation[pre] += abs(weight) }
        if sign < 0 { inhibition[pre] += abs(weight) }
    }

    /// The sign of each node: what most of the weight of its rows says; 0 where nothing does, or both do alike.
    ///
    /// - Returns: nil if rows have no signs.
    func signsOfRows() -> (signs: [Int8], mixed: Int)? {
        guard !excitation.isEmpty else { return nil }
        var signs = [Int8](repeating: 0, count: nodes)
        var mixed = 0
        for node in excitation.indices {
            let (plus, minus) = (excitation[node], inhibition[node])
            signs[node] = plus > minus ? 1 : plus < minus ? -1 : 0
            if plus > 0, minus > 0 { mixed += 1 }
        }
        return (signs, mixed)
    }

    /// Gives nodes, which were numbers, names in their order.
    ///
    /// - Throws: `ConnectomeFileError` that names `place`, for a name that is empty or there twice.
    func setNames(_ texts: [String], place: String) throws {
        let names = NodeNames()
        for var text in texts {
            let before = names.count
            guard !text.isEmpty, !text.utf8.contains(0), text.utf8.count <= 1024 else {
                throw ConnectomeFileError(
                    file, place, "has no name of 1 to 1024 bytes at place \(before); give each node one")
            }
            guard text.withUTF8({ Int(names.number(of: $0, line: 0)) }) == before else {
                throw ConnectomeFileError(file, place, "has the name “\(text)” twice; give each node its own")
            }
        }
        (self.names, isInOrder) = (names, true)
    }

    /// The name of a node.
    func name(_ node: Int) -> String { names?.name(node) ?? String(node + numbered.first) }
}
