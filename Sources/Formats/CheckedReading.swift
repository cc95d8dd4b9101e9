import HDF5
import Model

// Files may come from anyone, and no digest says that a stage wrote what is in one: so each value is looked at where it is
// read, and refused by the names of file and field (artifacts/FORMAT.md, "What is read").

extension HDF5Object where Self: ~Copyable {
    /// What is wrong with this object.
    func wrong(_ problem: String) -> FormatError {
        FormatError(handle.file, String(handle.path.drop { $0 == "/" }), problem)
    }

    /// What is wrong with an attribute of this object.
    func wrong(_ attribute: String, _ problem: String) -> FormatError {
        let object = String(handle.path.drop { $0 == "/" })
        return FormatError(
            handle.file, object.isEmpty ? "attribute \(attribute)" : "\(object), attribute \(attribute)",
            problem)
    }

    /// A whole number within a range.
    func attribute(_ name: String, in range: ClosedRange<Int>) throws -> Int {
        let value = try attribute(name, as: Int.self)
        guard range.contains(value) else {
            throw wrong(
                name, "is \(value), but \(range.lowerBound) to \(range.upperBound) was expected")
        }
        return value
    }

    /// A whole number within a range that need not be there.
    func optionalAttribute(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        try attributeNames.contains(name) ? attribute(name, in: range) : nil
    }

    /// A number within a range.
    func attribute(_ name: String, in range: NumberRange) throws -> Double {
        let value = try attribute(name, as: Double.self)
        guard range.contains(value) else {
            throw wrong(name, "is \(value), but \(range.words) was expected")
        }
        return value
    }

    /// A text that is not empty.
    func text(_ name: String) throws -> String {
        let value = try attribute(name, as: String.self)
        guard !value.isEmpty else { throw wrong(name, "is empty, but a text was expected") }
        return value
    }

    /// One of some names.
    func attribute(_ name: String, oneOf known: [String]) throws -> String {
        let value = try attribute(name, as: String.self)
        guard known.contains(value) else {
            throw wrong(name, "is “\(value)”, but one of \(known.joined(separator: ", ")) was expected")
        }
        return value
    }

    /// 0 or 1.
    func flag(_ name: String) throws -> Bool { try attribute(name, in: CountRange.flag) == 1 }

    /// Throws where an attribute says something else than expected. It need not be there: scipy and AnnData write neither
    /// units nor axes.
    func require(_ name: String, ifThere expected: String) throws {
        guard try attributeNames.contains(name) else { return }
        let found = try attribute(name, as: String.self)
        guard found == expected else {
            throw wrong(name, "is “\(found)”, but “\(expected)” was expected")
        }
    }

    /// Throws where units or axes are there and not as expected.
    func require(units: String, axes: [String]) throws {
        try require("units", ifThere: units)
        try require("axes", ifThere: axes.joined(separator: ", "))
    }
}

extension HDF5Group {
    /// Reads a row-major array that `writeArray` wrote.
    ///
    /// - Parameter shape: the expected one; nil for an extent takes what there is.
    /// - Throws: `HDF5Error` for another type or shape, or where bytes are missing; `FormatError` for other units or axes.
    func readArray<Element: HDF5Element>(
        _ name: String, as type: Element.Type, shape: [Int?], units: String, axes: [String]
    ) throws -> [Element] {
        let dataset = try dataset(name)
        try dataset.require(units: units, axes: axes)
        return try dataset.readBacked(as: type, shape: shape)
    }

    /// Reads numbers as above, each within a range.
    func readNumbers<Element: HDF5Element & BinaryFloatingPoint & CustomStringConvertible>(
        _ name: String, as type: Element.Type, shape: [Int?], units: String, axes: [String],
        in range: NumberRange
    ) throws -> [Element] {
        let values = try readArray(name, as: type, shape: shape, units: units, axes: axes)
        if let place = values.firstIndex(where: { !range.contains(Double($0)) }) {
            throw try dataset(name).wrong(
                "holds \(values[place].words) at place \(place), but \(range.words) was expected")
        }
        return values
    }

    /// Reads whole numbers as above, each within a range.
    func readCounts(
        _ name: String, count: Int?, units: String, axis: String, in range: ClosedRange<Int>
    ) throws -> [Int] {
        let values = try readArray(name, as: Int64.self, shape: [count], units: units, axes: [axis])
        if let place = values.firstIndex(where: { !range.contains(Int($0)) }) {
            throw try dataset(name).wrong(
                "holds \(values[place]) at place \(place), but \(range.lowerBound) to \(range.upperBound) was "
                    + "expected")
        }
        return values.map { Int($0) }
    }

    /// Reads texts that `writeTexts` wrote; none is empty.
    func readTexts(
        _ name: String, count: Int? = nil, axis: String, oneOf known: [String]? = nil
    ) throws -> [String] {
        let dataset = try dataset(name)
        try dataset.require(units: "text", axes: [axis])
        let texts = try dataset.readStrings(shape: [count])
        let isRight = { (text: String) in known?.contains(text) ?? !text.isEmpty }
        if let place = texts.firstIndex(where: { !isRight($0) }) {
            let expected = known.map { "one of \($0.joined(separator: ", "))" } ?? "a text"
            throw dataset.wrong(
                "holds “\(texts[place])” at place \(place), but \(expected) was expected")
        }
        return texts
    }
}

extension HDF5Group {
    /// Reads titles and digests of the group `sources`.
    func readSources() throws -> [(title: String, digest: String)] {
        let sources = try group("sources")
        let titles = try sources.readTexts("title", axis: "row")
        return Array(zip(titles, try sources.readDigests(count: titles.count)))
    }

    private func readDigests(count: Int) throws -> [String] {
        let digests = try readTexts("digest", count: count, axis: "row")
        let digits = Set("0123456789abcdef")
        if let place = digests.firstIndex(where: { $0.count != 64 || !$0.allSatisfy(digits.contains) }) {
            throw try dataset("digest").wrong(
                "holds “\(digests[place])” at place \(place), but 64 hexadecimal digits were expected")
        }
        return digests
    }
}

extension HDF5Dataset {
    /// Reads all elements where type and shape are as expected and their bytes are there. The shape may be what the file
    /// says of itself: what is allocated must not follow that alone.
    func readBacked<Element: HDF5Element>(as type: Element.Type, shape expected: [Int?]) throws -> [Element] {
        let fits = zip(shape, expected).allSatisfy { $1 == nil || $0 == $1 }
        let isAsExpected = fits && shape.count == expected.count
        return try read(as: type, shape: isAsExpected ? expected.map { _ in nil } : expected)
    }
}
