import ArtifactStore
import Foundation
import HDF5
import StageKit

/// What differs between two artifacts' files.
struct FileDifference {
    /// One line for each difference; empty if there are none.
    private(set) var lines: [String] = []

    /// Compares two sound files: HDF5 files by attributes and arrays, others by the first byte that differs.
    /// - Throws: `HDF5Error`, or an error of the file system.
    init(_ one: String, _ other: String) throws {
        if one.hasSuffix(".h5") && other.hasSuffix(".h5") {
            try compareHDF5(one, other)
        } else {
            try compareBytes(one, other)
        }
    }

    private mutating func compareHDF5(_ one: String, _ other: String) throws {
        let left = try HDF5File.open(at: one)
        let right = try HDF5File.open(at: other)
        let objects = Dictionary(uniqueKeysWithValues: try left.listing().map { ($0.path, $0) })
        let others = Dictionary(uniqueKeysWithValues: try right.listing().map { ($0.path, $0) })
        for path in Set(objects.keys).union(others.keys).sorted() {
            guard let mine = objects[path], let theirs = others[path] else {
                lines.append("\(path): only in the \(objects[path] == nil ? "second" : "first")")
                continue
            }
            compareAttributes(mine, theirs)
            guard mine.typeName == theirs.typeName, mine.shape == theirs.shape else {
                lines.append("\(path): \(Self.form(mine)) | \(Self.form(theirs))")
                continue
            }
            if mine.kind == .dataset, let type = mine.typeName {
                let difference = try ArrayDifference(path, type, shape: mine.shape ?? [], left, right)
                if difference.different > 0 { lines.append(difference.text) }
            }
        }
    }

    private static func form(_ object: HDF5ObjectSummary) -> String {
        "\(object.typeName ?? "group") \(object.shape ?? [])"
    }

    private mutating func compareAttributes(_ one: HDF5ObjectSummary, _ other: HDF5ObjectSummary) {
        let left = Dictionary(uniqueKeysWithValues: one.attributes.map { ($0.name, $0.description) })
        let right = Dictionary(uniqueKeysWithValues: other.attributes.map { ($0.name, $0.description) })
        for (_, before, after) in differences(left, right) {
            lines.append("\(one.path) attribute \(before ?? "absent") | \(after ?? "absent")")
        }
    }

    private mutating func compareBytes(_ one: String, _ other: String) throws {
        let left = try Data(contentsOf: URL(fileURLWithPath: one), options: .alwaysMapped)
        let right = try Data(contentsOf: URL(fileURLWithPath: other), options: .alwaysMapped)
        if left == right { return }
        let place = zip(left, right).prefix { $0 == $1 }.count
        let line = left.prefix(place).count { $0 == 10 } + 1
        lines.append(
            "\(left.count) and \(right.count) bytes; they differ from byte \(place) on, in line \(line)")
    }
}
