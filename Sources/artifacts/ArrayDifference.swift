import Foundation
import HDF5

/// Where two arrays with the same name and shape differ.
struct ArrayDifference {
    /// Path in both files.
    let path: String
    /// How many elements differ, and how many there are.
    private(set) var different = 0
    private(set) var count = 0
    /// Largest difference of numbers.
    private(set) var largest = 0.0
    /// Largest distance in units in the last place; for floats only.
    private(set) var largestULP: UInt64?
    /// Position of the first element that differs (row-major), and both values.
    private(set) var first: (index: Int, one: String, other: String, ulp: UInt64?)?
    private let shape: [Int]

    private static let pieceElements = 1 << 20

    /// Compares the dataset `path` of two files piece by piece.
    /// - Throws: `HDF5Error`.
    init(_ path: String, _ type: String, shape: [Int], _ one: borrowing HDF5File, _ other: borrowing HDF5File)
        throws
    {
        self.path = path
        self.shape = shape
        let name = String(path.dropFirst())
        let left = try one.root.dataset(name)
        let right = try other.root.dataset(name)
        switch HDF5ElementType(rawValue: type) {
        case .float32: try compare(left, right, Float.self)
        case .float64: try compare(left, right, Double.self)
        case .uint8: try compare(left, right, UInt8.self)
        case .int32: try compare(left, right, Int32.self)
        case .int64: try compare(left, right, Int64.self)
        case .uint32: try compare(left, right, UInt32.self)
        case .uint64: try compare(left, right, UInt64.self)
        default: try compareStrings(left, right)
        }
    }

    private mutating func compare<Element: HDF5Element & NumberValue>(
        _ left: borrowing HDF5Dataset, _ right: borrowing HDF5Dataset, _ type: Element.Type
    ) throws {
        guard let rows = shape.first else {
            return compare(try left.read(as: type), try right.read(as: type), from: 0)
        }
        let rowElements = max(1, shape.dropFirst().reduce(1, *))
        let step = max(1, Self.pieceElements / rowElements)
        for start in stride(from: 0, to: rows, by: step) {
            let range = start..<min(rows, start + step)
            compare(
                try left.readRows(range, as: type), try right.readRows(range, as: type),
                from: start * rowElements)
        }
    }

    private mutating func compare<Element: HDF5Element & NumberValue>(
        _ left: [Element], _ right: [Element], from start: Int
    ) {
        count += left.count
        for index in left.indices where !left[index].hasSameBits(as: right[index]) {
            let (one, other) = (left[index], right[index])
            different += 1
            largest = max(largest, abs(one.asDouble - other.asDouble))
            let distance = one.ulps(to: other)
            if let distance { largestULP = max(largestULP ?? 0, distance) }
            if first == nil { first = (start + index, "\(one)", "\(other)", distance) }
        }
    }

    private mutating func compareStrings(_ left: borrowing HDF5Dataset, _ right: borrowing HDF5Dataset) throws
    {
        let (one, other) = (try left.readStrings(), try right.readStrings())
        count = one.count
        for index in one.indices where one[index] != other[index] {
            different += 1
            if first == nil { first = (index, "“\(one[index])”", "“\(other[index])”", nil) }
        }
    }

    /// Indices of an element, such as `[3, 17]`.
    func indices(of element: Int) -> [Int] {
        var rest = element
        var indices: [Int] = []
        for extent in shape.reversed() {
            indices.insert(rest % max(1, extent), at: 0)
            rest /= max(1, extent)
        }
        return indices
    }

    /// One line for people.
    var text: String {
        guard let first else { return "\(path): equal" }
        let ulp = largestULP.map { ", at most \($0) ULP apart" } ?? ""
        let place = "first at \(indices(of: first.index)): \(first.one) | \(first.other)"
        let apart = first.ulp.map { " (\($0) ULP)" } ?? ""
        return
            "\(path): \(different) of \(count) elements differ, by at most \(largest)\(ulp); \(place)\(apart)"
    }
}

/// Numbers that can be compared in the form in which they are stored.
protocol NumberValue {
    var asDouble: Double { get }
    func hasSameBits(as other: Self) -> Bool
    /// How many floats there are between two floats; nil for other numbers.
    func ulps(to other: Self) -> UInt64?
}

extension NumberValue where Self: BinaryInteger {
    var asDouble: Double { Double(self) }
    func hasSameBits(as other: Self) -> Bool { self == other }
    func ulps(to other: Self) -> UInt64? { nil }
}

extension NumberValue where Self: BinaryFloatingPoint {
    var asDouble: Double { Double(self) }
}

extension UInt8: NumberValue {}
extension Int32: NumberValue {}
extension Int64: NumberValue {}
extension UInt32: NumberValue {}
extension UInt64: NumberValue {}

extension Float: NumberValue {
    func hasSameBits(as other: Float) -> Bool { bitPattern == other.bitPattern }
    func ulps(to other: Float) -> UInt64? {
        floats(between: UInt64(bitPattern), and: UInt64(other.bitPattern), signBit: 31)
    }
}

extension Double: NumberValue {
    func hasSameBits(as other: Double) -> Bool { bitPattern == other.bitPattern }
    func ulps(to other: Double) -> UInt64? { floats(between: bitPattern, and: other.bitPattern, signBit: 63) }
}

/// The difference of the bit patterns of two floats, put in order of value.
private func floats(between one: UInt64, and other: UInt64, signBit: Int) -> UInt64 {
    func place(_ bits: UInt64) -> Int64 {
        let magnitude = Int64(bits & (1 << signBit - 1))
        return bits >> signBit == 0 ? magnitude : -magnitude
    }
    let (difference, overflow) = place(one).subtractingReportingOverflow(place(other))
    return overflow ? .max : difference.magnitude
}
