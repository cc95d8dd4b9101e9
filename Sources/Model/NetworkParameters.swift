/// All trainable numbers of a network of N hidden nodes, or one number for each of them
/// (gradients, Adam's moments).
package struct NetworkParameters: Equatable, Sendable {
    /// Input to hidden, [N][inputs], row-major.
    package var inputWeights: [Float]
    /// Bias that PyTorch calls `bias_ih`, [N].
    package var inputBiases: [Float]
    /// Hidden to hidden, one value a connection in the mask's order (row-major [N][N] for a full mask); of a feedforward
    /// network, from the first to the second hidden layer.
    package var recurrentWeights: [Float]
    /// Bias that PyTorch calls `bias_hh`, [N]; of a feedforward network, that of the second layer.
    package var recurrentBiases: [Float]
    /// Hidden to output, [classes][N], row-major.
    package var readoutWeights: [Float]
    /// Bias of the outputs, [classes].
    package var readoutBiases: [Float]

    /// The six arrays, in the order in which PyTorch draws them.
    package init(
        inputWeights: [Float], inputBiases: [Float], recurrentWeights: [Float], recurrentBiases: [Float],
        readoutWeights: [Float], readoutBiases: [Float]
    ) {
        self.inputWeights = inputWeights
        self.inputBiases = inputBiases
        self.recurrentWeights = recurrentWeights
        self.recurrentBiases = recurrentBiases
        self.readoutWeights = readoutWeights
        self.readoutBiases = readoutBiases
    }

    /// Whether none of the numbers is infinite or NaN.
    package var isFinite: Bool { Self.fields.allSatisfy { self[keyPath: $0.path].allSatisfy(\.isFinite) } }

    /// The arrays with the names under which files hold them, in a fixed order.
    package static let fields:
        [(name: String, path: WritableKeyPath<NetworkParameters, [Float]> & Sendable)] =
            [
                ("input_weights", \.inputWeights), ("input_biases", \.inputBiases),
                ("recurrent_weights", \.recurrentWeights), ("recurrent_biases", \.recurrentBiases),
                ("readout_weights", \.readoutWeights), ("readout_biases", \.readoutBiases),
            ]
}
