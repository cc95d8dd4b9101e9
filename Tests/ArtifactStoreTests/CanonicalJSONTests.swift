import Foundation
import Testing

@testable import ArtifactStore

@Suite struct CanonicalJSONTests {
    @Test func writesOneTextForOneValue() {
        let value: CanonicalJSON = [
            "z": 1, "a": .array([.bool(true), .null, .number(0.001), .number(1e-8), .number(2)]),
            "é\"\\\n": "päß",
        ]
        #expect(
            value.text == "{\"a\":[true,null,0.001,1e-08,2],\"z\":1,\"é\\\"\\\\\\u000a\":\"päß\"}")
    }

    @Test func textsComeBackAsTheyWere() throws {
        let value: CanonicalJSON = [
            "numbers": .array([.integer(0), .integer(-7), .number(0.1), .number(1.5e300)]),
            "nested": ["deep": .array([.string("a\u{1}b"), .bool(false)])],
        ]
        let again = try CanonicalJSON(parsing: Data(value.text.utf8))
        #expect(again.text == value.text)
        #expect(again["nested"]?["deep"]?.values.first?.string == "a\u{1}b")
    }

    @Test func membersAreSortedByCodePoint() {
        let value: CanonicalJSON = ["b": 1, "B": 2, "ä": 3, "a": 4]
        #expect(value.text == "{\"B\":2,\"a\":4,\"b\":1,\"ä\":3}")
    }
}

@Suite struct DigestTests {
    @Test func isSHA256() {
        #expect(
            Digest(of: Data("abc".utf8)).hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: ["", "ab", String(repeating: "g", count: 64), String(repeating: "A", count: 64)])
    func refusesWhatIsNoDigest(text: String) {
        #expect(Digest(hex: text) == nil)
    }

    @Test func differentPiecesGiveDifferentDigests() {
        var one = RunningDigest()
        one.update(counted: "ab")
        one.update(counted: "c")
        var other = RunningDigest()
        other.update(counted: "a")
        other.update(counted: "bc")
        let (first, second) = (one.finish(), other.finish())
        #expect(first != second)
    }
}

@Suite struct RecipeTests {
    static let recipe = Recipe(
        stage: "train", parameters: ["seed": 1, "rate": .number(0.001)],
        inputs: [
            "mask": .one(Digest(of: Data("m".utf8))),
            "metrics": .many([Digest(of: Data("1".utf8)), Digest(of: Data("2".utf8))]),
        ], code: "c0de", libraries: ["hdf5": "1.10.8"])

    @Test func everyMemberChangesTheDigest() {
        var others = Array(repeating: Self.recipe, count: 6)
        others[0].stage = "analyze"
        others[1].parameters["seed"] = 2
        others[2].inputs["mask"] = .one(Digest(of: Data("n".utf8)))
        others[3].code = "c0de1"
        others[4].libraries["hdf5"] = "1.10.9"
        others[5].inputs["metrics"] = .many(
            [Digest(of: Data("2".utf8)), Digest(of: Data("1".utf8))])
        let digests = Set(([Self.recipe] + others).map(\.digest))
        #expect(digests.count == 7)
    }

    @Test func comesBackFromJSON() {
        #expect(Recipe(Self.recipe.json) == Self.recipe)
    }
}
