import Foundation
import Testing

@testable import NumPyFiles

/// What NumPy and scipy write is read as they say it is.
@Suite struct NumPyReadingTests {
    @Test(arguments: ["plain.npz", "packed.npz"]) func everyTypeOrderAndByteOrderIsRead(file: String) throws {
        let known = try numpysNumbers().filter { !$0.key.hasPrefix("sparse") && $0.key != "version" }
        let archive = try NumPyArchive(path: fixture(file))
        #expect(try Set(archive.names()) == Set(known.keys))
        var read: Set<String> = []
        try archive.forEach(known.keys.sorted()) { array, name in
            read.insert(name)
            try check(array, try #require(known[name]), name)
        }
        #expect(read.count == known.count && read.contains("fortran_big") && read.contains("u8_big"))
    }

    @Test(arguments: 1...3) func everyVersionIsRead(version: Int) throws {
        let array = try openNumPyArray(path: fixture("version\(version).npy"))
        try check(array, try #require(numpysNumbers()["version"]), "version \(version)")
    }

    @Test func matricesOfScipyAreRead() throws {
        let known = try numpysNumbers()
        var read = 0
        try NumPyArchive(path: fixture("sparse.npz")).forEach(["indptr", "data", "indices"]) { array, name in
            read += 1
            try check(array, try #require(known["sparse_" + name]), name)
        }
        #expect(read == 3)
    }

    /// scipy notes the format of a matrix as text.
    @Test func textIsRead() throws {
        var format = ""
        try NumPyArchive(path: fixture("sparse.npz")).forEach(["format"]) { array, _ in
            format = try array.text()
        }
        #expect(format == "csr")
        let folder = try ScratchFolder()
        let wide: [UInt8] = [0, 0, 0, 99, 0, 0, 0, 111, 0, 0, 0, 111]
        let big = try folder.write(npy(header(">U3", "()"), wide), to: "big.npy")
        #expect(try openNumPyArray(path: big).text() == "coo")
        let empty = try folder.write(npy(header("|S0", "()"), []), to: "empty.npy")
        #expect(try openNumPyArray(path: empty).text().isEmpty)
    }

    /// 1.5, the smallest of all, and -infinity as float16.
    @Test func halvesAreRead() throws {
        #expect(try openNumPyArray(path: fixture("half.npy")).doubles() == [1.5])
        let folder = try ScratchFolder()
        let path = try folder.write(npy(header("<f2", "(3,)"), [0, 0x3E, 1, 0, 0, 0xFC]), to: "half.npy")
        #expect(try openNumPyArray(path: path).doubles() == [1.5, 0x1p-24, -.infinity])
        let whole = try folder.write(npy(header(">f2", "(1,)"), [0xC4, 0]), to: "whole.npy")
        #expect(try openNumPyArray(path: whole).integers() == [-4])
    }

    @Test func numbersAreReadWiderOrNarrower() throws {
        let folder = try ScratchFolder()
        let large = try folder.write(
            npy(header("<u8", "(1,)"), [UInt8](repeating: 255, count: 8)), to: "u8.npy")
        #expect(try openNumPyArray(path: large).doubles() == [0x1p64])
        let long = try folder.write(npy(header("<i8", "(1,)"), [0, 0, 0, 0, 1, 0, 0, 0]), to: "i8.npy")
        #expect(try openNumPyArray(path: long).doubles() == [0x1p32])
        let error = try #require(numpyError { _ = try openNumPyArray(path: long).shortIntegers() })
        #expect(error.problem == .notWhole && error.expected.contains("2³¹"), "\(error)")
    }

    private func check(_ array: NumPyArray, _ known: Known, _ name: String) throws {
        let header = array.header
        #expect(header.shape == known.shape, "\(name)")
        #expect(header.isFortranOrder == name.hasPrefix("fortran"), "\(name)")
        #expect(header.isBigEndian == name.hasSuffix("_big"), "\(name)")
        if header.element.isWhole {
            #expect(try ordered(array.integers(), header) == known.words.map { Int64($0) }, "\(name)")
        } else {
            // Twice rounded by nobody: the text is that of the double.
            let wanted = known.words.map { Double($0).map { Float($0) } }
            #expect(try ordered(array.floats(), header) == wanted, "\(name)")
        }
    }

    @Test func wholeNumbersAreReadAsFloatsAndTheOtherWayRound() throws {
        let folder = try ScratchFolder()
        let whole = try folder.write(npy(header("<i2", "(2,)"), [1, 0, 0xFE, 0xFF]), to: "whole.npy")
        #expect(try openNumPyArray(path: whole).floats() == [1, -2])
        let floats = try folder.write(
            npy(header(">f4", "(2,)"), [0x40, 0, 0, 0, 0xC0, 0x40, 0, 0]), to: "f.npy")
        #expect(try openNumPyArray(path: floats).integers() == [2, -3])
        let half = try folder.write(npy(header(">f4", "(1,)"), [0x3F, 0, 0, 0]), to: "half.npy")
        let error = try #require(numpyError { _ = try openNumPyArray(path: half).integers() })
        #expect(error.problem == .notWhole && error.found == "0.5 as element 0", "\(error)")
    }

    @Test func elementsAreReadInPieces() throws {
        let folder = try ScratchFolder()
        let count = 100_000
        let path = try folder.write(
            npy(header("|u1", "(\(count),)"), (0..<count).map { UInt8($0 % 251) }), to: "long.npy")
        let array = try openNumPyArray(path: path)
        var all: [Int64] = []
        var buffer = [Int64](repeating: 0, count: 70_001)
        while case let read = try buffer.withUnsafeMutableBufferPointer({ try array.read(integers: $0) }),
            read > 0
        {
            all += buffer[..<read]
        }
        #expect(all == (0..<count).map { Int64($0 % 251) })
    }
}
