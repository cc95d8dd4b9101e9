import Datasets
import Foundation
import HDF5

/// An array of numbers in an HDF5 file, of any standard type, read some rows at a time.
final class HDF5Numbers: NumberArray {
    let origin: ArrayOrigin
    let isFortranOrder = false
    private let dataset: HDF5Dataset
    /// The next row that is to be read.
    private var row = 0
    /// What was read of rows, but not passed on.
    private var floats: ArraySlice<Float> = []
    private var integers: ArraySlice<Int64> = []

    private static let blockElements = 1 << 18

    private init(_ dataset: consuming HDF5Dataset, _ origin: ArrayOrigin) {
        self.dataset = dataset
        self.origin = origin
    }

    /// Opens an array such as `train/images`.
    @Sendable static func open(
        _ file: URL, _ place: DatasetDescription.Place, _ body: (any NumberArray) throws -> Void
    ) throws {
        let name = place.names.first ?? ""
        let path = name.hasPrefix("/") ? String(name.dropFirst()) : name
        let opened = try HDF5File.open(at: file.path)
        try body(HDF5Numbers(opened.root.dataset(path), ArrayOrigin(file, array: name)))
    }

    var shape: [Int] { dataset.shape }
    var typeName: String { dataset.typeName }

    func read(floats buffer: UnsafeMutableBufferPointer<Float>) throws -> Int {
        if floats.isEmpty { floats = try nextRows(Float.init, Float.init, Float.init)[...] }
        let count = min(buffer.count, floats.count)
        for (index, number) in floats.prefix(count).enumerated() { buffer[index] = number }
        floats = floats.dropFirst(count)
        return count
    }

    func read(integers buffer: UnsafeMutableBufferPointer<Int64>) throws -> Int {
        if integers.isEmpty {
            let numbers = try nextRows({ Int64(exactly: $0) }, { Int64(exactly: $0) }, { Int64(exactly: $0) })
            integers = try numbers.map { number in
                guard let number else { throw origin.failure(expected: "whole numbers", found: "others") }
                return number
            }[...]
        }
        let count = min(buffer.count, integers.count)
        for (index, number) in integers.prefix(count).enumerated() { buffer[index] = number }
        integers = integers.dropFirst(count)
        return count
    }

    /// The numbers of the next rows, each made of the widest number of its kind; none after the last.
    private func nextRows<Number>(
        _ signed: (Int64) -> Number, _ unsigned: (UInt64) -> Number, _ real: (Double) -> Number
    ) throws -> [Number] {
        guard let all = dataset.shape.first, row < all else { return [] }
        let size = max(dataset.shape.dropFirst().reduce(1, *), 1)
        let rows = row..<min(all, row + max(Self.blockElements / size, 1))
        defer { row = rows.upperBound }
        func signedRows<Element: HDF5Element & BinaryInteger>(_ type: Element.Type) throws -> [Number] {
            try dataset.readRows(rows, as: type).map { signed(Int64($0)) }
        }
        switch dataset.typeName {
        case "int8": return try signedRows(Int8.self)
        case "int16": return try signedRows(Int16.self)
        case "int32": return try signedRows(Int32.self)
        case "int64": return try signedRows(Int64.self)
        case "uint8": return try signedRows(UInt8.self)
        case "uint16": return try signedRows(UInt16.self)
        case "uint32": return try signedRows(UInt32.self)
        case "uint64": return try dataset.readRows(rows, as: UInt64.self).map(unsigned)
        case "float32": return try dataset.readRows(rows, as: Float.self).map { real(Double($0)) }
        case "float64": return try dataset.readRows(rows, as: Double.self).map(real)
        default: throw origin.failure(expected: "numbers", found: "\(dataset.typeName) of shape \(shape)")
        }
    }
}
