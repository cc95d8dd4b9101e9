/// What a number of a file may be, in code and in words.
package struct NumberRange: Sendable {
    /// For messages: `a fraction of 0 to 1`.
    package let words: String
    /// Whether it may be this one.
    package let contains: @Sendable (Double) -> Bool

    /// Any number but NaN and infinity.
    package static let finite = NumberRange(words: "a finite number") { $0.isFinite }
    /// An accuracy, or a share of nodes.
    package static let fraction = NumberRange(words: "a fraction of 0 to 1") { (0...1).contains($0) }
    /// A connection probability.
    package static let density = NumberRange(words: "a number above 0 and at most 1") { $0 > 0 && $0 <= 1 }
    /// A learning rate, or a scale.
    package static let positive = NumberRange(words: "a positive number") { $0 > 0 && $0.isFinite }
    /// A loss of a sound network, or a mean magnitude.
    package static let magnitude = NumberRange(words: "a number of 0 or more") { $0 >= 0 && $0.isFinite }
    /// A loss or a mean magnitude of a network that may have diverged.
    package static let anyMagnitude = NumberRange(words: "a number of 0 or more, or none") { !($0 < 0) }

    /// The same, or NaN, which stands for no number.
    package var orNone: NumberRange {
        NumberRange(words: "\(words), or NaN") { [contains] in $0.isNaN || contains($0) }
    }
}

extension BinaryFloatingPoint where Self: CustomStringConvertible {
    /// For messages: Swift tells of NaN which bits it has.
    package var words: String { isNaN ? "nan" : description }
}

/// Ranges of whole numbers. Their products are small enough to be computed.
package enum CountRange {
    /// Nodes: an index of one is an `Int32`.
    package static let nodes = 1...Int(Int32.max)
    /// Examples, or epochs to which something belongs.
    package static let some = 1...Int(Int32.max)
    /// Epochs.
    package static let any = 0...Int(Int32.max)
    /// Steps: those of all epochs.
    package static let steps = 0...(1 << 62)
    /// Seeds of NumPy's and PyTorch's generators.
    package static let seed = 0...Int(UInt32.max)
    /// No and yes.
    package static let flag = 0...1
}
