/// What a snapshot of weights must be besides readable: finite (unless the network diverged), on the connections of its mask, of the signs of its nodes.
package struct SnapshotCheck: Equatable, Sendable {
    /// What is wrong, in words; empty for a sound snapshot.
    package let problems: [String]

    /// Checks a snapshot. (That rows and columns ascend is checked on reading.)
    ///
    /// - Parameters:
    ///   - mask: that it was trained on, if that is known.
    ///   - start: that outside of which its weights started at zero, if there was one.
    package init(_ snapshot: WeightSnapshot, mask: ConnectivityMask?, start: ConnectivityMask?) {
        var problems: [String] = []
        let weights = snapshot.parameters.recurrentWeights
        let hasDiverged = snapshot.divergedStep != nil
        if let wrong = weights.firstIndex(where: { hasDiverged ? !$0.isNaN : !$0.isFinite }) {
            problems.append(
                "weight of connection \(wrong) is "
                    + (hasDiverged ? "a number after it diverged" : "not a finite number"))
        }
        if let mask, mask.connections != snapshot.mask.connections {
            problems.append("its connections are not those of its mask")
        }
        problems += Self.signs(snapshot)
        if snapshot.epoch == 0, let start { problems += Self.outside(start, snapshot) }
        self.problems = problems
    }

    /// Under Dale's principle, where it is enforced or nothing was trained yet: the sign of each presynaptic node.
    private static func signs(_ snapshot: WeightSnapshot) -> [String] {
        guard let dale = snapshot.description.dale, let isInhibitory = snapshot.inhibitoryNodes,
            dale.isEnforced || snapshot.epoch == 0
        else { return [] }
        var problems: [String] = []
        let count = isInhibitory.count { $0 }
        let wanted = dale.draws(of: isInhibitory.count)
        if dale.drawing == .distinct, count != wanted {
            problems.append("\(count) nodes are inhibitory, but \(wanted) were expected")
        }
        let weights = snapshot.parameters.recurrentWeights
        var (connection, wrong, first) = (0, 0, -1)
        snapshot.mask.forEachPresynapticNode { node in
            let weight = weights[connection]
            if isInhibitory[node] ? weight > 0 : weight < 0 {
                if wrong == 0 { first = node }
                wrong += 1
            }
            connection += 1
        }
        if wrong > 0 {
            let kind = isInhibitory[first] ? "inhibitory" : "excitatory"
            problems.append("\(wrong) weights have the wrong sign, the first from \(kind) node \(first)")
        }
        return problems
    }

    /// Before training, weights outside of the start mask are zero.
    private static func outside(_ start: ConnectivityMask, _ snapshot: WeightSnapshot) -> [String] {
        guard case .rows(let starts, let columns) = start.connections, snapshot.mask.connections == .all
        else { return [] }
        let nodes = snapshot.mask.hiddenNodes
        let weights = snapshot.parameters.recurrentWeights
        var wrong = 0
        for row in 0..<nodes {
            let inside = Set(columns[starts[row]..<starts[row + 1]])
            for column in 0..<nodes where weights[row * nodes + column] != 0 {
                if !inside.contains(Int32(column)) { wrong += 1 }
            }
        }
        return wrong == 0 ? [] : ["\(wrong) weights outside of the start mask are not zero before training"]
    }
}
