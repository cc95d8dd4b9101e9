/// An element as it lies in a file, of which a number can be made.
protocol StoredElement: BitwiseCopyable {
    /// From the bytes of a file of the other byte order.
    var swapped: Self { get }
    /// The nearest float32; nil for bytes that stand for no element.
    var float: Float? { get }
    /// The nearest float64; nil for bytes that stand for no element.
    var double: Double? { get }
    /// The whole number; nil if it is none or does not fit.
    var integer: Int64? { get }
}

/// What elements are read as.
protocol ReadNumber: BitwiseCopyable {
    /// What is read, for messages.
    static var words: String { get }
    /// What it is when an element is something else.
    static var problem: NumPyError.Problem { get }
    /// The number that an element stands for, if there is one.
    init?(stored: some StoredElement)
}

extension Float: ReadNumber {
    static var words: String { "numbers" }
    static var problem: NumPyError.Problem { .damaged }
    init?(stored: some StoredElement) {
        guard let float = stored.float else { return nil }
        self = float
    }
}

extension Double: ReadNumber {
    static var words: String { "numbers" }
    static var problem: NumPyError.Problem { .damaged }
    init?(stored: some StoredElement) {
        guard let double = stored.double else { return nil }
        self = double
    }
}

extension Int32: ReadNumber {
    static var words: String { "whole numbers from −2³¹ to 2³¹ − 1" }
    static var problem: NumPyError.Problem { .notWhole }
    init?(stored: some StoredElement) {
        guard let integer = stored.integer.flatMap({ Int32(exactly: $0) }) else { return nil }
        self = integer
    }
}

extension Int64: ReadNumber {
    static var words: String { "whole numbers from −2⁶³ to 2⁶³ − 1" }
    static var problem: NumPyError.Problem { .notWhole }
    init?(stored: some StoredElement) {
        guard let integer = stored.integer else { return nil }
        self = integer
    }
}

extension StoredElement where Self: FixedWidthInteger {
    var swapped: Self { byteSwapped }
    var float: Float? { Float(self) }
    var double: Double? { Double(self) }
    var integer: Int64? { Int64(exactly: self) }
}

extension Int8: StoredElement {}
extension Int16: StoredElement {}
extension Int32: StoredElement {}
extension Int64: StoredElement {}
extension UInt8: StoredElement {}
extension UInt16: StoredElement {}
extension UInt32: StoredElement {}
extension UInt64: StoredElement {}

extension Float: StoredElement {
    var swapped: Float { Float(bitPattern: bitPattern.byteSwapped) }
    var float: Float? { self }
    var double: Double? { Double(self) }
    var integer: Int64? { Int64(exactly: self) }
}

extension Double: StoredElement {
    var swapped: Double { Double(bitPattern: bitPattern.byteSwapped) }
    var float: Float? { Float(self) }
    var double: Double? { self }
    var integer: Int64? { Int64(exactly: self) }
}

/// Yes or no: the byte 1 or 0, and no other.
struct StoredBool: StoredElement, CustomStringConvertible {
    let byte: UInt8

    var swapped: StoredBool { self }
    var float: Float? { integer.map { Float($0) } }
    var double: Double? { integer.map { Double($0) } }
    var integer: Int64? { byte < 2 ? Int64(byte) : nil }
    var description: String { "the byte \(byte)" }
}

/// A float16, which not all processors have; every one is a float32, too.
struct StoredHalf: StoredElement, CustomStringConvertible {
    let bits: UInt16

    var swapped: StoredHalf { StoredHalf(bits: bits.byteSwapped) }
    var float: Float? {
        let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Float(bits & 0x3FF))
        let sign: Float = bits >> 15 == 0 ? 1 : -1
        if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
        return exponent == 0
            ? sign * Float(sign: .plus, exponent: -24, significand: fraction)
            : sign * Float(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
    }
    var double: Double? { float.map { Double($0) } }
    var integer: Int64? { float.flatMap { Int64(exactly: $0) } }
    var description: String { float.map { "\($0)" } ?? "" }
}
