import Model

extension WiringRule {
    /// Every node is connected to every node, itself included: the paper's dense networks.
    package static let full = WiringRule(
        name: "full", summary: "every node is connected to every node, itself included", parameters: []
    ) { wiring in
        ConnectivityMask(
            hiddenNodes: wiring.hiddenNodes, connections: .all, density: 1, rule: "full", seed: nil)
    }
}
