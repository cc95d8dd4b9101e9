@testable import Connectomes
import Foundation
import Mutations
import Model
import Testing

/// Damaged files give an error that names the file, or a sound mask, and never stop the program. (Of HDF5, whose library may crash,
/// the programs are tried: `ImportedMaskTests`.)
@Suite struct MutationTests {
    /// Mutants of each file.
    private static let count = 10_000
    /// Those of a file that takes longer than ten seconds; as many as of others in large runs.
    private static let fewer =
        ProcessInfo.processInfo.environment["SPARSE_CORTEX_LARGE_TESTS"] == nil ? 1000 : count

    /// A folder with real files (CONTRIBUTING.md), if there is one.
    private static let real = ProcessInfo.processInfo.environment["SPARSE_CORTEX_CONNECTOMES"]

    private func forEachMutant(
        of whole: [UInt8], _ ending: String, alphabet: [UInt8], count: Int = count,
        _ ask: (inout ConnectomeRequest) -> Void = { _ in }
    ) throws -> (refused: Int, read: Int) {
        let scratch = try Scratch(inMemory: true)
        var generator = SplitMix64(state: UInt64(whole.count))
        var (refused, read) = (0, 0)
        for _ in 0..<count {
            let file = try scratch.write(
                Data(mutated(whole, &generator, alphabet: alphabet)), "mutant" + ending)
            do {
                let connectome = try imported(file, ask)
                connectome.mask.expectWellFormed()
                #expect(connectome.weights?.count == connectome.mask.count)
                #expect(connectome.names.map { Set($0).count == connectome.mask.hiddenNodes } ?? true)
                read += 1
            } catch let error as ConnectomeFileError {
                #expect(error.file == file, "\(error)")
                refused += 1
            }
        }
        return (refused, read)
    }

    private static let edges = Array(
        ("pre,post,weight,nt\n"
            + (0..<60).map { "cell \($0 % 7),\"c, \($0 % 5)\", \($0).5 ,\($0 % 2 == 0 ? "e" : "i")\n" }
            .joined()).utf8)
    private static let alphabet = Array("0123456789,.\"\n\t e-\r#;".utf8) + [0, 0xFF]

    @Test func edgeLists() throws {
        let (refused, read) = try forEachMutant(of: Self.edges, ".csv", alphabet: Self.alphabet) {
            $0.sign = "nt"
        }
        #expect(refused > Self.count / 10 && read > Self.count / 10)
    }

    @Test func packedEdgeLists() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/x.csv.gz"
        let sink = try TextSink(path, isPacked: true)
        try sink.write(String(decoding: Self.edges, as: UTF8.self))
        try sink.close()
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        // Nearly all of it is guarded by a check sum.
        #expect(try forEachMutant(of: whole, ".csv.gz", alphabet: Array(0...255)).refused > Self.count / 2)
    }

    @Test(arguments: [".mtx", ".npz"])
    func matrices(ending: String) throws {
        let scratch = try Scratch()
        let source = try imported(scratch.write(Data(Self.edges), "x.csv"))
        var isPacked = false
        let format = try #require(ConnectomeExport.Format(ofFile: "x" + ending, isPacked: &isPacked))
        try ConnectomeExport(source).write(format, isPacked: false, to: scratch.path + "/x" + ending)
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: scratch.path + "/x" + ending)))
        let alphabet = ending == ".mtx" ? Self.alphabet : Array(0...255)
        let (refused, read) = try forEachMutant(of: whole, ending, alphabet: alphabet)
        #expect(refused > Self.count / 10 && read > 0)
    }

    @Test(
        .enabled(if: real != nil),
        arguments: [("herm_full_edgelist.csv", fewer), ("aconnectome_white_1986_whole.csv", count)])
    func realFiles(name: String, count: Int) throws {
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(Self.real ?? "")/\(name)")))
        let (refused, read) = try forEachMutant(of: whole, ".csv", alphabet: Self.alphabet, count: count)
        #expect(refused > count / 10 && read > count / 10)
    }
}
