import Foundation
import Processes
import Testing

@testable import HDF5

/// What h5py wrote (fixtures/make_fixtures.py).
@Suite struct H5pyFixtureTests {
    @Test func numbersOfAllTypes() throws {
        let numbers = try HDF5File.open(at: fixture("written-by-h5py.h5")).root.group("numbers")
        #expect(try numbers.read("uint8", as: UInt8.self, shape: [2, 3]) == Array(0..<6))
        #expect(try numbers.read("int32", as: Int32.self, shape: [2, 3]) == Array(0..<6))
        #expect(try numbers.read("int64", as: Int64.self, shape: [2, 3]) == Array(0..<6))
        #expect(try numbers.read("uint32", as: UInt32.self, shape: [2, 3]) == Array(0..<6))
        #expect(try numbers.read("uint64", as: UInt64.self, shape: [2, 3]) == Array(0..<6))
        #expect(try numbers.read("float32", as: Float.self, shape: [2, 3]) == [0, 1, 2, 3, 4, 5])
        #expect(try numbers.read("float64", as: Double.self, shape: [2, 3]) == [0, 1, 2, 3, 4, 5])
        // The byte order is not part of a value.
        #expect(try numbers.read("big-endian", as: Float.self, shape: [2]) == [1.5, -2])
    }

    @Test func stringsAndAttributes() throws {
        let file = try HDF5File.open(at: fixture("written-by-h5py.h5"))
        #expect(try file.root.readStrings("strings") == ["first", "", "dritté"])
        #expect(try file.root.readStrings("fixed") == ["ab", "cde"])
        #expect(try file.root.dataset("string").readStrings(shape: []) == ["alone"])
        #expect(try file.attribute("title", as: String.self) == "Fixture ü")
        #expect(try file.attribute("format-version", as: Int.self) == 3)
        #expect(try file.attribute("threshold", as: Double.self) == 0.25)
        #expect(try file.attribute("shape", as: [Int].self) == [3, 4])
        #expect(try file.attribute("names", as: [String].self) == ["a", "b c"])
        #expect(throws: HDF5Error.self) { try file.attribute("small", as: Int.self) }
        #expect(try file.attribute("small").bytes == [7])
        #expect(throws: HDF5Error.self) { try file.attribute("nothing", as: Double.self) }
    }

    @Test func layouts() throws {
        let file = try HDF5File.open(at: fixture("written-by-h5py.h5"))
        #expect(try file.root.read("compressed", as: Int32.self, shape: [nil, 10]) == Array(0..<1000))
        #expect(try file.root.read("scalar", as: Float.self, shape: []) == [2.5])
        #expect(try file.root.read("pixels", as: UInt8.self, shape: [nil, 28, 28]) == [])
    }

    @Test func absurdExtents() throws {
        let file = try HDF5File.open(at: fixture("written-by-h5py.h5"))
        for name in ["claimed", "partly"] {
            let error = try hdf5Error { _ = try file.root.read(name, as: Float.self, shape: [nil, nil]) }
            #expect(error.description.contains("/\(name): shape [1073741824, 1073741824] claims"))
            #expect(throws: HDF5Error.self) {
                try file.root.dataset(name).readRows(0..<(1 << 20), as: Float.self)
            }
        }
        #expect(throws: HDF5Error.self) { try file.root.readStrings("claimed-strings") }
    }

    @Test func otherFilesAreNotOpened() throws {
        let file = try HDF5File.open(at: fixture("written-by-h5py.h5"))
        #expect(try file.root.kind(of: "external") == .other)
        #expect(try file.root.kind(of: "soft") == .other)
        #expect(try hdf5Error { _ = try file.root.dataset("external") }.description.contains("a link"))
        let outside = try hdf5Error { _ = try file.root.read("outside", as: UInt8.self) }
        #expect(outside.description.contains("found elements in other files"))
    }

    @Test func unreadableTypes() throws {
        let file = try HDF5File.open(at: fixture("written-by-h5py.h5"))
        let error = try hdf5Error { _ = try file.root.read("flags", as: UInt8.self) }
        #expect(
            error.description.contains("uint8 was expected, found bool of shape [2]"))
    }
}

/// Numbers of any type, and bool, as float64.
@Suite struct ConvertedReadingTests {
    private func converted(_ dataset: borrowing HDF5Dataset) throws -> [Double] {
        var all: [Double] = []
        try dataset.forEachConvertedPiece { first, piece in
            #expect(first == all.count)
            piece.withUnsafeBufferPointer { all += $0 }
        }
        return all
    }

    @Test func everyTypeIsRead() throws {
        let file = try HDF5File.open(at: fixture("written-by-h5py.h5"))
        #expect(try converted(file.root.dataset("flags")) == [1, 0])
        for type in HDF5ElementType.allCases {
            let numbers = try file.root.dataset("numbers/\(type.rawValue)")
            #expect(try converted(numbers) == [0, 1, 2, 3, 4, 5], "\(type)")
            #expect(try numbers.unstoredValue() == nil)
        }
        #expect(try converted(file.root.dataset("numbers/big-endian")) == [1.5, -2])
        #expect(try converted(file.root.dataset("compressed")) == (0..<1000).map { Double($0) })
        #expect(try converted(file.root.dataset("pixels")).isEmpty)
    }

    @Test func whatIsNotStoredIsAFillValueAndNotRead() throws {
        let file = try HDF5File.open(at: fixture("written-by-h5py.h5"))
        #expect(try file.root.dataset("claimed").unstoredValue() == 1.5)
        for claimed in ["claimed", "partly"] {
            let error = try hdf5Error { _ = try converted(file.root.dataset(claimed)) }
            #expect(
                error.description.contains("bytes are stored") || error.description.contains("be counted"))
        }
        let strings = try hdf5Error { _ = try converted(file.root.dataset("strings")) }
        #expect(strings.description.contains("a number or bool was expected"))
    }
}

/// h5py reads what this module writes: a Python with h5py is named by SPARSE_CORTEX_PYTHON.
@Suite struct H5pyReadingTests {
    static var python: String? { ProcessInfo.processInfo.environment["SPARSE_CORTEX_PYTHON"] }

    @Test(.enabled(if: python != nil, "SPARSE_CORTEX_PYTHON names no Python with h5py"))
    func readsAll() throws {
        let folder = try TemporaryFolder()
        let path = folder("sample.h5")
        try writeSample(at: path, compressed: true)
        let mask = try HDF5File.create(at: folder("mask.h5"))
        try mask.root.writeConstant(1 as UInt8, to: "mask", shape: [3_000, 3_000])
        try mask.close()
        let script = """
            import h5py, sys
            with h5py.File(sys.argv[1]) as f:
                assert f.attrs["title"] == "Sample ü" and type(f.attrs["title"]) is str
                assert f.attrs["format-version"] == 1 and f.attrs["format-version"].dtype == "int64"
                w = f["weights"]
                assert w.dtype == "<f4" and w.shape == (6, 10) and w[5, 9] == 29.5 and w.attrs["units"] == "1"
                assert w.compression == "gzip" and w.shuffle and w.chunks == (3, 10)
                s = f["sparse"]
                assert list(s.attrs["shape"]) == [3, 4] and s.attrs["shape"].dtype == "int64"
                assert s.attrs["density"] == 0.25 and list(s.attrs["axes"]) == ["post", "pre"]
                assert list(s["indptr"]) == [0, 1, 2, 2] and s["indptr"].dtype == "int32"
                assert list(s["indices"]) == [3, 0] and s["indices"].dtype == "int64"
                assert list(s["data"]) == [1, 1]
                assert list(f["names"].asstr()) == ["relu", "", "tanh ü"] and f["note"].asstr()[()] == "alone"
            with h5py.File(sys.argv[2]) as f:
                assert f["mask"].dtype == "uint8" and f["mask"][:].sum() == 9_000_000
            print("read")
            """
        #expect(try run(try #require(Self.python), ["-c", script, path, folder("mask.h5")]) == "read\n")
    }

    /// Standard output and standard error of a program that ends.
    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let run = try runProgram(program, arguments, errors: .kept)
        return String(decoding: run.output + run.errors, as: UTF8.self)
    }
}
