/// What training does to the weights between hidden nodes.
package enum RecurrentWeights: String, CaseIterable, Sendable {
    /// It changes them, as in the paper.
    case trained
    /// They stay as they were drawn: only inputs, biases and read-out learn, as in reservoirs.
    case fixed
}

/// Where the magnitudes of initial weights between hidden nodes come from.
package enum InitialWeights: String, CaseIterable, Sendable {
    /// They are drawn, as in the paper.
    case drawn
    /// They are in proportion to the weights of the connectome that is the mask: numbers of synapses, for instance.
    case connectome
}
