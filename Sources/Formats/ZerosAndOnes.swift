import HDF5
import Model

/// Zeros and ones in any type in which people write them from NumPy: bool, whole numbers, float32 and float64.
enum ZerosAndOnes {
    /// What all elements are where the file stores no bytes of any; nil where it stores some.
    ///
    /// - Throws: `FormatError` where they are not numbers, or neither 0 nor 1.
    static func unstored(_ dataset: borrowing HDF5Dataset) throws -> Bool? {
        try requireType(dataset)
        guard let value = try dataset.unstoredValue() else { return nil }
        guard isKnown(value) else { throw wrong(value, at: 0, dataset) }
        return value == 1
    }

    /// Gives all elements, row-major, a piece at a time; each is 0 or 1.
    ///
    /// - Parameter body: is given the place of the piece's first element, and the piece, valid during the call only.
    /// - Throws: `FormatError` as `unstored`, `HDF5Error` where they cannot be read, and what `body` throws.
    static func forEachPiece(
        of dataset: borrowing HDF5Dataset, _ body: (_ first: Int, Span<Double>) throws -> Void
    ) throws {
        try requireType(dataset)
        try dataset.forEachConvertedPiece { first, elements in
            for place in elements.indices where !isKnown(elements[place]) {
                throw wrong(elements[place], at: first + place, dataset)
            }
            try body(first, elements)
        }
    }

    private static func isKnown(_ value: Double) -> Bool { value == 0 || value == 1 }

    private static func requireType(_ dataset: borrowing HDF5Dataset) throws {
        guard dataset.isConvertible else {
            throw dataset.wrong(
                "holds \(dataset.typeName), but 0 and 1 were expected, as bool, whole numbers, float32 or float64"
            )
        }
    }

    private static func wrong(_ value: Double, at place: Int, _ dataset: borrowing HDF5Dataset) -> FormatError
    {
        let width = dataset.shape.count == 2 ? dataset.shape[1] : 0
        let location = width > 0 ? "row \(place / width), column \(place % width)" : "place \(place)"
        return dataset.wrong(
            "holds \(value) at \(location), but only 0 and 1 were expected, 1 where there is a connection")
    }
}
