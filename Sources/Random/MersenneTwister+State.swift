import Model

extension MersenneTwister {
    /// The generator as it is between two draws, to be stored and restored exactly.
    package var state: GeneratorState {
        GeneratorState(words: words, position: position)
    }

    /// A generator that continues exactly where the stored one stopped.
    ///
    /// - Parameter state: 624 words and a position in 0...624.
    /// - Throws: `GeneratorStateError` if the state is not that of a Mersenne Twister.
    package init(state: GeneratorState) throws(GeneratorStateError) {
        guard state.words.count == Self.wordCount else {
            throw .wordCount(state.words.count)
        }
        guard (0...Self.wordCount).contains(state.position) else {
            throw .position(state.position)
        }
        // The recurrence sees only the top bit of the first word; if that and all the rest are zero, it stays zero.
        guard state.words[0] >> 31 != 0 || state.words.dropFirst().contains(where: { $0 != 0 }) else {
            throw .allZero
        }
        words = state.words
        position = state.position
    }
}

/// Why a stored generator state cannot be used.
package enum GeneratorStateError: Error, Equatable, CustomStringConvertible {
    /// There are not 624 words, but this many.
    case wordCount(Int)
    /// A position that is not in 0...624.
    case position(Int)
    /// All words are zero, so all outputs would be, too.
    case allZero

    /// What is wrong, and what would be right.
    package var description: String {
        switch self {
        case .wordCount(let count):
            "the generator state has \(count) words, but a Mersenne Twister has 624; "
                + "the state is damaged or of another generator, so train this segment again from its start"
        case .position(let position):
            "the generator state has position \(position), but it must lie in 0...624; "
                + "the state is damaged, so train this segment again from its start"
        case .allZero:
            "the generator state is all zeros, from which a Mersenne Twister gives only zeros; "
                + "the state is damaged, so train this segment again from its start"
        }
    }
}
