import Foundation
import Testing

@testable import Datasets

/// All of a `.ts` text through the fast reader.
func readTimeSeries(
    _ bytes: [UInt8], piece: Int = .max, bufferSize: Int = 1 << 12
) throws -> [(case: TimeSeriesCase, values: [Float])] {
    let reader = try TimeSeriesReader(BytesSource(bytes, piece: piece), bufferSize: bufferSize)
    var cases: [(TimeSeriesCase, [Float])] = []
    while let one = try reader.next() { cases.append((one, Array(reader.values))) }
    return cases
}

@Suite struct TimeSeriesReaderTests {
    static let header = """
        # a comment
        % another
        @ProblemName Toy
        @timestamps FALSE
        \t@missing false

        @univariate true
        @EQUALLENGTH true
        @serieslength 3
        @classLabel true up Down
        @DATA

        """

    @Test func casesAreRead() throws {
        let text = Self.header + "1,2.5,-3e1:Down\n\n .5 ,\t+1. , 7:  up \r\n"
        for piece in [1, 7, .max] {
            let cases = try readTimeSeries(Array(text.utf8), piece: piece, bufferSize: 8)
            #expect(cases.map(\.values) == [[1, 2.5, -30], [0.5, 1, 7]])
            #expect(cases.map(\.case.label) == [1, 0])
            #expect(
                cases.allSatisfy { $0.case.channels == 1 && $0.case.length == 3 && $0.case.target == nil })
        }
    }

    @Test func headersAreRead() throws {
        let reader = try TimeSeriesReader(BytesSource(Self.header))
        #expect(
            reader.header.problemName == "Toy" && reader.header.length == 3 && reader.header.channels == 1)
        #expect(reader.header.isEqualLength && !reader.header.values.hasTimeStamps)
        #expect(reader.header.target == .labels(["up", "Down"]))
        #expect(try reader.next() == nil)
        let byteOrderMark = try TimeSeriesReader(BytesSource("\u{FEFF}@classLabel false\n@data\n1,2"))
        #expect(byteOrderMark.header.target == .none)
        #expect(try byteOrderMark.next()?.length == 2)
    }

    @Test func missingValuesUnequalLengthsAndChannels() throws {
        let text = """
            @missing true
            @univariate false
            @dimensions 2
            @equalLength false
            @targetLabel true
            @data
            1,?,3:NaN,5,6:0.25
            7:8:-1e2
            """
        let cases = try readTimeSeries(Array(text.utf8))
        #expect(cases.map(\.case.length) == [3, 1] && cases.map(\.case.target) == [0.25, -100])
        #expect(cases[0].values.map(\.isNaN) == [false, true, false, true, false, false])
        #expect(cases[1].values == [7, 8])
    }

    @Test func timeStampsAreChecked() throws {
        let text = """
            @timeStamps true
            @univariate false
            @classLabel true 1 2
            @data
            (2007-01-01 00:00:00,241.97),(2007-01-01 00:01:00.5, 2) : (0,1),(1.5e3,-2):2
            """
        let cases = try readTimeSeries(Array(text.utf8))
        #expect(
            cases[0].values == [241.97, 2, 1, -2] && cases[0].case.channels == 2 && cases[0].case.label == 1)
    }

    /// A text that is wrong after the header (or whole, where it starts with `@`), and what must be said about it.
    struct Malformed: Sendable, CustomTestStringConvertible {
        let text: String
        let place: String
        let expected: String
        let found: String
        var testDescription: String { text }

        init(_ text: String, _ place: String, _ expected: String, _ found: String) {
            (self.text, self.place, self.expected, self.found) = (text, place, expected, found)
        }
    }

    // The header is 11 lines of 156 bytes.
    static let malformed = [
        Malformed("1,2,x:up", "line 12, byte 160", "a decimal number", "“x”"),
        Malformed("1,2,3:up\n1,,3:up", "line 13, byte 167", "a decimal number", "“,3”"),
        Malformed("1,2,0x3:up", "line 12, byte 161", "a comma, a colon or the end", "“x3”"),
        Malformed("1,2,1e39:up", "line 12, byte 160", "the range of float32", "“1e39”"),
        Malformed("1,2,inf:up", "line 12, byte 160", "a decimal number", "“inf”"),
        Malformed("1,2,NaN:up", "line 12, byte 160", "no missing values", "“NaN”"),
        Malformed("1,?,3:up", "line 12, byte 158", "no missing values", "“?,3”"),
        Malformed("1,2,3:UP", "line 12, byte 162", "a declared label", "“UP”"),
        Malformed("1,2,3:", "line 12, byte 162", "a declared label", "nothing"),
        Malformed("1,2,3", "line 12, byte 156", "a label or target after a colon", "no colon"),
        Malformed("1,2:up", "line 12, byte 156", "3 values in each series", "2"),
        Malformed("1,2,3,4:up", "line 12, byte 156", "3 values in each series", "4"),
        Malformed("1,2,3:4,5,6:up", "line 12, byte 156", "1 channels", "2"),
        Malformed("1,2,3:4,5:up", "line 12, byte 162", "3 values in channel 2", "2"),
        Malformed("1,2,3 4:up", "line 12, byte 162", "a comma", "“4”"),
        Malformed("# late comment", "line 12, byte 156", "a label or target", "no colon"),
        Malformed("1,2,\u{0}3:up", "line 12, byte 160", "a decimal number", "“\\x003”"),
        Malformed("@data\n1:2", "line 1, byte 0", "@classlabel or @targetlabel", "neither"),
        Malformed("@classlabel true a\n1:a", "line 2, byte 19", "a header", "“1:a”"),
        Malformed("@classlabel true a", "line 1, byte 0", "a line @data", "the end of the file"),
        Malformed("@classlabel true\n@data", "line 2", "different labels", "none"),
        Malformed("@classlabel true a a\n@data", "line 2", "different labels", "equal"),
        Malformed("@classlabel false a\n@data", "line 2", "no labels", "1"),
        Malformed("@classlabel maybe\n@data", "line 2", "true or false", "“maybe”"),
        Malformed("@classlabel true a\n@targetlabel true\n@data", "line 3", "either", "both"),
        Malformed("@missing\n@data", "line 1", "a value after @missing", "none"),
        Malformed("@missing true false\n@data", "line 1", "one value after @missing", "2"),
        Malformed("@missing true\n@missing false\n@data", "line 2, byte 14", "@missing once", "another"),
        Malformed("@mising true\n@data", "line 1", "one of @problemname", "“@mising”"),
        Malformed("@serieslength 0\n@classlabel false\n@data", "line 3", "above zero", "“0”"),
        Malformed(
            "@serieslength 3\n@equallength false\n@classlabel false\n@data", "line 4", "no @series", "one"),
        Malformed(
            "@univariate true\n@dimensions 2\n@classlabel false\n@data", "line 4", "one dimension", "2"),
        Malformed("@dimensions 3\n@dimension 2\n@classlabel false\n@data", "line 4", "one number", "two"),
        Malformed("@classlabel false\n@data 1,2", "line 2", "nothing after @data", "“1,2”"),
        Malformed(
            "@timestamps true\n@classlabel false\n@data\n(1,2),(x,3)", "line 4, byte 48", "a time stamp",
            "“x,3)”"),
        Malformed("@timestamps true\n@classlabel false\n@data\n(1,2),3", "line 4, byte 47", "“(”", "“3”"),
        Malformed("@timestamps true\n@classlabel false\n@data\n(1,2", "line 4, byte 45", "“)”", "the end"),
    ]

    @Test(arguments: malformed)
    func malformedTextIsRefused(_ malformed: Malformed) throws {
        let text = malformed.text.hasPrefix("@") ? malformed.text : Self.header + malformed.text
        let error = try #require(fileError { _ = try readTimeSeries(Array(text.utf8)) })
        #expect(error.place.hasPrefix(malformed.place), "\(error)")
        #expect(error.expected.contains(malformed.expected), "\(error)")
        #expect(error.found.contains(malformed.found), "\(error)")
        #expect(error.problem == (malformed.expected.contains("declared") ? .badLabel : .badSeries))
        #expect(error.description.hasPrefix("/memory, line ") && error.remedy.contains("correct the file"))
        #expect(PlainTimeSeries(Array(text.utf8)) == nil, "the plain reader agrees")
    }

    @Test func endlessLineIsRefusedInBoundedMemory() throws {
        final class Endless: ByteSource {
            let file = URL(fileURLWithPath: "/memory")
            let member: String? = "endless.ts"
            var given = 0

            func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
                given += buffer.count
                buffer.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "#"))
                return buffer.count
            }
        }
        let source = Endless()
        let error = try #require(fileError { _ = try TimeSeriesReader(source) })
        #expect(
            error.place == "member endless.ts, line 1, byte 0" && error.expected.contains("67108864 bytes"))
        #expect(source.given <= LineReader.longestLine)
    }

    @Test func linesCrossBuffersAndEndWithTheFile() throws {
        for bufferSize in [1, 2, 3, 5, 64] {
            for piece in [1, 2, 100] {
                let lines = LineReader(
                    BytesSource("ab\n\ncdefg\r\nh\r", piece: piece), bufferSize: bufferSize)
                var found: [String] = []
                var places: [Int] = []
                while let line = try lines.next() {
                    found.append(String(decoding: line, as: UTF8.self))
                    places += [lines.number, lines.offset]
                }
                #expect(found == ["ab", "", "cdefg", "h"] && places == [1, 0, 2, 3, 3, 4, 4, 11])
            }
        }
    }
}
