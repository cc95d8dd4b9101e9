import Compute
import Model

extension Nonlinearity {
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

    /// Whether a node with h = 0 passes on no gradient.
    var silentNodesHaveNoGradient: Bool { self == .relu }
}
