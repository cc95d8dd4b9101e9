/// The types of elements that are read: whole and floating-point numbers, yes or no, and text.
package enum NumPyElement: String, CaseIterable, Sendable {
    case bool = "b1"
    case int8 = "i1"
    case int16 = "i2"
    case int32 = "i4"
    case int64 = "i8"
    case uint8 = "u1"
    case uint16 = "u2"
    case uint32 = "u4"
    case uint64 = "u8"
    case float16 = "f2"
    case float32 = "f4"
    case float64 = "f8"
    /// Characters of one byte; how many is part of the type, as in `S3`.
    case bytes = "S"
    /// Characters of four bytes, as in `U3`.
    case unicode = "U"

    /// Bytes of an element, or of one of its characters.
    package var size: Int {
        switch self {
        case .bool, .int8, .uint8, .bytes: 1
        case .int16, .uint16, .float16: 2
        case .int32, .uint32, .float32, .unicode: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// Whether elements are text.
    package var isText: Bool { self == .bytes || self == .unicode }

    /// Whether elements are whole numbers; yes or no count as 1 and 0.
    package var isWhole: Bool { !isText && ![.float16, .float32, .float64].contains(self) }

    /// NumPy's name, such as `float32`.
    package var name: String { self == .unicode ? "str" : "\(self)" }
}
