import Model
import Random

extension DaleRule {
    /// Which nodes are inhibitory, drawn by NumPy after the N² numbers of a mask with the same seed:
    /// `RandomState(seed)`, `rand(N, N)`, `choice(N, k)` (paper, Methods; notebook).
    ///
    /// - Precondition: they are drawn, not the mask's.
    /// - Throws: `NumPyDrawError` for a fraction outside 0...1.
    package func inhibitoryNodes(of nodes: Int, seed: UInt32) throws(NumPyDrawError) -> [Bool] {
        var random = NumPyRandom(seed: seed)
        random.discardRand(nodes * nodes)
        let chosen = try random.choice(
            nodes, size: draws(of: nodes), replacement: drawing == .replacement)
        var isInhibitory = [Bool](repeating: false, count: nodes)
        for node in chosen { isInhibitory[node] = true }
        return isInhibitory
    }
}
