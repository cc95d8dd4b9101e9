import Foundation
import Testing

@testable import NumPyFiles

/// What is not an array of numbers, or not quite one, is refused with the reason.
@Suite struct NumPyRefusalTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test(arguments: [
        ("objects.npy", "pickles"), ("complex.npy", "<c16"),
        ("records.npy", "records"), ("dates.npy", "<M8[D]"),
    ]) func otherElementsAreRefused(file: String, reason: String) throws {
        let path = fixture(file)
        let error = try #require(numpyError { _ = try openNumPyArray(path: path) })
        #expect(error.problem == .unsupported && error.found.contains(reason), "\(error)")
        #expect(error.file == path && error.member == nil)
    }

    @Test func textIsNoNumberAndNumbersAreNoText() throws {
        let texts = try #require(numpyError { _ = try openNumPyArray(path: fixture("text.npy")).floats() })
        #expect(texts.expected == "numbers" && texts.found == "text", "\(texts)")
        let two = try #require(numpyError { _ = try openNumPyArray(path: fixture("text.npy")).text() })
        #expect(two.expected == "one text" && two.found == "str [2]", "\(two)")
        let number = try #require(numpyError { _ = try openNumPyArray(path: fixture("half.npy")).text() })
        #expect(number.found == "float16 [1]", "\(number)")
        for descr in ["<U", "<Ux", "|S-1", "<S3", "|U3", "<U99999999999"] {
            let path = try folder.write(npy(header(descr, "()"), [65, 66, 67]), to: "x.npy")
            // One byte has no order, but NumPy reads it all the same.
            #expect(
                (numpyError { _ = try openNumPyArray(path: path).text() } == nil) == (descr == "<S3"),
                "\(descr)")
        }
    }

    @Test func objectsInAnArchiveAreRefusedAndTheirNeighboursRead() throws {
        let archive = try NumPyArchive(path: fixture("objects.npz"))
        let error = try #require(numpyError { try archive.forEach(["objects"]) { _, _ in } })
        #expect(error.problem == .unsupported && error.found.contains("pickles"), "\(error)")
        #expect(error.description.contains("objects.npz, member objects.npy"))
        var numbers: [Int64] = []
        try archive.forEach(["numbers"]) { array, _ in numbers = try array.integers() }
        #expect(numbers.count == 2)
    }

    @Test func arraysThatAreNotThereAreNamed() throws {
        let error = try #require(
            numpyError {
                try NumPyArchive(path: fixture("sparse.npz")).forEach(["data", "rows"]) { _, _ in }
            })
        #expect(error.problem == .missing && error.member == "rows.npy", "\(error)")
        #expect(error.found.contains("indices") && error.found.contains("indptr"))
    }

    @Test func hostileArchivesAreRefused() throws {
        let escape = try #require(
            numpyError { try NumPyArchive(path: fixture("escape.npz")).forEach(["x"]) { _, _ in } })
        #expect(escape.problem == .damaged && escape.found.contains("leads out"), "\(escape)")
        #expect(escape.member == "../x.npy")
        let twice = try #require(
            numpyError { try NumPyArchive(path: fixture("twice.npz")).forEach(["x"]) { _, _ in } })
        #expect(twice.expected == "each array once" && twice.found == "x again", "\(twice)")
    }

    /// Ten megabytes of zeros are ten kilobytes packed; whoever knows what to expect reads the header only.
    @Test func shapesAreKnownBeforeElementsAreUnpacked() throws {
        let path = fixture("zeros.npz")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count < 20_000)
        var shapes: [[Int]] = []
        try NumPyArchive(path: path).forEach(["x"]) { array, _ in shapes.append(array.header.shape) }
        #expect(shapes == [[10_000_000]])
    }

    @Test func filesThatAreNotThereOrNoFilesAreNamed() throws {
        for path in [folder.url.path + "/nowhere.npy", folder.url.path] {
            #expect(numpyError { _ = try openNumPyArray(path: path) }?.problem == .unreadable)
            #expect(numpyError { _ = try NumPyArchive(path: path) }?.problem == .unreadable)
        }
    }

    /// Nothing is taken for elements before the length was compared.
    @Test(arguments: [
        (header("<f8", "(1000000000000,)"), "8000000000000 bytes"),
        (header("<f8", "(3,)"), "24 bytes of float64 [3]"),
        (header("<f8", "(1,)"), "8 bytes"),
        (header("<f8", "(4611686018427387904, 4)"), "fits into memory"),
        (header("<f8", "(0, 99999999999999999999)"), "fits into memory"),
        (header("<f8", "(2, -1)"), "text in quotes"), (header("<f8", "(2, 1.0)"), "“)”"),
        (header("<f8", "(02,)"), "without leading zeros"), (header("<f8", "2"), "a tuple"),
        (header("<f8", "(2)"), "a tuple"), (header("<f8", "[2]"), "a tuple"),
        (header("<f8", "(2,)", fortran: "0"), "True or False"),
        (header("<f8", "(2,)", fortran: "true"), "True, False"),
        (header("f8", "(2,)"), "numbers ("), (header("|f8", "(2,)"), "numbers ("),
        ("{'descr': '<f8', 'shape': (2,)}", "fortran_order"),
        ("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", "each once"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'more': 1}", "each once"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} 1", "nothing after"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)", "“}”"),
        ("{'descr': '\\x3cf8', 'fortran_order': False, 'shape': (2,)}", "escapes"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (((((2,),),),),)}", "a value"),
        ("{'descr': __import__('os'), 'fortran_order': False, 'shape': (2,)}", "text in quotes"), ("", "“{”"),
    ]) func headersThatAreNotNumPysAreRefused(header: String, reason: String) throws {
        let path = try folder.write(npy(header, [UInt8](repeating: 0, count: 16)), to: "x.npy")
        let error = try #require(numpyError { _ = try openNumPyArray(path: path) }, "\(header)")
        #expect(error.expected.contains(reason), "\(error)")
    }

    @Test func otherVersionsAndFilesAreRefused() throws {
        var bytes = npy(header("|u1", "(1,)"), [1])
        bytes[6] = 4
        let version = try folder.write(bytes, to: "version.npy")
        #expect(numpyError { _ = try openNumPyArray(path: version) }?.found == "4.0")
        let text = try folder.write(Array("no array".utf8), to: "text.npy")
        #expect(numpyError { _ = try openNumPyArray(path: text) }?.expected.contains("NUMPY") == true)
        #expect(numpyError { _ = try NumPyArchive(path: text).names() }?.problem == .damaged)
        let long: [UInt8] = [0x93] + Array("NUMPY".utf8) + [2, 0, 0, 0, 0, 0x40]
        let header = try folder.write(long, to: "long.npy")
        #expect(numpyError { _ = try openNumPyArray(path: header) }?.found == "\(1 << 30)")
    }

    @Test func wholeNumbersBeyond63BitsAndOtherBoolsAreRefused() throws {
        let large = try folder.write(
            npy(header("<u8", "(1,)"), [UInt8](repeating: 255, count: 8)), to: "u.npy")
        let error = try #require(numpyError { _ = try openNumPyArray(path: large).integers() })
        #expect(error.found == "18446744073709551615 as element 0", "\(error)")
        #expect(try openNumPyArray(path: large).floats() == [18_446_744_073_709_551_616])
        let bools = try folder.write(npy(header("|b1", "(2,)"), [1, 2]), to: "b.npy")
        #expect(
            numpyError { _ = try openNumPyArray(path: bools).floats() }?.found == "the byte 2 as element 1")
    }
}
