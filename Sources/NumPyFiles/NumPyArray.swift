/// An array of an `.npy` file or of a member of an `.npz`, read once from the front in bounded memory.
///
/// It is strict: versions 1.0 to 3.0 of the format, numbers or text only, exactly as many bytes as the header announces. Objects, which
/// NumPy pickles, are refused by their header.
package final class NumPyArray {
    /// Puts the next bytes at the front of the buffer (at least one, except at the end); returns their number.
    typealias Bytes = (UnsafeMutableRawBufferPointer) throws -> Int

    /// Path of the file.
    package let file: String
    /// The member of an `.npz`, as `x_train.npy`; nil for an `.npy`.
    package let member: String?
    /// What it says about the array.
    package let header: NumPyHeader

    private let bytes: Bytes
    /// Elements that were not read yet.
    private var remaining: Int

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// NumPy itself does not read more than 10,000 bytes unless it is told to trust the file.
    private static let longestHeader = 1 << 16
    private static let blockElements = 1 << 15

    /// Reads the header.
    ///
    /// - Parameter length: bytes of the whole `.npy`; they are compared with what the header announces before anything is taken
    ///   for the elements.
    /// - Throws: `NumPyError`, or what `bytes` throws; so do all functions.
    init(file: String, member: String?, length: Int, bytes: @escaping Bytes) throws {
        (self.file, self.member, self.bytes) = (file, member, bytes)
        func failure(_ expected: String, _ found: String, _ problem: NumPyError.Problem = .damaged)
            -> NumPyError
        {
            NumPyError(file: file, member: member, problem: problem, expected: expected, found: found)
        }
        func take(_ count: Int) throws -> [UInt8] {
            var taken = [UInt8](repeating: 0, count: count)
            let filled = try taken.withUnsafeMutableBytes { try Self.fill($0, from: bytes) }
            guard filled == count else { throw failure("a whole header of NumPy's", "the end of the file") }
            return taken
        }
        let start = try take(8)
        guard start[..<6] == Self.magic[...] else {
            throw failure("an .npy array (it begins with \\x93NUMPY)", "other bytes")
        }
        guard (1...3).contains(start[6]), start[7] == 0 else {
            throw failure("version 1.0, 2.0 or 3.0 of NumPy's format", "\(start[6]).\(start[7])")
        }
        let sizeBytes = try take(start[6] == 1 ? 2 : 4)
        let size = sizeBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard size <= Self.longestHeader else {
            throw failure("a header of at most \(Self.longestHeader) bytes", "\(size)")
        }
        let text = try take(size)
        do {
            header = try NumPyHeader(parsing: text)
        } catch {
            throw failure(error.expected, error.found, error.isUnsupported ? .unsupported : .damaged)
        }
        remaining = header.count
        let elementBytes = length - 8 - sizeBytes.count - size
        guard elementBytes == header.byteCount else {
            throw failure(
                "\(header.byteCount) bytes of \(header.element.name) \(header.shape)", "\(elementBytes)")
        }
    }

    /// Puts the next elements, in the order of the file, at the front of the buffer, as the nearest float32.
    ///
    /// A buffer, not a span: elements are converted into it in an inner loop that also fills memory not initialised before.
    /// - Returns: their number; 0 at the end, where it is checked that the file ends, too.
    package func read(floats: UnsafeMutableBufferPointer<Float>) throws -> Int { try next(floats) }

    /// Puts the next elements, in the order of the file, at the front of the buffer (as above), as whole numbers.
    ///
    /// - Returns: their number; 0 at the end, where it is checked that the file ends, too.
    /// - Throws: `NumPyError`, `notWhole` for an element that is not a whole number from −2⁶³ to 2⁶³ − 1.
    package func read(integers: UnsafeMutableBufferPointer<Int64>) throws -> Int { try next(integers) }

    /// All elements, in the order of the file, as whole numbers.
    package func integers() throws -> [Int64] { try all() }

    /// All elements, in the order of the file, as whole numbers of 32 bits.
    package func shortIntegers() throws -> [Int32] { try all() }

    /// All elements, in the order of the file, as the nearest float32.
    package func floats() throws -> [Float] { try all() }

    /// All elements, in the order of the file, as the nearest float64.
    package func doubles() throws -> [Double] { try all() }

    /// The only element, which is text.
    ///
    /// - Throws: `NumPyError` also if there are several, or numbers.
    package func text() throws -> String {
        guard header.element.isText, header.count == 1 else {
            throw failure("one text", "\(header.element.name) \(header.shape)")
        }
        var raw = [UInt8](repeating: 0, count: header.elementSize)
        guard try raw.withUnsafeMutableBytes({ try Self.fill($0, from: bytes) }) == raw.count else {
            throw failure("\(raw.count) bytes of text", "the end before that")
        }
        remaining = 0
        try expectEnd()
        // Only ASCII is looked for, of which every character has one byte that is not 0.
        return String(decoding: raw.filter { $0 != 0 }, as: UTF8.self)
    }

    // MARK: - Parts

    private func all<Number: ReadNumber>() throws -> [Number] {
        let count = remaining
        let numbers = try [Number](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                filled += try next(UnsafeMutableBufferPointer(rebasing: buffer[filled..<count]))
            }
        }
        try expectEnd()
        return numbers
    }

    private func next<Number: ReadNumber>(_ numbers: UnsafeMutableBufferPointer<Number>) throws -> Int {
        let count = min(numbers.count, remaining, Self.blockElements)
        guard count > 0 else {
            if remaining == 0 { try expectEnd() }
            return 0
        }
        var raw = [UInt8](repeating: 0, count: count * header.elementSize)
        let filled = try raw.withUnsafeMutableBytes { try Self.fill($0, from: bytes) }
        guard filled == raw.count else {
            throw failure("\(header.byteCount) bytes of elements", "the end before that")
        }
        try raw.withUnsafeBytes { try convert($0, to: numbers) }
        remaining -= count
        return count
    }

    private func convert<Number: ReadNumber>(
        _ raw: UnsafeRawBufferPointer, to numbers: UnsafeMutableBufferPointer<Number>
    ) throws {
        switch header.element {
        case .bool: try convert(raw, of: StoredBool.self, to: numbers)
        case .int8: try convert(raw, of: Int8.self, to: numbers)
        case .int16: try convert(raw, of: Int16.self, to: numbers)
        case .int32: try convert(raw, of: Int32.self, to: numbers)
        case .int64: try convert(raw, of: Int64.self, to: numbers)
        case .uint8: try convert(raw, of: UInt8.self, to: numbers)
        case .uint16: try convert(raw, of: UInt16.self, to: numbers)
        case .uint32: try convert(raw, of: UInt32.self, to: numbers)
        case .uint64: try convert(raw, of: UInt64.self, to: numbers)
        case .float16: try convert(raw, of: StoredHalf.self, to: numbers)
        case .float32: try convert(raw, of: Float.self, to: numbers)
        case .float64: try convert(raw, of: Double.self, to: numbers)
        case .bytes, .unicode: throw failure(Number.words, "text", Number.problem)
        }
    }

    private func convert<Stored: StoredElement, Number: ReadNumber>(
        _ raw: UnsafeRawBufferPointer, of type: Stored.Type, to numbers: UnsafeMutableBufferPointer<Number>
    ) throws {
        let size = MemoryLayout<Stored>.size
        let isSwapped = header.isBigEndian
        for index in 0..<raw.count / size {
            let stored = raw.loadUnaligned(fromByteOffset: index * size, as: type)
            let element = isSwapped ? stored.swapped : stored
            guard let number = Number(stored: element) else {
                throw failure(
                    Number.words, "\(element) as element \(header.count - remaining + index)", Number.problem)
            }
            numbers[index] = number
        }
    }

    /// The bytes end with the elements; a zip verifies its check sum when it is asked for more.
    private func expectEnd() throws {
        var extra: UInt8 = 0
        let count = try withUnsafeMutableBytes(of: &extra) { try Self.fill($0, from: bytes) }
        guard count == 0 else { throw failure("the end after \(header.count) elements", "more bytes") }
    }

    private static func fill(_ buffer: UnsafeMutableRawBufferPointer, from bytes: Bytes) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try bytes(UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    private func failure(
        _ expected: String, _ found: String, _ problem: NumPyError.Problem = .damaged
    ) -> NumPyError {
        NumPyError(file: file, member: member, problem: problem, expected: expected, found: found)
    }
}
