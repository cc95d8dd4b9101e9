import CHDF5

/// A number type as a file stores it; raw values are NumPy's names.
package enum HDF5ElementType: String, CaseIterable, Sendable {
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case float32, float64

    /// Bytes of one element.
    package var byteCount: Int {
        switch self {
        case .int8, .uint8: 1
        case .int16, .uint16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// The library's standard type; the lock must be held.
    func standardType(bigEndian: Bool = false) -> hid_t {
        let big: Int32 = bigEndian ? 1 : 0
        return switch self {
        case .int8: chdf5_int8(big)
        case .int16: chdf5_int16(big)
        case .int32: chdf5_int32(big)
        case .int64: chdf5_int64(big)
        case .uint8: chdf5_uint8(big)
        case .uint16: chdf5_uint16(big)
        case .uint32: chdf5_uint32(big)
        case .uint64: chdf5_uint64(big)
        case .float32: chdf5_float32(big)
        case .float64: chdf5_float64(big)
        }
    }

    /// The type as this machine holds it in memory; the lock must be held.
    var nativeType: hid_t { standardType(bigEndian: Int(1).bigEndian == 1) }
}

/// A Swift number that can be an element of a dataset; only this module declares conformances.
package protocol HDF5Element: BitwiseCopyable, Sendable {
    /// How a file stores it, little-endian.
    static var hdf5ElementType: HDF5ElementType { get }
}

extension Float: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .float32 }
}
extension Double: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .float64 }
}
extension Int8: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .int8 }
}
extension Int16: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .int16 }
}
extension UInt16: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .uint16 }
}
extension UInt8: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .uint8 }
}
extension Int32: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .int32 }
}
extension Int64: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .int64 }
}
extension UInt32: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .uint32 }
}
extension UInt64: HDF5Element {
    package static var hdf5ElementType: HDF5ElementType { .uint64 }
}

/// What the elements of a dataset or attribute are.
enum StoredType: Equatable, CustomStringConvertible {
    /// A standard number, in either byte order.
    case number(HDF5ElementType)
    /// Text, of variable length or padded to a fixed number of bytes.
    case string(fixedBytes: Int?)
    /// A byte that is FALSE (0) or TRUE (1), as h5py writes NumPy's bool.
    case boolean
    /// Anything else, in words; it can be described but not read.
    case other(String)

    /// NumPy's name of a number, `string`, or words.
    var description: String {
        switch self {
        case .number(let type): type.rawValue
        case .string: "string"
        case .boolean: "bool"
        case .other(let words): words
        }
    }

    /// Recognises an open datatype.
    static func recognise(_ type: borrowing Identifier, _ location: ObjectLocation) throws(HDF5Error)
        -> StoredType
    {
        let bytes = CLibrary.synchronized { H5Tget_size(type.raw) }
        switch CLibrary.synchronized({ H5Tget_class(type.raw) }) {
        case H5T_INTEGER, H5T_FLOAT:
            return CLibrary.synchronized {
                HDF5ElementType.allCases.first {
                    H5Tequal(type.raw, $0.standardType()) > 0
                        || H5Tequal(type.raw, $0.standardType(bigEndian: true)) > 0
                }.map(StoredType.number)
            } ?? .other("a number of \(bytes) bytes that is not a standard type")
        case H5T_STRING:
            let isVariable = try CLibrary.check("H5Tis_variable_str", location) {
                H5Tis_variable_str(type.raw)
            }
            return .string(fixedBytes: isVariable > 0 ? nil : Int(bytes))
        case H5T_ENUM:
            return CLibrary.synchronized { chdf5_is_boolean(type.raw) } == 1
                ? .boolean : .other("an enumeration of \(bytes) bytes")
        case H5T_COMPOUND: return .other("a compound of \(bytes) bytes")
        default: return .other("a type of \(bytes) bytes that is neither number nor string")
        }
    }
}
