import Model

/// Moves the numbers of an array, in whatever order it has them, to where examples have them.
struct ExampleFiller {
    let size: ExampleSize
    let layout: ArrayLayout
    let scale: DatasetDescription.Scale?

    private static let blockElements = 1 << 14

    /// What numbers of images are, and what helps if they are not.
    static let imageNumbers = "images of whole numbers from 0 to 255"
    static let imageRemedy =
        "multiply by 255 and round if they are from 0 to 1, or describe a series, shape: {steps: …, inputs: …}"

    /// Fills the images that start at these addresses with bytes: whole numbers from 0 to 255.
    ///
    /// - Throws: `DatasetFileError`, or what reading throws.
    func fill(_ starts: [UnsafeMutablePointer<UInt8>], from array: any NumberArray) throws {
        do {
            try move(from: array, starts, read: array.read(integers:), expected: Self.imageNumbers) {
                UInt8(exactly: $0)
            } words: { _, number in
                "\(number)"
            }
        } catch let error as NotWhole {
            throw array.origin.failure(expected: Self.imageNumbers, found: error.found)
                .with(remedy: Self.imageRemedy)
        }
    }

    /// Fills the series that start at these addresses with scaled numbers, all finite.
    ///
    /// - Throws: `DatasetFileError`, or what reading throws.
    func fill(_ starts: [UnsafeMutablePointer<Float>], from array: any NumberArray) throws {
        let scale = scale.map { (mean: Float($0.mean), deviation: Float($0.deviation)) }
        try move(from: array, starts, read: array.read(floats:), expected: "finite numbers") { number in
            let value = scale.map { (number - $0.mean) / $0.deviation } ?? number
            return value.isFinite ? value : nil
        } words: { element, number in
            guard number.isInfinite, let exact = array.float64(at: element), exact.isFinite else {
                return "\(number)"
            }
            return "\(exact)".replacing("e+", with: "e") + ", which is beyond the range of float32"
        }
    }

    private func move<Raw: Numeric, Number>(
        from array: any NumberArray, _ starts: [UnsafeMutablePointer<Number>],
        read: (UnsafeMutableBufferPointer<Raw>) throws -> Int, expected: String,
        _ convert: (Raw) -> Number?, words: (Int, Raw) -> String
    ) throws {
        let shape = layout.shape(starts.count, of: size)
        guard array.shape == shape else {
            throw array.origin.failure(
                expected: "an array \(layout.text) of shape \(shape)",
                found: "\(array.typeName) of shape \(array.shape)")
        }
        var place = ArrayPlace(layout, size, examples: starts.count, isFortranOrder: array.isFortranOrder)
        var block = [Raw](repeating: 0, count: Self.blockElements)
        let all = shape.reduce(1, *)
        var done = 0
        try block.withUnsafeMutableBufferPointer { block in
            while case let count = try read(block), count > 0 {
                guard done + count <= all else {
                    throw array.origin.failure(expected: "\(all) numbers", found: "more")
                }
                for index in 0..<count {
                    guard let number = convert(block[index]) else {
                        throw array.origin.failure(
                            at: ArrayPlace.index(of: done + index, in: shape, array.isFortranOrder),
                            expected: expected, found: words(done + index, block[index]))
                    }
                    starts[place.example][place.offset] = number
                    place.advance()
                }
                done += count
            }
        }
        guard done == all else { throw array.origin.failure(expected: "\(all) numbers", found: "\(done)") }
    }
}

/// Where in an example the next number of an array belongs, as one reads on in its order.
struct ArrayPlace {
    /// Index of the example.
    private(set) var example = 0
    /// Numbers from the example's start.
    private(set) var offset = 0

    /// All axes, the fastest first: size, and how far an index moves in the example; 0 for the axis of examples.
    private let axes: [(size: Int, stride: Int)]
    private var indices: [Int]

    init(_ layout: ArrayLayout, _ size: ExampleSize, examples: Int, isFortranOrder: Bool) {
        let strides = size.strides
        axes = layout.fastestFirst(isFortranOrder: isFortranOrder).map {
            $0 == .example ? (examples, 0) : strides[$0] ?? (1, 1)
        }
        indices = [Int](repeating: 0, count: axes.count)
    }

    /// Moves on by one number.
    mutating func advance() {
        for (axis, (size, stride)) in axes.enumerated() {
            indices[axis] += 1
            if stride == 0 { example += 1 } else { offset += stride }
            if indices[axis] < size { return }
            indices[axis] = 0
            if stride == 0 { example = 0 } else { offset -= size * stride }
        }
    }

    /// The index, axis by axis, of a number in the order of a file.
    static func index(of number: Int, in shape: [Int], _ isFortranOrder: Bool) -> [Int] {
        var rest = number
        let sizes = isFortranOrder ? shape : shape.reversed()
        let index = sizes.map { size in
            defer { rest /= max(size, 1) }
            return rest % max(size, 1)
        }
        return isFortranOrder ? index : index.reversed()
    }
}
