@testable import Connectomes
import Foundation
import Model
import Testing

/// Edge lists as people have them.
@Suite struct EdgeListTests {
    @Test func rowsOfAPairAreAddedUpAndNodesAreSorted() throws {
        let scratch = try Scratch()
        let file = try scratch.write("pre,post,weight\nb,a,2\nc,b,1.5\nb,a,3\na,a,1\n")
        let connectome = try imported(file)
        #expect(connectome.names == ["a", "b", "c"])
        #expect(connectome.words == ["a → a 1.0", "b → a 5.0", "c → b 1.5"])
        #expect(connectome.mask.density == 3.0 / 9)
        #expect(connectome.mask.wiring == Wiring(rule: "imported", source: "a file"))
        #expect(connectome.findings["rows"] == 4 && connectome.findings["repeated_rows"] == 1)
        #expect(connectome.findings["self_connections"] == 1)
        connectome.mask.expectWellFormed()
        // The order of rows decides nothing.
        let other = try scratch.write("pre,post,weight\na,a,1\nb,a,3\nc,b,1.5\nb,a,2\n", "other.csv")
        #expect(try imported(other) == connectome)
    }

    @Test func numbersAreSortedAsNumbersUpToSixtyFourBits() throws {
        let scratch = try Scratch()
        let file = try scratch.write(
            "pre_root_id,post_root_id,syn_count\n720575940612345679,720575940612345678,7\n"
                + "9,18446744073709551615,1\n-5,10,2\n")
        let connectome = try imported(file)
        #expect(
            connectome.names == [
                "-5", "9", "10", "720575940612345678", "720575940612345679", "18446744073709551615",
            ])
        #expect(connectome.words.contains("720575940612345679 → 720575940612345678 7.0"))
    }

    @Test(arguments: [
        ("edges.csv", "pre\tpost\tweight\r\na \t b\t 2\r\n"), ("edges.tsv", "pre;post;weight\na; b ;2\n"),
        ("edges.txt", "# from somewhere\n\npre post weight\n a   b  2 \n\n"),
        ("edges.csv", "\u{FEFF}\"pre\",\"post\",weight\n\"a\",\" b\", 2 \n"),
        ("edges.csv", "pre,post,weight\na,b,2"),
    ])
    func separatorsQuotesAndPaddingAreRead(name: String, text: String) throws {
        let connectome = try imported(try Scratch.keep.write(text, UUID().uuidString + name))
        #expect(connectome.words == ["a → b 2.0"])
        #expect(
            connectome.findings.remarks.contains { $0.contains("name leads to expect") }
                == (text.contains("\t") || text.contains(";")))
    }

    @Test func quotedNamesHaveSeparatorsAndQuotes() throws {
        let file = try Scratch.keep.write("pre,post\n\"a, \"\"b\"\"\",c\n", "quoted.csv")
        #expect(try imported(file).words == ["a, \"b\" → c 1.0"])
    }

    @Test func columnsAreNamedOrGuessedAndRowsTaken() throws {
        let scratch = try Scratch()
        let file = try scratch.write("x,y,n,kind\na,b,2,chemical\nb,a,3,electrical\na,b,4,chemical\n")
        #expect(refusal(file).contains("edges.csv: says by no column's name which it is; name it with --pre"))
        func ask(_ request: inout ConnectomeRequest) { (request.pre, request.post) = ("x", "y") }
        #expect(try imported(file, ask).words == ["b → a 1.0", "a → b 2.0"])
        let chemical = try imported(file) {
            ask(&$0)
            ($0.weight, $0.taken) = ("n", ("kind", ["chemical"]))
        }
        #expect(chemical.words == ["a → b 6.0"])
        #expect(chemical.findings["rows"] == 3 && chemical.findings["rows_not_taken"] == 1)
        let bare = try scratch.write("5 6\n6 7\n", "bare.txt")
        #expect(
            try imported(bare) { ($0.hasHeader, $0.pre, $0.post) = (false, "1", "2") }.words == [
                "5 → 6 1.0", "6 → 7 1.0",
            ])
    }

    @Test func aHeaderOfNumbersIsProbablyARow() throws {
        let scratch = try Scratch()
        let bare = try scratch.write("5 6 0.5\n6 7 1\n", "bare.txt")
        let said = refusal(bare)
        #expect(
            said.contains("has numbers where names of columns were expected: 5, 6, 0.5; ")
                && said.contains("give --no-header --pre 1 --post 2"), "\(said)")
        #expect(
            refusal(bare) { $0.hasHeader = false }.contains("name it with --pre; the columns are: 1, 2, 3"))
        #expect(try imported(bare) { ($0.pre, $0.post) = ("5", "6") }.words == ["6 → 7 1.0"])
    }

    @Test func signsAreThoseOfMostOfTheWeight() throws {
        let scratch = try Scratch()
        let file = try scratch.write(
            "pre,post,weight,nt\na,b,2,ACH\na,c,1,GABA\nb,c,1,GLUT\nc,a,1,\n")
        let signed = try imported(file) { ($0.sign, $0.inhibitory) = ("nt", ["GABA", "GLUT"]) }
        #expect(signed.signs == [1, -1, 0])
        #expect(signed.findings.remarks.contains { $0.hasPrefix("1 nodes have rows that excite") })
        #expect(refusal(file) { $0.sign = "nt" }.contains("line 2: has “ACH” as --sign"))
        #expect(
            refusal(file) { ($0.sign, $0.inhibitory) = ("nt", ["GABBA"]) }.contains(
                "no --sign is “GABBA”, as --inhibitory has it; there are: “ACH”"))
    }

    /// Neither sign wins then, whichever row comes first; training takes such a node as excitatory.
    @Test(arguments: ["a,b,2,e\na,c,1,i\na,b,1,i\n", "a,c,1,i\na,b,1,i\na,b,2,e\n"])
    func aSignOfEqualWeightsIsNotKnown(rows: String) throws {
        let scratch = try Scratch()
        let file = try scratch.write("pre,post,weight,nt\n" + rows + "b,a,2,i\n")
        let signed = try imported(file) { $0.sign = "nt" }
        #expect(signed.signs == [0, -1, 0])
    }

    /// Those of Windows programs; also in tables beside the file, and without the mark of UTF-16.
    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian], [true, false])
    func textInUTF16IsSaidToBe(encoding: String.Encoding, isMarked: Bool) throws {
        let scratch = try Scratch()
        let mark = Data(!isMarked ? [] : encoding == .utf16BigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE])
        let text = try #require("pre,post\na,b\n".data(using: encoding))
        let file = try scratch.write(mark + text, "wide.csv")
        let edges = try scratch.write("pre,post\na,b\n")
        for said in [refusal(file), refusal(edges) { $0.nodes = file }] {
            #expect(
                said.contains("wide.csv: is text in UTF-16, but UTF-8 was expected; save it as UTF-8"),
                "\(said)")
        }
    }

    /// Where the table of nodes should be, not where HDF5 is one of the formats.
    @Test
    func aTableOfNodesThatIsNoTextIsSaidToBeNone() throws {
        let scratch = try Scratch()
        let nodes = try scratch.write(Data([0x89]) + Data("HDF\r\n\u{1a}\n".utf8), "nodes.h5")
        let edges = try scratch.write("pre,post\na,b\n")
        let said = refusal(edges) { $0.nodes = nodes }
        #expect(said.contains("nodes.h5: is an HDF5 file, but a table as text was expected"), "\(said)")
    }

    static let wrong: [(String, String)] = [
        ("", "is empty"), ("pre,post\n", "has no connection at all"),
        ("pre,post\na,b\nc\n", "line 3: has 1 field "),
        ("pre,post\na,b,c\n", "line 2: has 3 fields separated by commas, but 2 were expected"),
        ("pre,post,weight\na,b,1\na,b,x\n", "line 3: has “x” as weight in column weight"),
        ("pre,post,weight\na,b,nan\n", "line 2: has “nan”"),
        ("pre,post,weight\na,b,1e999\n", "line 2: has “1e999”"),
        ("pre,post,weight\na,b,0x10\n", "line 2: has “0x10”"),
        ("pre,post,weight\na,,1\n", "line 2: names no node"),
        (
            "pre,post\n1,18446744073709551616\n",
            "line 2: has the id 18446744073709551616, which does not fit into 64 bits"
        ),
        (
            "pre,post\n1,2\n7.2057594061234568e+17,3\n",
            "line 3: has the id “7.2057594061234568e+17”, a number with a point"
        ),
        ("pre,post\n\"a,b\n", "line 2: a quoted field does not end"),
        ("pre,post\n\"a\"x,b\n", "line 2: has text after"),
        ("pre,pre,post\na,b,c\n", "has 2 columns “pre” for --pre"),
        ("pre,post,weight,weight\na,b,1,2\n", "has 2 columns “weight” for --weight"),
        ("pre,post,post\na,b,c\n", "has 2 columns “post” for --post"),
        ("pre,post,weight\na,b,0\n", "has no connection left of 1 rows"),
        (
            "pre,post,weight\na,b,1e308\na,b,1e308\n",
            "has weights from “a” to “b” that add up to more than 3.4"
        ),
        ("pre,post,weight\na,b,3e38\nc,a,-3e38\nc,a,-3e38\n", "has weights from “c” to “a” that add up"),
        ("pre,post,weight\na,b,1\nb,a,1e300\n", "has weights from “b” to “a” that add up to more than 3.4"),
    ]

    @Test(arguments: wrong)
    func whatIsWrongIsNamedByFileAndLine(text: String, words: String) throws {
        let name = UUID().uuidString + ".csv"
        let file = try Scratch.keep.write(text, name)
        let said = refusal(file) { if text.contains("pre,pre") { $0.pre = "pre" } }
        #expect(said.hasPrefix(file) && said.contains(words), "\(said)")
    }

    @Test func namesThatAreNotUTF8AreRefused() throws {
        let file = try Scratch.keep.write(
            Data([112, 114, 101, 44, 112, 111, 115, 116, 10, 97, 44, 0xFF, 10]), "latin.csv")
        #expect(refusal(file).contains("line 2: has a node's name that is not UTF-8"))
        for (name, mark, words) in [
            ("p.parquet", "PAR1", "read_parquet"),
            ("x.graphml", "<?xml", "to_pandas_edgelist(…).to_csv(…, index=False) makes a table of it"),
            ("x.bin", "\u{1}\u{0}", "none of the files"),
        ] {
            let said = refusal(try Scratch.keep.write(mark, name))
            #expect(said.contains(words), "\(said)")
        }
    }

    /// Of one member or several; what is cut short or damaged is never taken for the whole.
    @Test func packedFilesAreReadToTheirEnd() throws {
        let scratch = try Scratch()
        var parts: [Data] = []
        for text in ["pre,post\na,b\n", "b,c\nc,d\n"] {
            let sink = try TextSink(scratch.path + "/part", isPacked: true)
            try sink.write(text)
            try sink.close()
            parts.append(try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/part")))
        }
        let whole = parts[0] + parts[1]
        let words = ["a → b 1.0", "b → c 1.0", "c → d 1.0"]
        #expect(try imported(try scratch.write(whole, "two.csv.gz")).words == words)
        #expect(try imported(try scratch.write(whole, "named otherwise")).words == words)
        for count in (parts[0].count + 1)..<whole.count {
            let said = refusal(try scratch.write(whole.prefix(count), "cut.csv.gz"))
            #expect(said.contains("cut.csv.gz: the gzip content is"), "\(count): \(said)")
        }
        #expect(
            refusal(try scratch.write(whole + Data([1, 2, 3]), "more.gz")).contains(
                "the gzip content is damaged"))
        var flipped = whole
        flipped[whole.count - 6] ^= 1
        #expect(refusal(try scratch.write(flipped, "sum.gz")).contains("(incorrect data check)"))
    }

    /// One pair a million times: neither time nor memory may grow with the square.
    @Test func aMillionRowsOfAPairAreOneConnection() throws {
        let scratch = try Scratch()
        let file = try scratch.write("pre,post,weight\n" + String(repeating: "a,b,1\n", count: 1_000_000))
        let connectome = try imported(file)
        #expect(connectome.words == ["a → b 1000000.0"])
        #expect(connectome.findings["repeated_rows"] == 999_999)
    }
}

extension Scratch {
    /// A folder for all tests that need only one file each.
    static let keep: Scratch = {
        do { return try Scratch() } catch { fatalError("\(error)") }
    }()
}
