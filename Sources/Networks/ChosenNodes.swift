import Model
import Random

/// Which hidden nodes get inputs of their own, and which the read-out sees.
///
/// Fractions of nodes are drawn from one order of the nodes, `RandomState(seed).choice(N, N, replace=False)`: those with inputs are its first ones, those
/// that are read its last. So as few as possible are both, and a signal has to pass connections between hidden nodes. Groups are those that
/// the mask names.
package struct ChosenNodes: Equatable, Sendable {
    /// By node; nil: all get inputs.
    package let withInputs: [Bool]?
    /// By node; nil: all are read.
    package let read: [Bool]?

    /// What conditions say of `nodes` hidden nodes; nil if all have both.
    ///
    /// - Parameter groups: the group of each node, where conditions name one.
    /// - Throws: `NumPyDrawError` without nodes.
    package init?(_ conditions: Conditions, nodes: Int, groups: [String]? = nil) throws(NumPyDrawError) {
        guard
            conditions.inputFraction != nil || conditions.readoutFraction != nil
                || conditions.inputGroup != nil || conditions.readoutGroup != nil
        else { return nil }
        var random = NumPyRandom(seed: UInt32(conditions.seed))
        let order = try random.choice(nodes, size: nodes, replacement: false)
        func chosen(_ fraction: Double?, _ order: [Int]) -> [Bool]? {
            fraction.map { fraction in
                var isChosen = [Bool](repeating: false, count: nodes)
                let count = max(1, Int((fraction * Double(nodes)).rounded()))
                for node in order.prefix(count) { isChosen[node] = true }
                return isChosen
            }
        }
        func members(_ group: String?) -> [Bool]? { group.map { name in (groups ?? []).map { $0 == name } } }
        withInputs = members(conditions.inputGroup) ?? chosen(conditions.inputFraction, order)
        read = members(conditions.readoutGroup) ?? chosen(conditions.readoutFraction, order.reversed())
    }

    /// Sets to zero what belongs to other nodes: initial weights, or gradients, so that these weights stay zero.
    package func clearOthers(in set: ParameterSet) {
        if let withInputs {
            let inputs = set.inputWeights.count / withInputs.count
            for node in withInputs.indices where !withInputs[node] {
                (set.inputWeights.pointer + node * inputs).update(repeating: 0, count: inputs)
            }
        }
        if let read {
            for row in stride(from: 0, to: set.readoutWeights.count, by: read.count) {
                for node in read.indices where !read[node] { set.readoutWeights.pointer[row + node] = 0 }
            }
        }
    }
}
