/// The types of elements that are read: whole and floating-point numbers, and yes or no.
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
    case float32 = "f4"
    case float64 = "f8"

    /// Bytes of an element.
    package var size: Int {
        switch self {
        case .bool, .int8, .uint8: 1
        case .int16, .uint16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// Whether elements are whole numbers; yes or no count as 1 and 0.
    package var isWhole: Bool { self != .float32 && self != .float64 }

    /// NumPy's name, such as `float32`.
    package var name: String { "\(self)" }
}
