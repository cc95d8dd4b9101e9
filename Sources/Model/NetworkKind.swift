/// How hidden nodes are arranged (paper, figure 3A).
package enum NetworkKind: String, CaseIterable, Sendable {
    /// One hidden layer whose nodes are connected among themselves; reads an example step by step.
    case rnn
    /// Two hidden layers of N nodes, the first connected to the second; reads a whole example at once.
    case feedforward

    /// All names.
    static let names = allCases.map(\.rawValue)

    /// For people: `recurrent` for `rnn`.
    package var title: String { self == .rnn ? "recurrent" : rawValue }
}
