import Foundation
import Testing

@testable import Datasets

/// Files of somebody's own: what is wrong with them is said in words that help.
@Suite struct DescribedWordsTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private static let pair = ExampleSize.image(rows: 1, columns: 2, channels: 1)

    /// An `.npy` file of version 1.0.
    private func write(_ type: String, _ shape: [Int], _ elements: [UInt8], to name: String) throws {
        let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }\n"
        let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
        try folder.write(start + Array(header.utf8) + elements, to: name)
    }

    private func bytes(_ numbers: [Double]) -> [UInt8] {
        numbers.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } }
    }

    private func writeLabels() throws { try write("|u1", [2], [0, 1], to: "labels.npy") }

    private func refused(_ sample: Sample) throws -> DatasetFileError {
        try #require(fileError { _ = try sample.dataset(in: folder.url) })
    }

    private func npy(_ size: ExampleSize, _ layout: [[ArrayAxis]]) -> Sample {
        Sample(
            format: .npy, file: "x.npy", examples: [], labelFile: "labels.npy", labels: [], size: size,
            layout: layout, count: 2)
    }

    private var images: Sample { npy(Self.pair, [[.example], [.row], [.column]]) }

    @Test func imagesOfFractionsAreExplained() throws {
        try writeLabels()
        try write("<f8", [2, 1, 2], bytes([0, 1, 0.31, 0.5]), to: "x.npy")
        let error = try refused(images)
        #expect(error.problem == .badArray && error.found == "0.31 as element 2", "\(error)")
        #expect(error.expected == "images of whole numbers from 0 to 255", "\(error)")
        #expect(error.remedy.contains("multiply by 255") && error.remedy.contains("steps"), "\(error)")
        try folder.write(Array("a,b,kind\n0,1,low\n0.31,1,low\n".utf8), to: "x.csv")
        let table = try refused(
            Sample(
                format: .csv, file: "x.csv", examples: [], labels: ["kind"], size: Self.pair,
                layout: [[.example], [.row, .column]], count: 2))
        #expect(table.expected == error.expected + " in column a" && table.found == "0.31", "\(table)")
        #expect(table.place.contains("line 3") && table.remedy == error.remedy, "\(table)")
    }

    @Test func labelsThatAreNotWholeAreExplained() throws {
        try write("|u1", [2, 1, 2], [0, 1, 2, 3], to: "x.npy")
        for (type, elements, found) in [
            ("<f8", bytes([0, 0.5]), "0.5 as element 1"), ("|S1", Array("ab".utf8), "text"),
        ] {
            try write(type, [2], elements, to: "labels.npy")
            let error = try refused(images)
            #expect(error.problem == .badLabel && error.found == found, "\(error)")
            #expect(error.expected == "labels that are whole numbers (0 to 2)", "\(error)")
            #expect(error.remedy.contains("classes: {low: 1, high: 2}"), "\(error)")
        }
    }

    @Test func numbersBeyondFloat32AreNamed() throws {
        try writeLabels()
        let series = npy(.series(steps: 1, inputs: 2), [[.example], [.step], [.input]])
        for (number, found) in [
            (1e300, "1e300, which is beyond the range of float32"), (-.infinity, "-inf"), (.nan, "nan"),
        ] as [(Double, String)] {
            try write("<f8", [2, 1, 2], bytes([1, 2, 3, number]), to: "x.npy")
            let error = try refused(series)
            #expect(error.found == found && error.place == "element [1, 0, 1]", "\(error)")
        }
    }

    /// Nothing can be fetched again.
    @Test func filesOfOnesOwnAreToBeCorrected() throws {
        let advice = DatasetFileError.correctFileOrDescription
        try folder.write([1, 2, 3, 4, 5], to: "x.idx")
        let idx = try refused(
            Sample(format: .idx, file: "x.idx", examples: [], labels: [], size: Self.pair, count: 2))
        #expect(idx.problem == .badIDX && idx.remedy == advice, "\(idx)")
        let layout: [[ArrayAxis]] = [[.example], [.input], [.step]]
        for text in ["no header", "@classLabel true low high\n@data\n1,2\n", "@data\n1,x:low\n"] {
            try folder.write(Array(text.utf8), to: "x.ts")
            let series = try refused(
                Sample(
                    format: .ts, file: "x.ts", examples: [], labels: [], size: Sample.series, layout: layout))
            #expect(series.remedy == advice, "\(series)")
        }
        let cut = try refused(
            Sample(
                format: .csv, file: "x.ts", examples: [], labels: ["kind"], size: Self.pair,
                layout: [[.example], [.row, .column]], count: 2))
        #expect(cut.remedy == advice, "\(cut)")
    }

    /// Labels in text that are no names are given some by a mapping.
    @Test func mappingsOfLabelsAreAdvised() throws {
        let others = ["a", "b", "c"].map { DatasetDescription.Class(name: $0, label: nil) }
        for sample in [
            Sample(
                format: .ts, file: "series.ts", examples: [], labels: [], size: Sample.series,
                layout: [[.example], [.input], [.step]], classes: others),
            Sample(
                format: .csv, file: "table.csv", examples: [], labels: ["kind"],
                size: .series(steps: 2, inputs: 2), layout: [[.example], [.step, .input]], classes: others),
        ] {
            let error = try #require(fileError { _ = try sample.dataset() })
            #expect(error.problem == .badLabel && error.expected.hasPrefix("labels a, b, c"), "\(error)")
            #expect(error.remedy.contains("classes: {zero: 0, one: 1}"), "\(error)")
        }
    }

    @Test(arguments: [
        ("p0;p1;digit\n1;2;low\n1;2;low\n", true), ("p0\tp1\tdigit\n1\t2\tlow\n", true),
        ("1;2;low\n1;2;low\n", false), ("1\t2\tlow\n", false),
    ]) func otherSeparatorsAreNamed(text: String, hasHeader: Bool) throws {
        try folder.write(Array(text.utf8), to: "x.csv")
        let error = try refused(
            Sample(
                format: .csv, file: "x.csv", examples: [], labels: ["digit"], size: Self.pair,
                layout: [[.example], [.row, .column]], count: 2, hasHeader: hasHeader))
        #expect(error.remedy == "separate columns with commas", "\(error)")
    }

    @Test func otherFormatsAreRecognised() throws {
        for format in [DatasetDescription.Format.npz, .npy, .csv] {
            let names = format == .npy ? [] : ["labels"]
            let sample = Sample(format: format, file: "arrays.h5", examples: names, labels: names)
            let error = try #require(fileError { _ = try sample.dataset() })
            #expect(error.found == "an HDF5 file" && error.remedy.contains("format: hdf5"), "\(error)")
        }
    }
}
