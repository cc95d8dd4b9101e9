/// What a hidden node does with the sum of its inputs.
package enum Nonlinearity: String, CaseIterable, Sendable {
    /// max(0, x): the paper's choice unless it says otherwise.
    case relu
    /// Hyperbolic tangent (paper, figure 3B).
    case tanh

    /// What activations can be.
    var range: ClosedRange<Float> {
        switch self {
        case .relu: 0...Float.greatestFiniteMagnitude
        case .tanh: -1...1
        }
    }
}
