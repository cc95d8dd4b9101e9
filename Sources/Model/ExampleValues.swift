/// The numbers of examples, one example after the other, each in the order in which a network reads it:
/// [example][step][input].
package enum ExampleValues: Equatable, Sendable {
    /// Images of one byte a number, [image][row][channel][column]: a step is a row.
    case images([UInt8], ImageLayout)
    /// Series of numbers that a network reads as they are, [series][step][channel]; all finite.
    case series([Float], SeriesLayout)

    /// Time steps of an example.
    package var steps: Int {
        switch self {
        case .images(_, let layout): layout.rows
        case .series(_, let layout): layout.steps
        }
    }

    /// Numbers that a network reads in each step.
    package var inputs: Int {
        switch self {
        case .images(_, let layout): layout.channels * layout.columns
        case .series(_, let layout): layout.channels
        }
    }

    /// Numbers of all examples together.
    package var count: Int {
        switch self {
        case .images(let bytes, _): bytes.count
        case .series(let numbers, _): numbers.count
        }
    }

    /// The numbers of the first `examples` examples.
    func first(_ examples: Int) -> ExampleValues {
        switch self {
        case .images(let bytes, let layout):
            .images(Array(bytes.prefix(examples * layout.rows * layout.channels * layout.columns)), layout)
        case .series(let numbers, let layout):
            .series(Array(numbers.prefix(examples * layout.steps * layout.channels)), layout)
        }
    }

    /// The numbers of the examples with these indices, in this order.
    func picked(_ indices: [Int]) -> ExampleValues {
        func picked<Value>(_ all: [Value]) -> [Value] {
            let size = steps * inputs
            return indices.flatMap { all[$0 * size..<($0 + 1) * size] }
        }
        return switch self {
        case .images(let bytes, let layout): .images(picked(bytes), layout)
        case .series(let numbers, let layout): .series(picked(numbers), layout)
        }
    }

    /// Whether both are of one kind, with examples of one size that are read in one way.
    package func isLike(_ other: ExampleValues) -> Bool {
        switch (self, other) {
        case (.images(_, let layout), .images(_, let otherLayout)): layout == otherLayout
        case (.series(_, let layout), .series(_, let otherLayout)): layout == otherLayout
        default: false
        }
    }
}

/// The size of images, and what a network reads for a byte.
package struct ImageLayout: Equatable, Sendable {
    /// Height in pixels.
    package let rows: Int
    /// 1 for grey images, 3 for red, green and blue.
    package let channels: Int
    /// Width in pixels.
    package let columns: Int
    /// What a network reads for a byte.
    package let scale: ByteScale

    /// A layout; grey, and read as fractions of 255, unless told otherwise.
    package init(rows: Int, channels: Int = 1, columns: Int, scale: ByteScale = .fraction) {
        self.rows = rows
        self.channels = channels
        self.columns = columns
        self.scale = scale
    }
}

/// The size of series.
package struct SeriesLayout: Equatable, Sendable {
    /// Points in time.
    package let steps: Int
    /// Numbers at each of them.
    package let channels: Int

    /// A layout.
    package init(steps: Int, channels: Int) {
        self.steps = steps
        self.channels = channels
    }
}

/// What a network reads for a byte v: (v / 255 − mean) / standardDeviation, each step rounded to float32, as PyTorch's
/// `ToTensor` and `Normalize` compute it.
package struct ByteScale: Equatable, Sendable {
    /// Subtracted from the fraction.
    package let mean: Float
    /// What the difference is divided by; above zero.
    package let standardDeviation: Float

    /// v / 255, from 0 to 1: subtracting 0 and dividing by 1 change no bit.
    package static let fraction = ByteScale(mean: 0, standardDeviation: 1)

    /// A scale; `standardDeviation` above zero.
    package init(mean: Float, standardDeviation: Float) {
        precondition(standardDeviation > 0, "a standard deviation of \(standardDeviation) scales nothing")
        self.mean = mean
        self.standardDeviation = standardDeviation
    }

    /// What is read for each of the 256 bytes.
    package var table: [Float] {
        (0..<256).map { (Float($0) / 255 - mean) / standardDeviation }
    }
}
