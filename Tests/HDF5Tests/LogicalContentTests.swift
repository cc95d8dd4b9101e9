import Foundation
import Testing

@testable import HDF5

@Suite struct LogicalContentTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func layoutDoesNotMatter() throws {
        try writeSample(at: folder("plain.h5"))
        try writeSample(at: folder("deflated.h5"), compressed: true)
        #expect(try bytes(folder("plain.h5")) != bytes(folder("deflated.h5")))
        let content = try logicalContent(of: folder("plain.h5"))
        #expect(content.count == 8)
        #expect(try logicalContent(of: folder("deflated.h5")) == content)
    }

    @Test func canonicalBytes() throws {
        let file = try HDF5File.create(at: folder("x.h5"))
        try file.root.write([1, 0x0102_0304] as [Int32], to: "x").setAttribute("n", to: 258)
        try file.root.write(["a", "ü"], to: "s")
        try file.close()
        let content = try logicalContent(of: folder("x.h5"))
        #expect(content["/"] == [])
        #expect(content["/x int32 [2] {n = 258}"] == [2, 1, 0, 0, 0, 0, 0, 0] + [1, 0, 0, 0, 4, 3, 2, 1])
        #expect(
            content["/s string [2]"] == [1, 0, 0, 0, 0, 0, 0, 0, 0x61] + [2, 0, 0, 0, 0, 0, 0, 0, 0xC3, 0xBC])
    }

    @Test func constants() throws {
        // The same numbers, stored and not stored: more than one piece (4 MiB) of them.
        let count = 3_000_000
        let stored = try HDF5File.create(at: folder("stored.h5"))
        try stored.root.write([Float](repeating: 1.5, count: count), to: "x")
        try stored.close()
        let claimed = try HDF5File.create(at: folder("claimed.h5"))
        try claimed.root.writeConstant(1.5 as Float, to: "x", shape: [count])
        try claimed.close()
        let constant = Array("constant".utf8) + [0, 0, 0xC0, 0x3F]
        #expect(try logicalContent(of: folder("stored.h5")) == ["/": [], "/x float32 [3000000]": constant])
        #expect(try logicalContent(of: folder("claimed.h5")) == logicalContent(of: folder("stored.h5")))
        // The last element differs: what was held back is given after all.
        var values = [Float](repeating: 1.5, count: count)
        values[count - 1] = 2
        let almost = try HDF5File.create(at: folder("almost.h5"))
        try almost.root.write(values, to: "x")
        try almost.close()
        let content = try logicalContent(of: folder("almost.h5"))["/x float32 [3000000]"]
        #expect(content == values.withUnsafeBytes { Array($0) })
    }

    @Test func hugeConstantCostsNothing() throws {
        let file = try HDF5File.create(at: folder("huge.h5"))
        try file.root.writeConstant(1 as UInt8, to: "mask", shape: [30_000, 30_000])
        try file.close()
        #expect(
            try logicalContent(of: folder("huge.h5"))["/mask uint8 [30000, 30000]"]
                == Array("constant".utf8) + [1])
    }

    /// Blocks that are cut along the first, a middle and the last axis give the elements in order.
    @Test(arguments: [[2_000_000], [2_500, 800], [3, 700_000], [2, 2, 1_200_000], [5, 3, 2, 70_000]])
    func piecesCoverEveryShape(shape: [Int]) throws {
        let values = (0..<UInt32(shape.reduce(1, *))).map { $0 &* 2_654_435_761 }
        for layout in [HDF5Compression.none, .deflate(level: 1, chunk: shape.map { $0 / 2 + 1 })] {
            let path = folder("pieces-\(layout == .none).h5")
            let file = try HDF5File.create(at: path)
            try file.root.write(values, to: "x", shape: shape, compression: layout)
            try file.close()
            var collected: [UInt8] = []
            try HDF5File.open(at: path).forEachLogicalContent { content in
                if case .values(let bytes) = content {
                    #expect(bytes.byteCount <= 1 << 22)
                    bytes.withUnsafeBytes { collected += $0 }
                }
            }
            #expect(values.withUnsafeBytes { $0.elementsEqual(collected) })
        }
    }

    @Test func listing() throws {
        try writeSample(at: folder("l.h5"))
        let lines = try HDF5File.open(at: folder("l.h5")).listing().map(\.description)
        #expect(
            lines == [
                "/ {format-version = 1, title = \"Sample ü\"}",
                "/names string [3]",
                "/note string []",
                "/sparse {axes = [\"post\", \"pre\"], density = 0.25, shape = [3, 4]}",
                "/sparse/data float32 [2]",
                "/sparse/indices int64 [2]",
                "/sparse/indptr int32 [4]",
                "/weights float32 [6, 10] {units = \"1\"}",
            ])
    }

    @Test func errorsOfTheBodyComeThrough() throws {
        struct Enough: Error {}
        try writeSample(at: folder("e.h5"))
        #expect(throws: Enough.self) {
            try HDF5File.open(at: folder("e.h5")).forEachLogicalContent { _ in throw Enough() }
        }
    }
}
