import Foundation
import Specification
import Testing

/// The reader by itself: values, their lines, and what is said about wrong ones.
struct LocatedYAMLTests {
    private func error(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func textsAreKeysAndScalars() throws {
        let document = try YAMLValue.parse("a: 1\nb: [x, {c: 'y z'}]\n", file: "f.yaml")
        #expect(document.texts == ["a", "1", "b", "x", "c", "y z"])
    }

    @Test func valuesKnowTheirLines() throws {
        let document = try YAMLValue.parse("a: 1\nb:\n  - x\n  - y\n", file: "f.yaml")
        let keys = try document.mapping("the file", known: ["a", "b"])
        #expect(try keys.required("a", advice: "").int("a", in: 0...9, advice: "") == 1)
        let list = try keys.required("b", advice: "").list("b", advice: "")
        #expect(list.map(\.line) == [3, 4])
        #expect(try list.map { try $0.string("item") } == ["x", "y"])
    }

    @Test func textIsTakenAsWritten() throws {
        let document = try YAMLValue.parse("[no, 2C, 1e-3, '7', ~]", file: "f.yaml")
        let list = try document.list("list", advice: "")
        #expect(try list.prefix(4).map { try $0.string("item") } == ["no", "2C", "1e-3", "7"])
        #expect(try list[2].double("rate", in: 0...1, advice: "") == 0.001)
        #expect(list[4].isNull)
        let quoted = error { _ = try list[3].int("seeds", in: 0...9, advice: "3") }
        #expect(quoted == "f.yaml:1: seeds \"7\" is text in quotes; write the number without them")
    }

    @Test func wrongTypesAreRefused() throws {
        let list = try YAMLValue.parse("- [1]\n- 1.5\n- {a: 1}\n- nan\n-\n", file: "f.yaml").list(
            "l", advice: "")
        #expect(
            error { _ = try list[0].int("epochs", in: 1...9, advice: "1") }
                == "f.yaml:1: epochs is a list, but must be a number; give 1")
        #expect(
            error { _ = try list[1].int("epochs", in: 1...9, advice: "1") }
                == "f.yaml:2: epochs is \"1.5\", but must be a whole number; give 1")
        #expect(error { _ = try list[2].string("title") } == "f.yaml:3: title is a mapping, but must be text")
        #expect(
            error { _ = try list[3].double("density", in: 0...1, advice: "0.1") }
                == "f.yaml:4: density is \"nan\", but must be a number; give 0.1")
        #expect(error { _ = try list[4].string("title") } == "f.yaml:5: title is nothing, but must be text")
        #expect(
            error { _ = try list[1].list("sizes", advice: "[1]") }
                == "f.yaml:2: sizes is \"1.5\", but must be a list such as [1]")
    }

    @Test func duplicateKeysNameBothLines() {
        let text = "a: 1\nb:\n  title: x\n  size: 2\n  title: y\n"
        #expect(
            error { _ = try YAMLValue.parse(text, file: "f.yaml") }
                == "f.yaml:5: the key \"title\" is given twice in one mapping (first on line 3); keep one of them"
        )
        let flow = error { _ = try YAMLValue.parse("a: 1\nb: {x: 1, x: 2}\n", file: "f.yaml") }
        #expect(flow.hasPrefix("f.yaml:2: the key \"x\" is given twice"))
        let quoted = error { _ = try YAMLValue.parse("1: a\n'1': b\n", file: "f.yaml") }
        #expect(quoted == "f.yaml:2: the key \"1\" is given twice (first on line 1); rename or remove one")
        let listed = error { _ = try YAMLValue.parse("- name: A\n  name: B\n", file: "f.yaml") }
        #expect(
            listed.hasPrefix("f.yaml:2: the key \"name\" is given twice in one mapping (first on line 1)"))
    }

    @Test func brokenTextIsRefused() {
        #expect(
            error { _ = try YAMLValue.parse("", file: "f.yaml") }.hasPrefix("f.yaml:1: the file is empty"))
        let colon = error { _ = try YAMLValue.parse("a: 1\ntitle: MNIST: images\n", file: "f.yaml") }
        #expect(colon.hasPrefix("f.yaml:2: this is not YAML"))
        let open = error { _ = try YAMLValue.parse("a: [1,\n2\n", file: "f.yaml") }
        #expect(open.contains("this is not YAML"))
        #expect(
            error { _ = try YAMLValue.read(path: "none.yaml") }
                == "none.yaml:1: the file cannot be read; check its name and rights")
    }

    @Test func theClaimsOfThePipelineAreReadWithTheirLines() throws {
        let pipeline = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("../../pipeline").standardized.path
        let claims = try YAMLValue.read(path: "\(pipeline)/claims.yaml").list(
            "claims", advice: "- id: F2C-sparse")
        let text = try String(contentsOfFile: "\(pipeline)/claims.yaml", encoding: .utf8)
        let lines = text.components(separatedBy: "\n")
        for claim in claims {
            let entry = try #require(try claim.entries("a claim").first { $0.key == "id" })
            #expect(lines[claim.line - 1].contains("id: \(try entry.value.string("id"))"))
        }
        #expect(claims.count > 40)
    }

    @Test func aMissingOrEmptyKeyIsNamed() throws {
        let keys = try YAMLValue.parse("a: 1\nsizes:\n", file: "f.yaml").mapping("it", known: ["a", "sizes"])
        #expect(
            error { _ = try keys.required("sizes", advice: "sizes: [1]") }
                == "f.yaml:2: \"sizes\" is missing; add for instance sizes: [1]")
    }
}
