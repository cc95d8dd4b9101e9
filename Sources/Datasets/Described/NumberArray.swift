import Foundation
import NumPyFiles

/// An array of numbers in a raw file, which is read once from the front in bounded memory.
package protocol NumberArray: AnyObject {
    /// Where it is.
    var origin: ArrayOrigin { get }
    /// The size of each axis.
    var shape: [Int] { get }
    /// Whether the first axis is the fastest in the file; if not, the last is.
    var isFortranOrder: Bool { get }
    /// The type of its elements, for errors.
    var typeName: String { get }

    /// Puts the next numbers at the front of the buffer, as the nearest float32; returns their number, 0 at the end.
    ///
    /// A buffer, not a span, as NumPyFiles fills it.
    func read(floats: UnsafeMutableBufferPointer<Float>) throws -> Int
    /// Puts the next numbers at the front of the buffer; returns their number, 0 at the end.
    ///
    /// - Throws: `NotWhole` if one is not whole, unless it has words of its own for that.
    func read(integers: UnsafeMutableBufferPointer<Int64>) throws -> Int

    /// An element, counted from 0 in the order of the file, that was read as an infinite float32; nil where it cannot be said.
    func float64(at element: Int) -> Double?
}

extension NumberArray {
    package func float64(at element: Int) -> Double? { nil }
}

/// An element that is not a whole number. What it should be depends on what is read, which then says it.
package struct NotWhole: Error {
    /// The element, and which one it is.
    let found: String

    /// Such an element, as `0.5 as element 3`.
    package init(found: String) { self.found = found }
}

/// Where an array is: file, and array in it.
package struct ArrayOrigin: Sendable {
    /// The raw file.
    let file: URL
    /// As `array x_train`; empty for a file that is one array.
    let place: String

    /// An array of a file; `name` as the description calls it.
    package init(_ file: URL, array name: String?) {
        self.file = file
        place = name.map { "array \($0)" } ?? ""
    }

    /// An error at this array.
    ///
    /// - Parameter index: the index of the element that is wrong.
    package func failure(
        _ problem: DatasetFileError.Problem = .badArray, at index: [Int]? = nil, expected: String,
        found: String
    ) -> DatasetFileError {
        let places = [place, index.map { "element \($0)" } ?? ""].filter { !$0.isEmpty }
        return DatasetFileError(
            file, problem, at: places.joined(separator: ", "), expected: expected, found: found,
            remedy: DatasetFileError.correctFileOrDescription)
    }
}

/// Opens the array at a place in a file, for as long as `body` runs.
package typealias ArrayOpener =
    @Sendable (
        _ file: URL, _ place: DatasetDescription.Place, _ body: (any NumberArray) throws -> Void
    ) throws -> Void

/// An array of NumPy's.
final class NumPyNumbers: NumberArray {
    let origin: ArrayOrigin
    private let array: NumPyArray
    /// In an `.npz`.
    private let name: String?

    /// Elements that are read once more to say which one is wrong.
    private static let mostReadAgain = 1 << 24

    private init(_ array: NumPyArray, _ origin: ArrayOrigin, name: String? = nil) {
        (self.array, self.origin, self.name) = (array, origin, name)
    }

    /// An array of an `.npz` file, or the one of an `.npy` file.
    @Sendable static func open(
        _ file: URL, _ place: DatasetDescription.Place, _ body: (any NumberArray) throws -> Void
    ) throws {
        let origin = ArrayOrigin(file, array: place.names.first)
        try reporting(origin) {
            guard let name = place.names.first else {
                return try body(NumPyNumbers(openNumPyArray(path: file.path), origin))
            }
            try NumPyArchive(path: file.path).forEach([name]) { array, _ in
                try body(NumPyNumbers(array, origin, name: name))
            }
        }
    }

    var shape: [Int] { array.header.shape }
    var isFortranOrder: Bool { array.header.isFortranOrder }
    var typeName: String { array.header.element.name }

    func read(floats: UnsafeMutableBufferPointer<Float>) throws -> Int { try array.read(floats: floats) }
    func read(integers: UnsafeMutableBufferPointer<Int64>) throws -> Int {
        do {
            return try array.read(integers: integers)
        } catch let error as NumPyError where error.problem == .notWhole {
            throw NotWhole(found: error.found)
        }
    }

    func float64(at element: Int) -> Double? {
        guard array.header.element == .float64, array.header.count <= Self.mostReadAgain else { return nil }
        var numbers: [Double] = []
        if let name {
            try? NumPyArchive(path: origin.file.path).forEach([name]) { array, _ in
                numbers = try array.doubles()
            }
        } else {
            numbers = (try? openNumPyArray(path: origin.file.path).doubles()) ?? []
        }
        return numbers.indices.contains(element) ? numbers[element] : nil
    }

    private static func reporting(_ origin: ArrayOrigin, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as NumPyError {
            throw DatasetFileError(
                origin.file, error.problem == .unreadable ? .unreadable : .badArray, at: origin.place,
                expected: error.expected, found: error.found, remedy: error.remedy)
        }
    }
}

/// An IDX file of bytes, packed by gzip or not.
final class IDXNumbers: NumberArray {
    let origin: ArrayOrigin
    let shape: [Int]
    let isFortranOrder = false
    let typeName = "uint8"
    private var rest: ArraySlice<UInt8>

    private init(_ file: URL, shape: [Int], _ elements: [UInt8]) {
        origin = ArrayOrigin(file, array: nil)
        (self.shape, rest) = (shape, elements[...])
    }

    @Sendable static func open(
        _ file: URL, _ place: DatasetDescription.Place, _ body: (any NumberArray) throws -> Void
    ) throws {
        let (shape, elements) = try IDX.read(file)
        try body(IDXNumbers(file, shape: shape, elements))
    }

    func read(floats: UnsafeMutableBufferPointer<Float>) throws -> Int { next(floats) }
    func read(integers: UnsafeMutableBufferPointer<Int64>) throws -> Int { next(integers) }

    private func next<Number: Numeric>(_ numbers: UnsafeMutableBufferPointer<Number>) -> Int {
        let count = min(numbers.count, rest.count)
        for (index, byte) in rest.prefix(count).enumerated() { numbers[index] = Number(exactly: byte) ?? 0 }
        rest = rest.dropFirst(count)
        return count
    }
}
