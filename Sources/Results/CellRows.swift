import Foundation

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
            guard let moments = Moments(texts) else {
                throw FigureError(
                    "\(name):\(index + 1): n, mean or sd is no number; make the figure again")
            }
            return Row(texts: texts, moments: moments)
        }
    }

    /// Rows of some panels.
    package func rows(ofPanels names: [String]) -> [Row] { rows.filter { names.contains($0["panel"]) } }
}

extension Moments {
    /// From columns of a table; an empty deviation is that of one network.
    fileprivate init?(_ texts: [String: String]) {
        guard let count = texts["n"].flatMap({ Int($0) }), let mean = texts["mean"].flatMap({ Double($0) })
        else { return nil }
        let sd = texts["sd"] ?? ""
        if !sd.isEmpty && Double(sd) == nil { return nil }
        (self.mean, self.sd, self.count) = (mean, Double(sd), count)
    }
}
