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
        let origin = ArrayOrigin(file, array: name)
        guard try opened.root.kind(of: path) == .dataset else {
            let all = try arrays(in: opened.root, "", depth: Self.deepest)
            throw origin.failure(expected: "an array named \(name)", found: words(all))
                .with(remedy: "name one that is there under arrays in the description of the dataset")
        }
        try body(HDF5Numbers(opened.root.dataset(path), origin))
    }

    /// Groups in groups that are looked into, and arrays that are named, where one is missing.
    private static let deepest = 3
    private static let mostNamed = 30

    /// The paths of the arrays in a group, up to one more than are named.
    private static func arrays(in group: borrowing HDF5Group, _ place: String, depth: Int) throws -> [String]
    {
        var all: [String] = []
        for name in try group.names {
            guard all.count <= mostNamed else { break }
            let kind = try group.kind(of: name)
            if kind == .dataset { all.append(place + name) }
            if kind == .group, depth > 0 {
                all += try arrays(in: group.group(name), place + name + "/", depth: depth - 1)
            }
        }
        return all
    }

    private static func words(_ arrays: [String]) -> String {
        guard !arrays.isEmpty else { return "no arrays" }
        let named = arrays.prefix(mostNamed).joined(separator: ", ")
        return "only \(named)" + (arrays.count > mostNamed ? ", …" : "")
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
        if dataset.typeName == "string" { throw NotWhole(found: "string of shape \(shape)") }
        if integers.isEmpty { integers = try nextIntegers()[...] }
        let count = min(buffer.count, integers.count)
        for (index, number) in integers.prefix(count).enumerated() { buffer[index] = number }
        integers = integers.dropFirst(count)
        return count
    }

    func float64(at element: Int) -> Double? {
        guard dataset.typeName == "float64", rowElements > 0 else { return nil }
        let row = element / rowElements
        let numbers = (try? dataset.readRows(row..<row + 1, as: Double.self)) ?? []
        let place = element % rowElements
        return numbers.indices.contains(place) ? numbers[place] : nil
    }

    private var rowElements: Int { shape.dropFirst().reduce(1, *) }

    private func nextIntegers() throws -> [Int64] {
        let before = row * rowElements
        let isSingle = dataset.typeName == "float32"
        var other: NotWhole?
        var count = 0
        func whole(_ number: Int64?, _ text: @autoclosure () -> String) -> Int64 {
            if number == nil, other == nil {
                other = NotWhole(found: "\(text()) as element \(before + count)")
            }
            count += 1
            return number ?? 0
        }
        let numbers = try nextRows(
            { $0 }, { whole(Int64(exactly: $0), "\($0)") },
            { whole(Int64(exactly: $0), isSingle ? "\(Float($0))" : "\($0)") })
        if let other { throw other }
        return numbers
    }

    /// The numbers of the next rows, each made of the widest number of its kind; none after the last.
    private func nextRows<Number>(
        _ signed: (Int64) -> Number, _ unsigned: (UInt64) -> Number, _ real: (Double) -> Number
    ) throws -> [Number] {
        guard let all = dataset.shape.first, row < all else { return [] }
        if dataset.typeName == "bool" {
            row = all
            var numbers: [Number] = []
            try dataset.forEachConvertedPiece { _, piece in
                for index in 0..<piece.count { numbers.append(signed(Int64(piece[index]))) }
            }
            return numbers
        }
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
