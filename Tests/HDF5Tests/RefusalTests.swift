@testable import Model
import Foundation
import Testing

@testable import HDF5

func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

@Suite struct RefusalTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try writeSample(at: folder("sample.h5"))
    }

    /// Every error says file and object; `words` are what else it must say.
    func expect(_ error: HDF5Error, file: String = "sample.h5", object: String, says words: String...) {
        #expect(error.file == folder(file))
        #expect(error.object == object)
        for word in words + [folder(file)] { #expect(error.description.contains(word), "\(error)") }
    }

    @Test func otherType() throws {
        let file = try HDF5File.open(at: folder("sample.h5"))
        let error = try hdf5Error { _ = try file.root.read("weights", as: Double.self, shape: [6, nil]) }
        expect(
            error, object: "/weights",
            says: "/weights: float64 of shape [6, any] was expected, found float32 of shape [6, 10]")
        #expect(error.call == nil)
        // No conversion: neither between integers and floats, nor widening, nor of the sign.
        #expect(throws: HDF5Error.self) { try file.root.read("weights", as: Int32.self) }
        #expect(throws: HDF5Error.self) { try file.root.read("sparse/indptr", as: Int64.self) }
        #expect(throws: HDF5Error.self) { try file.root.read("sparse/indptr", as: UInt32.self) }
        #expect(throws: HDF5Error.self) { try file.root.read("sparse/indptr", as: Float.self) }
        #expect(throws: HDF5Error.self) { try file.root.read("names", as: UInt8.self) }
        #expect(throws: HDF5Error.self) { try file.root.readStrings("weights") }
    }

    @Test func otherShape() throws {
        let file = try HDF5File.open(at: folder("sample.h5"))
        for shape: [Int?] in [[6], [6, 11], [nil, 9], [6, 10, 1], []] {
            let error = try hdf5Error { _ = try file.root.read("weights", as: Float.self, shape: shape) }
            expect(error, object: "/weights", says: "found float32 of shape [6, 10]")
        }
        expect(
            try hdf5Error { _ = try file.root.dataset("names").readStrings(shape: []) }, object: "/names",
            says: "string of shape [] was expected, found string of shape [3]")
        #expect(throws: HDF5Error.self) { try file.root.readStrings("names", count: 2) }
        #expect(throws: HDF5Error.self) { try file.root.dataset("weights").readRows(5..<7, as: Float.self) }
        #expect(throws: HDF5Error.self) {
            try file.root.dataset("weights").readRows(0..<2, as: Float.self, rowShape: [11])
        }
    }

    @Test func missing() throws {
        let file = try HDF5File.open(at: folder("sample.h5"))
        expect(
            try hdf5Error { _ = try file.root.read("weigths", as: Float.self) }, object: "/weigths",
            says: "a dataset was expected here but there is nothing", "names, note, sparse, weights")
        expect(
            try hdf5Error { _ = try file.root.group("weights") }, object: "/weights",
            says: "a group was expected here but there is a dataset")
        expect(
            try hdf5Error { _ = try file.attribute("titel", as: String.self) }, object: "/@titel",
            says: "there is no such attribute; there are: format-version, title")
        expect(
            try hdf5Error { _ = try file.attribute("title", as: Int.self) }, object: "/@title",
            says: "int64 of shape [] was expected, found string of shape []")
        #expect(throws: HDF5Error.self) { try file.root.group("sparse").attribute("shape", as: Int.self) }
    }

    @Test func notHDF5() throws {
        try Data("title,value\n".utf8).write(to: URL(fileURLWithPath: folder("table.h5")))
        let error = try hdf5Error { _ = try HDF5File.open(at: folder("table.h5")) }
        expect(error, file: "table.h5", object: "/", says: "this is not an HDF5 file")
        #expect(error.call == "H5Fopen")
        #expect(error.frames.first?.function == "H5Fopen")
        #expect(error.frames.count > 1)
    }

    @Test func missingFile() throws {
        let error = try hdf5Error { _ = try HDF5File.open(at: folder("none.h5")) }
        expect(error, file: "none.h5", object: "/", says: "H5Fopen failed", "No such file or directory")
    }

    @Test func truncated() throws {
        let whole = try bytes(folder("sample.h5"))
        try whole.prefix(whole.count - 100).write(to: URL(fileURLWithPath: folder("cut.h5")))
        let error = try hdf5Error { _ = try HDF5File.open(at: folder("cut.h5")) }
        expect(error, file: "cut.h5", object: "/", says: "truncated file")
    }

    @Test func readOnly() throws {
        let file = try HDF5File.open(at: folder("sample.h5"))
        expect(
            try hdf5Error { try file.root.write([1] as [Float], to: "more") }, object: "/more",
            says: "H5Dcreate2 failed", "no write intent")
        #expect(throws: HDF5Error.self) { _ = try file.root.createGroup("g") }
        #expect(throws: HDF5Error.self) { try file.setAttribute("more", to: 1) }
        #expect(throws: HDF5Error.self) {
            try file.root.dataset("weights").writeRows([Float](repeating: 0, count: 10), from: 0)
        }
    }

    @Test func unwritable() throws {
        expect(
            try hdf5Error { _ = try HDF5File.create(at: folder("no folder/x.h5")) }, file: "no folder/x.h5",
            object: "/", says: "H5Fcreate failed", "No such file or directory")
        // What exists is never overwritten.
        expect(
            try hdf5Error { _ = try HDF5File.create(at: folder("sample.h5")) }, object: "/",
            says: "File exists")
    }

    @Test func badWrites() throws {
        let file = try HDF5File.create(at: folder("bad.h5"))
        #expect(throws: HDF5Error.self) { try file.root.write([1, 2] as [Float], to: "x", shape: [3]) }
        #expect(throws: HDF5Error.self) { try file.root.write([1, 2] as [Float], to: "x", shape: [-1, -2]) }
        #expect(throws: HDF5Error.self) { try file.root.write([1] as [Float], to: "a/b") }
        #expect(throws: HDF5Error.self) { try file.root.write([1] as [Float], to: "") }
        #expect(throws: HDF5Error.self) { try file.root.write(["a\0b"], to: "x") }
        #expect(throws: HDF5Error.self) { try file.setAttribute("x", to: "a\0b") }
        for layout in [
            HDF5Compression.deflate(level: 10, chunk: [2]), .deflate(level: 1, chunk: [2, 2]),
            .deflate(level: 1, chunk: [0]),
        ] {
            let values: [Float] = [1, 2]
            #expect(throws: HDF5Error.self) { try file.root.write(values, to: "x", compression: layout) }
        }
        // Nothing of all this left a trace.
        #expect(try file.root.names == [])
        #expect(try file.attributeNames == [])
        try file.root.write([1] as [Float], to: "x")
        #expect(throws: HDF5Error.self) { try file.root.write([1] as [Float], to: "x") }
        let dataset = try file.root.createDataset("rows", of: Float.self, shape: [2, 3])
        #expect(throws: HDF5Error.self) { try dataset.writeRows([1, 2] as [Float], from: 0) }
        #expect(throws: HDF5Error.self) { try dataset.writeRows([1, 2, 3] as [Float], from: 2) }
        #expect(throws: HDF5Error.self) { try dataset.writeRows([1, 2, 3] as [Float], from: -1) }
        #expect(throws: HDF5Error.self) { try dataset.writeRows([1, 2, 3] as [Float], from: .max) }
        #expect(throws: HDF5Error.self) { try dataset.writeRows([1, 2, 3] as [Double], from: 0) }
    }
}
