/// What an `.npy` file says about its array (NumPy's format, versions 1.0 to 3.0): a literal of a Python dictionary with the keys
/// `descr`, `fortran_order` and `shape`.
package struct NumPyHeader: Equatable, Sendable {
    /// The type of its elements.
    package let element: NumPyElement
    /// Characters of an element that is text, 0 or more; 1 for numbers.
    package let characters: Int
    /// Whether the bytes of an element begin with the most significant one.
    package let isBigEndian: Bool
    /// Whether the first axis is the one that varies fastest in the file; if not, the last is.
    package let isFortranOrder: Bool
    /// The size of each axis, 0 or more; empty for a single number.
    package let shape: [Int]

    /// Number of elements.
    package var count: Int { shape.reduce(1, *) }
    /// Number of bytes of an element.
    package var elementSize: Int { element.size * characters }
    /// Number of bytes of all elements.
    package var byteCount: Int { count * elementSize }

    /// For each axis, how many elements lie in the file from one index to the next.
    package var strides: [Int] {
        var stride = 1
        let sizes = isFortranOrder ? shape : shape.reversed()
        let strides = sizes.map { size in
            defer { stride *= size }
            return stride
        }
        return isFortranOrder ? strides : strides.reversed()
    }

    /// NumPy's bound is 32, or 64 since version 2.
    private static let mostAxes = 64

    /// A mistake in a header: what was expected, what was found, and whether it is only a type that is not read here.
    struct Mistake: Error {
        let expected: String
        let found: String
        var isUnsupported = false
    }

    /// Reads the literal.
    init(parsing text: [UInt8]) throws(Mistake) {
        var reader = LiteralReader(text)
        var descr: LiteralReader.Value?
        var order: LiteralReader.Value?
        var shape: LiteralReader.Value?
        for (key, value) in try reader.dictionary() {
            switch key {
            case "descr" where descr == nil: descr = value
            case "fortran_order" where order == nil: order = value
            case "shape" where shape == nil: shape = value
            default:
                throw Mistake(
                    expected: "a header with descr, fortran_order and shape, each once", found: "'\(key)'")
            }
        }
        guard let descr, let shape, case .bool(let isFortranOrder)? = order else {
            throw Mistake(
                expected: "a header with descr, fortran_order (True or False) and shape",
                found: "one that lacks some of it")
        }
        (element, characters, isBigEndian) = try Self.type(descr)
        self.isFortranOrder = isFortranOrder
        self.shape = try Self.sizes(shape)
        try checkSize()
    }

    private static func type(_ value: LiteralReader.Value) throws(Mistake) -> (NumPyElement, Int, Bool) {
        guard case .string(let text) = value else {
            guard case .list = value else { throw Mistake(expected: "descr as text", found: "\(value)") }
            throw Mistake(expected: known, found: "records of several fields", isUnsupported: true)
        }
        let order = text.first ?? " "
        let name = String(text.dropFirst())
        if name.first == "O" {
            throw Mistake(
                expected: known, found: "Python objects ('\(text)'), which are pickles and never read",
                isUnsupported: true)
        }
        let isText = NumPyElement(rawValue: String(name.prefix(1)))?.isText ?? false
        let kind = isText ? String(name.prefix(1)) : name
        let digits = isText ? name.dropFirst() : "1"
        guard "<>|".contains(order), let element = NumPyElement(rawValue: kind),
            order != "|" || element.size == 1,
            digits.count < 10, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let characters = Int(digits)
        else {
            throw Mistake(expected: known, found: "descr '\(text)'", isUnsupported: true)
        }
        return (element, characters, order == ">")
    }

    private static let known =
        "numbers (\(NumPyElement.allCases.filter { !$0.isText }.map(\.name).joined(separator: ", ")))"

    private static func sizes(_ value: LiteralReader.Value) throws(Mistake) -> [Int] {
        guard case .tuple(let items) = value else {
            throw Mistake(expected: "shape as a tuple of sizes", found: "\(value)")
        }
        var sizes: [Int] = []
        for item in items {
            guard case .integer(let size) = item else {
                throw Mistake(expected: "shape as a tuple of sizes", found: "\(item) in it")
            }
            sizes.append(size)
        }
        guard sizes.count <= mostAxes else {
            throw Mistake(expected: "at most \(mostAxes) axes", found: "\(sizes.count)")
        }
        return sizes
    }

    /// No product of sizes may be beyond any memory, even if another axis has the size 0.
    private func checkSize() throws(Mistake) {
        var bytes = elementSize
        for size in shape where size > 0 {
            let (product, overflows) = bytes.multipliedReportingOverflow(by: size)
            guard !overflows, product < 1 << 62 else {
                throw Mistake(expected: "an array that fits into memory", found: "shape \(shape)")
            }
            bytes = product
        }
    }
}
