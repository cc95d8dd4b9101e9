/// Factors of initial weights between hidden nodes, by the group of the presynaptic node. Groups that are not named keep theirs.
package struct GroupGains: Hashable, Sendable {
    /// By the name of a group.
    package let factors: [String: Double]

    /// What factors may be.
    package static let range = 0.0...1000
    /// Continues "…; give".
    package static let advice = "factors such as sensory=2,motor=0.5"

    package init(_ factors: [String: Double]) { self.factors = factors }

    /// Those that `text` names, as `text` writes them; nil if it is not such a list, or names a group twice.
    package init?(_ text: String) {
        var factors: [String: Double] = [:]
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = item.lastIndex(of: "="),
                let factor = Double(item[item.index(after: equals)...]),
                Self.range.contains(factor)
            else { return nil }
            let group = String(item[..<equals].drop { $0 == " " })
            guard Self.isName(group), factors.updateValue(factor, forKey: group) == nil else { return nil }
        }
        self.factors = factors
    }

    /// Whether a group of this name can be written in a list.
    package static func isName(_ group: String) -> Bool { !group.isEmpty && !group.contains(",") }

    /// Group, equals sign, factor, with commas between them, in the order of names.
    package var text: String {
        factors.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.canonical)" }.joined(separator: ",")
    }

    /// The factor of each node; nil where a group is of none of them.
    package func byNode(groups: [String]) -> [Float]? {
        guard Set(factors.keys).isSubset(of: groups) else { return nil }
        return groups.map { Float(factors[$0] ?? 1) }
    }
}
