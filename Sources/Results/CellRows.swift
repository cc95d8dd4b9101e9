import Analysis
import Foundation
import Model

/// The rows of a figure's table of means (`cells.tsv`), with columns by name: columns may be added to it.
package struct CellRows: Equatable, Sendable {
    /// A point or cell of a panel: mean and deviation over networks under one condition.
    package struct Row: Equatable, Sendable {
        /// What is written in each column, by its name.
        fileprivate(set) var texts: [String: String]
        /// Mean, deviation and number of networks.
        package let moments: Moments

        /// What is written in a column; empty where there is no such column.
        package subscript(column: String) -> String { texts[column] ?? "" }
    }

    /// What tells the rows of a panel apart: the columns before the numbers, in the order of the file.
    package let conditions: [String]
    package let rows: [Row]

    /// Without these a row says nothing.
    private static let needed = ["panel", "measure", "hidden_nodes", "density", "epochs", "n", "mean", "sd"]

    /// - Parameter name: of the file, for messages.
    /// - Throws: `FigureError` for a column that is missing, or a row that is not as the head says.
    package init(_ table: Data, name: String) throws {
        let lines = String(decoding: table, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        let heads = lines.first ?? []
        if let missing = Self.needed.first(where: { !heads.contains($0) }) {
            throw FigureError("\(name) has no column \"\(missing)\"; make the figure again")
        }
        conditions = Array(heads.prefix { $0 != "n" })
        rows = try lines.enumerated().dropFirst().map { index, fields in
            guard fields.count == heads.count else {
                throw FigureError(
                    "\(name):\(index + 1): \(fields.count) fields in place of \(heads.count); make the figure again"
                )
            }
            let texts = Dictionary(zip(heads, fields), uniquingKeysWith: { first, _ in first })
            return try Row(texts, at: "\(name):\(index + 1)")
        }
    }

    /// Rows of some panels.
    package func rows(ofPanels names: [String]) -> [Row] { rows.filter { names.contains($0["panel"]) } }
}

extension CellRows.Row {
    /// - Parameter place: file and line, for messages.
    fileprivate init(_ texts: [String: String], at place: String) throws {
        func wrong(_ column: String, _ expected: String) -> FigureError {
            FigureError(
                "\(place): \(column) is \"\(texts[column] ?? "")\" in place of \(expected); make the figure again"
            )
        }
        func number(_ column: String, _ range: NumberRange) throws -> Double {
            guard let number = texts[column].flatMap({ Double($0) }), range.contains(number) else {
                throw wrong(column, range.words)
            }
            return number
        }
        if let column = TextColumns.wrong(in: texts) { throw wrong(column, "what networks can have") }
        guard let count = texts["n"].flatMap({ Int($0) }), CountRange.some.contains(count) else {
            throw wrong("n", "a number of networks")
        }
        self.texts = texts
        moments = Moments(
            mean: try number("mean", .finite), sd: texts["sd"] == "" ? nil : try number("sd", .magnitude),
            count: count)
    }
}
