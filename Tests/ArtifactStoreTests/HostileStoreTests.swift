import Foundation
import Testing

@testable import ArtifactStore

/// What others may have written into a store: refused clearly, and nothing outside of it is touched.
@Suite struct HostileStoreTests {
    @Test(arguments: ["objects", "recipes", "tmp", "locks", "disputes"])
    func folderThatLeadsOutsideIsRefused(name: String) throws {
        let temporary = try TemporaryStore()
        let outside = temporary.folder + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: temporary.store.root, withIntermediateDirectories: true)
        #expect(symlink(outside, "\(temporary.store.root)/\(name)") == 0)
        let record = try RecipeTests.record()
        #expect(throws: StoreError.notAFolder(path: "\(temporary.store.root)/\(name)")) {
            _ = try temporary.store.makeWorkFolder(of: record.recipe.digest)
            try temporary.store.whileLocked(record.recipe.digest, waiting: {}) {}
            _ = try temporary.publish("hello")
            _ = try temporary.store.publishDispute(record)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
    }

    @Test func objectFolderThatLeadsOutsideIsRefused() throws {
        let temporary = try TemporaryStore()
        let outside = temporary.folder + "/outside"
        let objects = temporary.store.root + "/objects"
        for folder in [outside, objects] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        let digest = Digest(of: Data("hello".utf8))
        #expect(symlink(outside, "\(objects)/\(digest.hex.prefix(2))") == 0)
        #expect(throws: StoreError.self) { try temporary.publish("hello") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
    }

    @Test(arguments: [
        #""extension":"h5/../../../x""#, #""extension":"../x""#, #""extension":"""#, #""digest":"../../x""#,
        #""bytes":1.5"#, #""bytes":-1"#,
    ])
    func outputsThatLeadElsewhereAreRefused(member: String) throws {
        let record = try RecipeTests.record()
        let output = String(decoding: record.fileBytes, as: UTF8.self)
        let name = try #require(member.split(separator: ":").first)
        let pattern = String(name) + #":("[^"]*"|[0-9]+)"#
        let text = output.replacingOccurrences(of: #""format":2"#, with: #""format":1"#)
            .replacingOccurrences(of: pattern, with: member, options: .regularExpression)
        #expect(text.contains(member))
        #expect {
            _ = try RecipeRecord(Array(text.utf8), named: record.recipe.digest, path: "recipes/x.json")
        } throws: { "\($0)".contains("output table is incomplete") }
    }

    @Test func mutatedRecordsAreRefusedOrEqual() throws {
        let record = try RecipeTests.record()
        let bytes = Array(record.fileBytes)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<mutated.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: mutated[place] = .random(in: 0...255, using: &generator)
                case 1: mutated.remove(at: place)
                default: mutated.insert(.random(in: 0...255, using: &generator), at: place)
                }
            }
            if mutated == bytes { continue }
            #expect(throws: StoreError.self) {
                _ = try RecipeRecord(mutated, named: record.recipe.digest, path: "x")
            }
        }
    }

    /// Two bits make a 1 of a 2.
    @Test(arguments: [#""check":"#, #""chock":"#]) func noRecordOfFormat2PassesForOneOfFormat1(check: String)
        throws
    {
        let record = try RecipeTests.record()
        let text = String(decoding: record.fileBytes, as: UTF8.self)
            .replacing(#""format":2"#, with: #""format":1"#).replacing(#""check":"#, with: check)
        #expect(throws: StoreError.self) {
            _ = try RecipeRecord(Array(text.utf8), named: record.recipe.digest, path: "x")
        }
    }

    @Test func recordsOfFormat1AreRead() throws {
        let record = try RecipeTests.record()
        let text = String(decoding: record.fileBytes, as: UTF8.self)
            .replacingOccurrences(of: #""format":2"#, with: #""format":1"#)
            .replacingOccurrences(of: #""check":"[0-9a-f]*","#, with: "", options: .regularExpression)
        #expect(!text.contains("check"))
        let read = try RecipeRecord(Array(text.utf8), named: record.recipe.digest, path: "x")
        #expect(read == record)
    }
}

extension RecipeTests {
    /// A record of one output.
    static func record() throws -> RecipeRecord {
        let output = Output(
            digest: Digest(of: Data("t".utf8)), extension: "tsv", bytes: 1, kind: "table", title: "T",
            logical: nil)
        return RecipeRecord(
            recipe: recipe, outputs: ["table": output], run: ["seconds": .number(1.25), "cores": 2])
    }
}

@Suite struct JSONParserTests {
    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "01", "-", "1.", "1e", "1e999", "tru", "nulll", "\"",
        "\"\\x\"",
        "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\u{1}\"", "{\"a\":1,\"a\":2}", "1 2", "[1}",
        "NaN",
        "'a'", "{a:1}",
    ])
    func refusesWhatIsNoJSON(text: String) {
        #expect(throws: JSONProblem.self) { try CanonicalJSON(parsing: Data(text.utf8)) }
    }

    @Test func refusesInvalidUTF8AndDepth() {
        #expect(throws: JSONProblem.self) { try CanonicalJSON(parsing: [0x22, 0xC3, 0x28, 0x22]) }
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(throws: JSONProblem.self) { try CanonicalJSON(parsing: Data(deep.utf8)) }
    }

    @Test func readsWhatFoundationWrites() throws {
        let text =
            #" {"a": [1, -2.5e-3, true, null, "\u00e9\n\ud83d\ude00"], "b": {"": 9223372036854775807}} "#
        let value = try CanonicalJSON(parsing: Data(text.utf8))
        #expect(
            value == [
                "a": .array([1, .number(-0.0025), .bool(true), .null, "é\n😀"]), "b": ["": .integer(.max)],
            ])
        #expect(
            try CanonicalJSON(parsing: Data("12345678901234567890".utf8)) == .number(12345678901234567890))
    }

    @Test(arguments: [1e15, 1e16, 123456789012345680, -0.0, 5e-324, 1.7976931348623157e308, 0.1])
    func numbersAreWrittenAsTheyAreRead(number: Double) throws {
        let text = CanonicalJSON.number(number).text
        #expect(try CanonicalJSON(parsing: Data(text.utf8)).text == text)
        #expect(try CanonicalJSON(parsing: Data(text.utf8)).number == number)
    }
}
