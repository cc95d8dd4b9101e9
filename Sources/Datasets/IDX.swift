import Foundation
import Model

// IDX (LeCun, Cortes, Burges): two zero bytes, element type, rank, one big-endian 32-bit size for each axis,
// then the elements, last axis fastest.

/// Reads IDX files of unsigned bytes, packed by gzip or not.
enum IDX {
    private static let unsignedByte: UInt8 = 0x08

    /// The elements of an array that must have exactly this shape; an axis that is nil may have any size.
    ///
    /// The header is compared with `shape`, and with what the file can hold, before anything is allocated.
    /// - Throws: `DatasetFileError` of kind `badIDX` or `badGzip`.
    static func read(_ file: URL, shape: [Int?]) throws -> [UInt8] {
        try readArray(file, shape: shape).elements
    }

    /// An array of any shape of up to eight axes.
    ///
    /// - Throws: `DatasetFileError` of kind `badIDX` or `badGzip`.
    static func read(_ file: URL) throws -> (shape: [Int], elements: [UInt8]) {
        let magic = try RawForm.open(file).read(4, "IDX magic number", orFail: .badIDX)
        let rank = Int(magic[3])
        return try readArray(file, shape: [Int?](repeating: nil, count: (1...8).contains(rank) ? rank : 1))
    }

    private static func readArray(_ file: URL, shape: [Int?]) throws -> (shape: [Int], elements: [UInt8]) {
        let bytes = try RawForm.open(file)
        let magic = try bytes.read(4, "IDX magic number", orFail: .badIDX)
        guard magic[0] == 0, magic[1] == 0, magic[2] == unsignedByte, Int(magic[3]) == shape.count else {
            throw DatasetFileError(
                file, .badIDX,
                expected: "an IDX file of unsigned bytes of rank \(shape.count) (it begins with "
                    + "\([0, 0, unsignedByte, UInt8(shape.count)].hexadecimal))",
                found: "one that begins with \(magic.hexadecimal)")
        }
        let sizes = try bytes.read(4 * shape.count, "IDX sizes", orFail: .badIDX)
        let found = (0..<shape.count).map { axis in
            sizes[4 * axis..<4 * axis + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        guard zip(found, shape).allSatisfy({ $1 == nil ? $0 > 0 : $0 == $1 }) else {
            throw DatasetFileError(
                file, .badIDX, expected: "an array of \(text(shape))", found: "one of \(text(found))")
        }
        if shape.contains(nil) { try requireRoom(for: found, in: file) }
        let elements = try bytes.read(found.reduce(1, *), "IDX elements", orFail: .badIDX)
        try bytes.expectEnd(orFail: .badIDX)
        return (found, elements)
    }

    /// Deflate makes at most 1032 bytes out of one.
    private static func requireRoom(for shape: [Int], in file: URL) throws {
        let bytes =
            (try? file.resolvingSymlinksInPath().resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        let most = try RawForm(of: file) == .gzip ? 1032.0 : 1
        guard shape.map(Double.init).reduce(1, *) <= Double(bytes) * most else {
            throw DatasetFileError(
                file, .badIDX, expected: "a file that can hold an array of \(text(shape))",
                found: "\(bytes) bytes")
        }
    }

    private static func text(_ shape: [Int?]) -> String {
        shape.map { $0.map(String.init) ?? "any number" }.joined(separator: " × ")
    }
}

/// The four files in which MNIST, and the datasets modelled on it, are distributed.
enum MNISTFiles {
    static let trainingImages = "train-images-idx3-ubyte.gz"
    static let trainingLabels = "train-labels-idx1-ubyte.gz"
    static let testImages = "t10k-images-idx3-ubyte.gz"
    static let testLabels = "t10k-labels-idx1-ubyte.gz"

    /// Bytes of the four files, unpacked, in the order in which they are listed.
    private static let sizes = [
        (trainingImages, 47_040_016), (trainingLabels, 60_008), (testImages, 7_840_016), (testLabels, 10_008),
    ]

    /// The four files of 60,000 and 10,000 images of 28 × 28 pixels.
    ///
    /// - Parameter digests: by name, the SHA-256 of what the file unpacks to, and SHA-256 and number of bytes of what
    ///   the mirrors serve.
    static func rawFiles(
        _ digests: [String: (unpacked: String, packed: String, packedBytes: Int)], mirrors: [String]
    ) -> [RawFile] {
        sizes.compactMap { name, bytes in
            guard let digest = digests[name] else { return nil }
            return RawFile(
                name: name, content: FileContent(sha256: digest.unpacked, byteCount: bytes),
                // The name in Kaggle's archive.
                otherNames: [name.replacing("-idx", with: ".idx").replacing(".gz", with: "")],
                published: FileContent(sha256: digest.packed, byteCount: digest.packedBytes),
                mirrors: mirrors.compactMap { URL(string: $0 + name) })
        }
    }

    /// Decodes the four files into a dataset of the source's shape; a variant has as many images as its files hold.
    @Sendable static func decode(_ source: DatasetSource, _ files: [String: URL]) throws -> Dataset {
        let shape = source.shape
        let training = try half(source, files, trainingImages, trainingLabels, count: shape.trainingExamples)
        let test = try half(source, files, testImages, testLabels, count: shape.testExamples)
        return source.dataset(training: training, test: test)
    }

    private static func half(
        _ source: DatasetSource, _ files: [String: URL], _ images: String, _ labels: String, count: Int
    ) throws -> LabelledExamples {
        let (rows, columns) = (source.shape.steps, source.shape.inputs)
        let number = source.variant == nil ? count : nil
        let pixels = try IDX.read(rawFile(images, in: files), shape: [number, rows, columns])
        let labelFile = try rawFile(labels, in: files)
        let classes = try IDX.read(labelFile, shape: [pixels.count / (rows * columns)])
        if let index = classes.firstIndex(where: { Int($0) >= source.classNames.count }) {
            throw DatasetFileError(
                labelFile, .badLabel, expected: "labels from 0 to \(source.classNames.count - 1)",
                found: "label \(classes[index]) at index \(index)")
        }
        return LabelledExamples(pixels: pixels, labels: classes, rows: rows, columns: columns)
    }
}
