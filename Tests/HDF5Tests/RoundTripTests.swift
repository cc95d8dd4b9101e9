@testable import Model
import Testing

@testable import HDF5

@Suite struct RoundTripTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func check<Element: HDF5Element & Equatable>(_ values: [Element], shape: [Int]) throws {
        let name = Element.hdf5ElementType.rawValue
        for (index, layout) in [HDF5Compression.none, .deflate(level: 1, chunk: shape.map { _ in 2 })]
            .enumerated()
        {
            let path = folder("\(name)-\(shape.count)-\(index).h5")
            let file = try HDF5File.create(at: path)
            try file.root.write(values, to: name, shape: shape, compression: layout)
            try file.close()
            let back = try HDF5File.open(at: path)
            #expect(try back.root.read(name, as: Element.self, shape: shape) == values)
            #expect(try back.root.dataset(name).shape == shape)
        }
    }

    @Test func numbersOfAllTypes() throws {
        try check(
            [.leastNonzeroMagnitude, -0.0, .infinity, 1.5, .greatestFiniteMagnitude, 3] as [Float],
            shape: [2, 3])
        try check([.leastNonzeroMagnitude, -0.0, -.infinity, 1.5, .pi, 3] as [Double], shape: [3, 2])
        try check([0, 1, 254, 255] as [UInt8], shape: [2, 1, 2])
        try check([.min, -1, .max] as [Int32], shape: [3])
        try check([.min, -1, .max] as [Int64], shape: [3])
        try check([.min, 1, .max] as [UInt32], shape: [3])
        try check([.min, 1, .max] as [UInt64], shape: [3])
        try check([7] as [Int64], shape: [])
        try check([] as [Float], shape: [0, 28, 28])
    }

    @Test func notANumberKeepsItsBits() throws {
        let file = try HDF5File.create(at: folder("nan.h5"))
        try file.root.write([Float(bitPattern: 0x7FC0_1234), -0.0], to: "x")
        let back = try file.root.read("x", as: Float.self)
        #expect(back.map(\.bitPattern) == [0x7FC0_1234, 0x8000_0000])
    }

    @Test func strings() throws {
        try writeSample(at: folder("s.h5"))
        let file = try HDF5File.open(at: folder("s.h5"))
        #expect(try file.root.readStrings("names", count: 3) == ["relu", "", "tanh ü"])
        #expect(try file.root.dataset("note").readStrings(shape: []) == ["alone"])
    }

    @Test func emptyStringVector() throws {
        let file = try HDF5File.create(at: folder("e.h5"))
        try file.root.write([String](), to: "names").setAttribute("also", to: [String]())
        #expect(try file.root.readStrings("names") == [])
        #expect(try file.root.dataset("names").attribute("also", as: [String].self) == [])
    }

    @Test func attributes() throws {
        try writeSample(at: folder("a.h5"))
        let file = try HDF5File.open(at: folder("a.h5"))
        #expect(try file.attributeNames == ["format-version", "title"])
        #expect(try file.attribute("title", as: String.self) == "Sample ü")
        #expect(try file.attribute("format-version", as: Int.self) == 1)
        let sparse = try file.root.group("sparse")
        #expect(try sparse.attribute("shape", as: [Int].self) == [3, 4])
        #expect(try sparse.attribute("density", as: Double.self) == 0.25)
        #expect(try sparse.attribute("axes", as: [String].self) == ["post", "pre"])
        #expect(try file.root.dataset("weights").attribute("units", as: String.self) == "1")
    }

    @Test func manyAndLongAttributes() throws {
        let file = try HDF5File.create(at: folder("many.h5"))
        for index in 0..<40 { try file.setAttribute("a\(index)", to: index) }
        try file.setAttribute("long", to: String(repeating: "x", count: 100_000))
        try file.setAttribute("wide", to: Array(0..<20_000))
        #expect(try file.attribute("a39", as: Int.self) == 39)
        #expect(try file.attribute("long", as: String.self).utf8.count == 100_000)
        #expect(try file.attribute("wide", as: [Int].self) == Array(0..<20_000))
    }

    @Test func groups() throws {
        try writeSample(at: folder("g.h5"))
        let file = try HDF5File.open(at: folder("g.h5"))
        #expect(try file.root.names == ["names", "note", "sparse", "weights"])
        #expect(try file.root.kind(of: "sparse") == .group)
        #expect(try file.root.kind(of: "sparse/indptr") == .dataset)
        #expect(try file.root.contains("sparse/nothing/at/all") == false)
        #expect(try file.root.contains("weights/below a dataset") == false)
        #expect(try file.root.read("sparse/indptr", as: Int32.self) == [0, 1, 2, 2])
        #expect(try file.root.group("sparse").dataset("data").path == "/sparse/data")
    }

    @Test func rows() throws {
        for layout in [HDF5Compression.none, .deflate(level: 4, chunk: [2, 3])] {
            let path = folder("rows-\(layout == .none).h5")
            let file = try HDF5File.create(at: path)
            let dataset = try file.root.createDataset(
                "x", of: Double.self, shape: [5, 3], compression: layout)
            try dataset.writeRows((0..<6).map(Double.init), from: 0)
            try dataset.writeRows((6..<12).map(Double.init), from: 2)
            #expect(try dataset.readRows(1..<3, as: Double.self, rowShape: [3]) == [3, 4, 5, 6, 7, 8])
            // What was never written reads as zero.
            #expect(
                try dataset.read(as: Double.self, shape: [5, 3]) == (0..<12).map(Double.init) + [0, 0, 0])
        }
    }

    @Test func constantTakesNoSpace() throws {
        let path = folder("constant.h5")
        let file = try HDF5File.create(at: path)
        try file.root.writeConstant(1 as UInt8, to: "mask", shape: [30_000, 30_000])
        try file.root.writeConstant(2.5 as Float, to: "scalar", shape: [])
        try file.root.writeConstant(2.5 as Float, to: "empty", shape: [0, 4])
        try file.root.writeConstant(-1 as Int32, to: "cube", shape: [3, 500, 2, 700])
        try file.close()
        #expect(try bytes(path).count < 5_000)
        let back = try HDF5File.open(at: path)
        let rows = try back.root.dataset("mask").readRows(29_998..<30_000, as: UInt8.self, rowShape: [30_000])
        #expect(rows == [UInt8](repeating: 1, count: 60_000))
        #expect(try back.root.read("scalar", as: Float.self, shape: []) == [2.5])
        #expect(try back.root.read("empty", as: Float.self) == [])
        #expect(try back.root.read("cube", as: Int32.self).allSatisfy { $0 == -1 })
    }

    @Test func endOfLifeCloses() throws {
        do {
            let file = try HDF5File.create(at: folder("left.h5"))
            try file.root.write([1, 2] as [Float], to: "x")
        }
        // HDF5 refuses to open to read what is still open to write.
        #expect(try HDF5File.open(at: folder("left.h5")).root.read("x", as: Float.self) == [1, 2])
    }

    @Test func handlesOutliveTheFile() throws {
        let file = try HDF5File.create(at: folder("strong.h5"))
        let group = try file.root.createGroup("g")
        let dataset = try group.createDataset("x", of: Float.self, shape: [1])
        try file.close()
        // Closing the file closed them: they throw, and the file is complete.
        #expect(throws: HDF5Error.self) { try group.names }
        #expect(throws: HDF5Error.self) { try dataset.writeRows([1], from: 0) }
        #expect(try HDF5File.open(at: folder("strong.h5")).root.dataset("g/x").shape == [1])
    }
}
