/// What training does to the weights between hidden nodes.
package enum RecurrentWeights: String, CaseIterable, Sendable {
    /// It changes them, as in the paper.
    case trained
    /// They stay as they were drawn: only inputs, biases and read-out learn, as in reservoirs.
    case fixed
}
