import Compute

/// What a hidden node does with the sum of its inputs.
public enum Nonlinearity: String, CaseIterable, Sendable {
    /// max(0, x): the paper's choice unless it says otherwise.
    case relu
    /// Hyperbolic tangent (paper, figure 3B).
    case tanh

    var function: ProductFunction {
        switch self {
        case .relu: .relu
        case .tanh: .tanh
        }
    }

    /// The derivative, given the activations h.
    func derivative(_ h: Activations) -> ProductFunction {
        switch self {
        case .relu: .reluDerivative(h)
        case .tanh: .tanhDerivative(h)
        }
    }

    /// Whether a node with h = 0 passes no gradient on.
    var silentNodesHaveNoGradient: Bool { self == .relu }
}
