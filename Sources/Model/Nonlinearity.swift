/// What a hidden node does with the sum of its inputs.
package enum Nonlinearity: String, CaseIterable, Sendable {
    /// max(0, x): the paper's choice unless it says otherwise.
    case relu
    /// Hyperbolic tangent (paper, figure 3B).
    case tanh

    /// All names.
    static let names = allCases.map(\.rawValue)

    /// What activations can be.
    package var range: ClosedRange<Float> {
        switch self {
        case .relu: 0...Float.greatestFiniteMagnitude
        case .tanh: -1...1
        }
    }
}
