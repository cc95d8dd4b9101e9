import Foundation
import Model

/// Reads labels and numbers of examples from raw files of one format.
protocol DescribedReader {
    /// The class of each example.
    ///
    /// - Throws: `DatasetFileError`; so does the other function.
    func labels(_ half: DatasetDescription.Half, in files: [String: URL], _ classes: ClassTable) throws
        -> [UInt8]

    /// The numbers of all examples, for as long as `body` runs.
    func withExamples(
        _ half: DatasetDescription.Half, in files: [String: URL], _ body: (any NumberArray) throws -> Void
    ) throws
}

/// Formats that hold arrays: one of examples, one of labels.
struct ArraysReader: DescribedReader {
    let open: ArrayOpener

    func labels(
        _ half: DatasetDescription.Half, in files: [String: URL], _ classes: ClassTable
    ) throws -> [UInt8] {
        var labels: [UInt8] = []
        try open(rawFile(half.labels.file, in: files), half.labels) { array in
            let shape = array.shape
            guard shape.count == 1 || shape.count == 2 && shape[1] == 1 else {
                throw array.origin.failure(
                    expected: "one label for each example",
                    found: "\(array.typeName) of shape \(shape)")
            }
            do {
                labels = try read(array, classes)
            } catch let error as NotWhole {
                throw array.origin.failure(
                    .badLabel, expected: "labels that are whole numbers (\(classes.numbers))",
                    found: error.found
                ).with(remedy: ClassTable.remedyForArrays)
            }
        }
        return labels
    }

    func withExamples(
        _ half: DatasetDescription.Half, in files: [String: URL], _ body: (any NumberArray) throws -> Void
    ) throws {
        try open(rawFile(half.examples.file, in: files), half.examples, body)
    }

    private func read(_ array: any NumberArray, _ classes: ClassTable) throws -> [UInt8] {
        var labels: [UInt8] = []
        var block = [Int64](repeating: 0, count: 1 << 12)
        while case let count = try block.withUnsafeMutableBufferPointer({ try array.read(integers: $0) }),
            count > 0
        {
            for number in block[..<count] {
                guard let index = classes.index(of: number) else {
                    throw array.origin.failure(
                        .badLabel, at: [labels.count], expected: "labels \(classes.numbers)",
                        found: "\(number)")
                }
                labels.append(index)
            }
        }
        return labels
    }
}
