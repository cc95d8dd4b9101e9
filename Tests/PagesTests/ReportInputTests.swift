import Foundation
import Judging
import Model
@testable import Pages
import Results
import Specification
import Testing

/// FORMAT.md, "What is read", for the files of `report` that are not HDF5: what is wrong is refused by the names of file and field.
@Suite struct ReportInputTests {
    /// A value of a JSON file, with what it is changed to.
    struct Change {
        let path: [String]
        let what: String
        let file: Data

        var description: String { path.joined(separator: ".") + ": " + what }
        /// The member that a message must name.
        var member: String { path.last { Int($0) == nil } ?? "" }
    }

    // MARK: - Changing one value of a JSON file

    /// The file with each of its values missing, of another type, and out of range.
    private func changes(of data: Data) throws -> [Change] {
        let root = try JSONSerialization.jsonObject(with: data)
        return try alternatives(to: root).map { path, what, changed in
            Change(path: path, what: what, file: try JSONSerialization.data(withJSONObject: changed))
        }
    }

    private typealias Alternative = (path: [String], what: String, value: Any)

    /// Of a value inside of another one.
    private func alternatives(to value: Any) -> [Alternative] {
        switch value {
        case let object as [String: Any]:
            object.sorted { $0.key < $1.key }.flatMap { key, member -> [Alternative] in
                var without = object
                without[key] = nil
                return [([key], "missing", without)]
                    + others(than: member).map { ([key], $0, object.merging([key: $1]) { $1 }) }
                    + alternatives(to: member).map { path, what, changed in
                        ([key] + path, what, object.merging([key: changed]) { $1 })
                    }
            }
        case let list as [Any]:
            // The elements are alike.
            list.prefix(1).flatMap { first in
                (others(than: first).map { ([String](), $0, $1) } + alternatives(to: first)).map {
                    path, what, changed in (["1"] + path, what, [changed] + list.dropFirst())
                }
            }
        default: []
        }
    }

    private func others(than value: Any) -> [(String, Any)] {
        switch value {
        case is String: [("another type", 7), ("empty", ""), ("another value", "nonsense")]
        case is NSNumber: [("another type", "1"), ("negative", -1), ("huge", 1e300), ("half", 0.5)]
        case let list as [Any]:
            [("another type", "1"), ("empty", [Any]())] + (list.first.map { [("twice", [$0, $0])] } ?? [])
        default: [("another type", "1")]
        }
    }

    /// Which changes of a file are read, by their descriptions; every other one is refused by the names of file and field.
    private func obeyed(_ data: Data, _ read: (Data) throws -> Void) throws -> Set<String> {
        try read(data)
        var obeyed: Set<String> = []
        for change in try changes(of: data) {
            do {
                try read(change.file)
                obeyed.insert(change.description)
            } catch {
                let said = "\(error)"
                #expect(
                    said.contains("wrong.json") && said.contains(change.member),
                    "\(change.description): \(said)")
            }
        }
        return obeyed
    }

    private func reading(_ body: @escaping (String) throws -> Void) -> (Data) throws -> Void {
        { data in
            let folder = NSTemporaryDirectory() + "report-input-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try data.write(to: URL(fileURLWithPath: folder + "/wrong.json"))
            try body(folder + "/wrong.json")
        }
    }

    // MARK: - The files

    /// A panel with every member that a panel can have.
    private static let panel = ResolvedPanel(
        name: "B", shows: .accuracyGrid, title: "Panel",
        dataset: .init(name: "mnist", trainLimit: 300, testLimit: 200),
        grid: NetworkGrid(
            [Conditions(dataset: "mnist", hiddenNodes: 16, density: 0.5)], connections: [100], seeds: [1, 2],
            patience: 5,
            epochs: 3, snapshots: [1, 3]), unavailable: "gone")

    private static let texts: Set = ["title", "caption", "source", "unavailable", "description", "uncovered"]

    /// What may be: words for people, what need not be there, and other values that nothing contradicts.
    private func mayBe(_ description: String) -> Bool {
        let parts = description.components(separatedBy: ": ")
        let (path, what) = (parts[0].split(separator: ".").map(String.init), parts[1])
        let member = path.last { Int($0) == nil } ?? ""
        switch what {
        case "another value" where ["name", "figure", "profile", "layout"].contains(member):
            return !path.contains("dataset")
        case "another value", "empty":
            return Self.texts.contains(member) || what == "empty" && member == "connections"
        case "missing":
            return ["train-limit", "test-limit", "patience", "unavailable", "uncovered", "paper-panels"]
                .contains(member)
                || path.dropLast().contains("conditions") && member != "dataset"
        case "huge", "half": return path.contains("conditions") && Self.isMeasured(member, what)
        case "twice": return ["conditions", "connections"].contains(member) && path.last == member
        default: return false
        }
    }

    /// Whether a condition is a number that may be a half, or any above 0.
    private static func isMeasured(_ member: String, _ what: String) -> Bool {
        let halves: Set = [
            "density", "learning_rate", "inhibitory_fraction", "inhibitory_scale", "start_density",
        ]
        return what == "half"
            ? halves.contains(member) : ["learning_rate", "inhibitory_scale"].contains(member)
    }

    /// Every change is refused by name, except those that may be.
    private func expectRefusals(_ value: some Encodable, _ read: @escaping (String) throws -> Void) throws {
        let data = try JSONEncoder().encode(value)
        let expected = Set(try changes(of: data).map(\.description).filter(mayBe))
        let found = try obeyed(data, reading(read))
        #expect(
            found == expected,
            "not refused: \(found.subtracting(expected).sorted()); refused: \(expected.subtracting(found).sorted())"
        )
    }

    @Test func aWrongFigureIsRefusedByName() throws {
        let figure = ResolvedFigure(
            figure: "figure2", title: "T", caption: "C", source: "S", profile: "smoke", layout: "panels.gp",
            panels: [Self.panel])
        try expectRefusals(figure) { _ = try ResolvedFigure(readingFrom: $0) }
    }

    @Test func aWrongPlanOfThePageIsRefusedByName() throws {
        let paper = ResolvedPaper(
            profile: "smoke", description: "D",
            figures: [
                .init(
                    figure: "figure2", title: "T", source: "S", uncovered: "too large",
                    paperPanels: [Self.panel])
            ])
        try expectRefusals(paper) { _ = try ResolvedPaper(readingFrom: $0) }
    }

    @Test func wrongVerdictsAreRefusedByName() throws {
        let file = VerdictFile(
            figure: "figure2", profile: "smoke",
            verdicts: [MadeUpPaper.verdict("F2C-sparse", .confirmed, reason: "r")])
        let found = try obeyed(try file.json()) { _ = try VerdictFile($0, path: "wrong.json") }
        // Names are compared with the specification and the claims; the rest is for people.
        let isRight = found.allSatisfy { description in
            let parts = description.components(separatedBy: ": ")
            let isText = !parts[0].hasSuffix("outcome") && parts[0] != "verdicts.1"
            return isText && ["empty", "another value"].contains(parts[1])
        }
        #expect(isRight && !found.contains("verdicts.1.claim: empty"), "\(found.sorted())")
    }

    @Test(arguments: [
        ("hidden_nodes", "-3"), ("hidden_nodes", "1.5"), ("density", "2"), ("density", "high"), ("n", "0"),
        ("n", "2.5"), ("n", ""), ("mean", "nan"), ("mean", ""), ("sd", "-1"), ("sd", "inf"),
        ("network", "cnn"),
    ])
    func aWrongCellIsRefusedWithLineAndColumn(column: String, text: String) throws {
        let heads = ["panel", "measure", "network", "hidden_nodes", "density", "epochs", "n", "mean", "sd"]
        var row = ["B", "test_accuracy", "rnn", "16", "0.5", "1", "3", "0.5", "0.1"]
        func read() throws -> CellRows {
            let table = [heads, row].map { $0.joined(separator: "\t") + "\n" }.joined()
            return try CellRows(Data(table.utf8), name: "wrong.tsv")
        }
        #expect(try read().rows.count == 1)
        row[try #require(heads.firstIndex(of: column))] = text
        let error = try #require(throws: FigureError.self) { try read() }
        #expect(error.description.contains("wrong.tsv:2: \(column) "), "\(error)")
    }

    @Test func filesOfOneFigureFitTogether() throws {
        let figure = try PipelineFiguresTests.figure("figure2", "smoke")
        let heads = "panel\tmeasure\thidden_nodes\tdensity\tepochs\tn\tmean\tsd\n"
        let error = try #require(throws: FigureError.self) {
            try MadeUpPaper.finished(
                figure, claims: [], cells: Data((heads + "Z\tx\t1\t1\t1\t3\t0.5\t\n").utf8))
        }
        #expect(error.description.contains("a.cells.tsv: panel Z is none of figure2"))
    }
}
