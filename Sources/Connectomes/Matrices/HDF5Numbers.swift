import HDF5

/// Numbers of HDF5 files of others, in whichever type they are; each is looked at before it is used.
extension HDF5Group {
    /// Calls `body` with each of the whole numbers of a vector, and its place.
    ///
    /// - Throws: `ConnectomeFileError` that names the dataset, or `HDF5Error`.
    func forEachInteger(
        of name: String, in range: ClosedRange<Int>, _ body: (_ place: Int, _ value: Int) throws -> Void
    ) throws {
        let dataset = try dataset(name)
        try dataset.requireVector()
        try dataset.forEachConvertedPiece { first, numbers in
            for offset in numbers.indices {
                let number = numbers[offset]
                guard let value = Int(exactly: number), range.contains(value) else {
                    throw dataset.failure(
                        "holds \(Self.words(number)) at place \(first + offset), but a whole number from \(range.lowerBound) to "
                            + "\(range.upperBound) was expected")
                }
                try body(first + offset, value)
            }
        }
    }

    /// A number as messages say it: whole ones without a point.
    private static func words(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    /// The whole numbers of a vector.
    func integers<Number: FixedWidthInteger>(
        _ name: String, as type: Number.Type, in range: ClosedRange<Int>
    ) throws -> [Number] {
        var values: [Number] = []
        try forEachInteger(of: name, in: range) { values.append(Number(truncatingIfNeeded: $1)) }
        return values
    }

    /// The numbers of a vector, all finite.
    func numbers(_ name: String) throws -> [Double] {
        let dataset = try dataset(name)
        try dataset.requireVector()
        var values: [Double] = []
        try dataset.forEachConvertedPiece { first, numbers in
            for offset in numbers.indices {
                guard numbers[offset].isFinite else {
                    throw dataset.failure(
                        "holds \(numbers[offset]) at place \(first + offset), but finite numbers were expected"
                    )
                }
                values.append(numbers[offset])
            }
        }
        return values
    }
}

extension HDF5Dataset {
    /// Number of elements of a vector.
    var length: Int { shape.first ?? 0 }

    func requireVector() throws {
        guard shape.count == 1 else { throw failure("has shape \(shape), but one dimension was expected") }
        guard isConvertible else { throw failure("holds \(typeName), but numbers were expected") }
    }

    /// What is wrong with this dataset.
    func failure(_ problem: String) -> ConnectomeFileError {
        ConnectomeFileError(handle.file, String(path.drop { $0 == "/" }), problem)
    }
}
