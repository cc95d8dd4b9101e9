import Foundation

/// An array as NumPy's .npy holds it: numbers of a standard type, or a short text, in one or no dimension.
struct NumPyArray {
    /// How elements are stored, as NumPy says it: `<i4`.
    let type: String
    /// Extents; empty for a scalar.
    let shape: [Int]
    /// Where elements begin.
    private let start: Int
    /// The bytes of an element; of texts as many as their characters take.
    private let elementBytes: Int
    private let bytes: [UInt8]

    /// - Throws: a sentence on what is wrong.
    init(_ bytes: [UInt8]) throws(NumPyProblem) {
        self.bytes = bytes
        guard bytes.count >= 10, bytes[0] == 0x93, bytes[1..<6].elementsEqual("NUMPY".utf8),
            (1...3).contains(bytes[6])
        else { throw NumPyProblem("is no NumPy array of version 1 to 3") }
        let isLong = bytes[6] > 1
        let first = isLong ? 12 : 10
        guard bytes.count >= first else { throw NumPyProblem("is cut short in its header") }
        let length = bytes[8..<first].reversed().reduce(0) { $0 << 8 | Int($1) }
        start = first + length
        guard start <= bytes.count else { throw NumPyProblem("is cut short in its header") }
        let header = String(decoding: bytes[first..<start], as: UTF8.self)
        let pattern =
            /\s*\{\s*'descr':\s*'([<>|=]?[a-zA-Z]\d{1,4})',\s*'fortran_order':\s*(?:False|True),\s*'shape':\s*\(\s*(?:(\d{1,18})\s*,?)?\s*\)\s*,?\s*\}\s*/
        guard let match = header.wholeMatch(of: pattern) else {
            throw NumPyProblem(
                "is “\(header.trimmingCharacters(in: .whitespacesAndNewlines).prefix(120))”, but an array of a standard type in one "
                    + "dimension was expected")
        }
        type = String(match.1)
        shape = match.2.flatMap { Int($0) }.map { [$0] } ?? []
        let size = Int(type.drop { !$0.isNumber }) ?? 0
        elementBytes = type.contains("U") ? 4 * size : size
        let (needed, overflow) = count.multipliedReportingOverflow(by: elementBytes)
        guard !overflow, bytes.count - start == needed else {
            throw NumPyProblem(
                "has \(bytes.count - start) bytes of elements, but \(count) of type \(type) were announced")
        }
    }

    /// Number of elements.
    var count: Int { shape.first ?? 1 }

    /// The whole numbers, where that is what elements are.
    ///
    /// - Throws: a sentence, also where one does not fit.
    func integers<Number: FixedWidthInteger>(_ number: Number.Type) throws(NumPyProblem) -> [Number] {
        let convert: (UInt64) -> Number? =
            switch type.drop(while: { "<|=".contains($0) }) {
            case "i1": { Number(exactly: Int8(truncatingIfNeeded: $0)) }
            case "i2": { Number(exactly: Int16(truncatingIfNeeded: $0)) }
            case "i4": { Number(exactly: Int32(truncatingIfNeeded: $0)) }
            case "i8": { Number(exactly: Int64(truncatingIfNeeded: $0)) }
            case "u1", "u2", "u4", "u8": { Number(exactly: $0) }
            default:
                throw NumPyProblem(
                    "has elements of type \(type), but whole numbers, little-endian, were expected")
            }
        var values: [Number] = []
        values.reserveCapacity(count)
        for place in 0..<count {
            guard let value = convert(unsigned(place)) else {
                throw NumPyProblem("holds a number at place \(place) that is out of range")
            }
            values.append(value)
        }
        return values
    }

    /// The numbers, of any real type or bool.
    func numbers() throws(NumPyProblem) -> [Double] {
        switch type.drop(while: { "<|=".contains($0) }) {
        case "f4":
            return (0..<count).map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: unsigned($0)))) }
        case "f8": return (0..<count).map { Double(bitPattern: unsigned($0)) }
        case "f2": return (0..<count).map { Self.half(UInt16(truncatingIfNeeded: unsigned($0))) }
        case "b1": return (0..<count).map { unsigned($0) == 0 ? 0 : 1 }
        case "u8": return try integers(UInt64.self).map { Double($0) }
        default: return try integers(Int64.self).map { Double($0) }
        }
    }

    /// The characters of a text, as `S3` or `U3` hold them.
    var text: String {
        let characters = bytes[start...].filter { $0 != 0 }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The bytes of an element, little-endian, as a number.
    @inline(__always)
    private func unsigned(_ place: Int) -> UInt64 {
        let size = min(elementBytes, 8)
        let first = start + place * elementBytes
        var value: UInt64 = 0
        for index in 0..<size { value |= UInt64(bytes[first + index]) << UInt64(8 * index) }
        return value
    }

    /// float16, which not all processors have.
    private static func half(_ bits: UInt16) -> Double {
        let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF))
        let sign: Double = bits >> 15 == 0 ? 1 : -1
        if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
        return exponent == 0
            ? sign * Double(sign: .plus, exponent: -24, significand: fraction)
            : sign * Double(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
    }
}

/// What is wrong with an array, to follow its name.
struct NumPyProblem: Error {
    let words: String
    init(_ words: String) { self.words = words }
}
