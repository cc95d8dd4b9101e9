/// An element as it lies in a file, of which a number can be made.
protocol StoredElement: BitwiseCopyable {
    /// From the bytes of a file of the other byte order.
    var swapped: Self { get }
    /// The nearest float32; nil for bytes that stand for no element.
    var float: Float? { get }
    /// The whole number; nil if it is none or does not fit.
    var integer: Int64? { get }
}

/// What elements are read as.
protocol ReadNumber: BitwiseCopyable {
    /// What is read, for messages.
    static var words: String { get }
    /// The number that an element stands for, if there is one.
    init?(stored: some StoredElement)
}

extension Float: ReadNumber {
    static var words: String { "numbers" }
    init?(stored: some StoredElement) {
        guard let float = stored.float else { return nil }
        self = float
    }
}

extension Int64: ReadNumber {
    static var words: String { "whole numbers from −2⁶³ to 2⁶³ − 1" }
    init?(stored: some StoredElement) {
        guard let integer = stored.integer else { return nil }
        self = integer
    }
}

extension StoredElement where Self: FixedWidthInteger {
    var swapped: Self { byteSwapped }
    var float: Float? { Float(self) }
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
    var integer: Int64? { Int64(exactly: self) }
}

extension Double: StoredElement {
    var swapped: Double { Double(bitPattern: bitPattern.byteSwapped) }
    var float: Float? { Float(self) }
    var integer: Int64? { Int64(exactly: self) }
}

/// Yes or no: the byte 1 or 0, and no other.
struct StoredBool: StoredElement, CustomStringConvertible {
    let byte: UInt8

    var swapped: StoredBool { self }
    var float: Float? { integer.map { Float($0) } }
    var integer: Int64? { byte < 2 ? Int64(byte) : nil }
    var description: String { "the byte \(byte)" }
}
