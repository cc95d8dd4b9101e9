import Drawing
import Judging
import Results
import Analysis
import Model
import Specification

extension FigurePage {
    /// Which networks each panel asks for, and how many of them there are. What is as in the paper for all panels (learning
    /// rate, all examples, no early end, a mask a seed) has no column.
    var run: PageValue {
        let shown = results.filter { $0.panel.grid != nil }
        if shown.isEmpty { return .none }
        let columns = runColumns.filter { column in
            guard let usual = column.usual else { return true }
            return shown.contains { column.text($0) != usual }
        }
        let rows = shown.map { result in columns.map { $0.text(result) } }
        return PageParts.table(columns.map(\.head), rows, cards: true)
    }

    private struct RunColumn {
        let head: String
        /// What needs no column where all panels have it; nil: always a column.
        var usual: String?
        let text: (PanelResults) -> String

        init(head: String, usual: String? = nil, text: @escaping (PanelResults) -> String) {
            (self.head, self.usual, self.text) = (head, usual, text)
        }

        /// All values of a field; it needs no column where it is as in the paper, unless that has several values.
        init(_ field: ConditionField) {
            let always: [ConditionField] = [.network, .nonlinearity, .hiddenNodes, .density]
            self.init(
                head: field.title, usual: always.contains(field) ? nil : field.pageCell(.paper),
                text: { result in
                    let values = result.grid.alternatives(of: field)
                    let sorted =
                        field == .hiddenNodes ? values.sorted { $0.hiddenNodes < $1.hiddenNodes } : values
                    return sorted.map(field.pageCell).joined(separator: "; ")
                })
        }
    }

    /// What columns say of conditions; the dataset, with its examples, has its own.
    private static let fields = Conditions.fields.filter {
        ![.dataset, .connections, .seed, .trainingImages, .testImages].contains($0)
    }

    private var runColumns: [RunColumn] {
        [
            RunColumn(head: "panel") { $0.panel.name },
            RunColumn(head: "dataset") { datasetTitle($0.panel.dataset.name) },
            RunColumn(head: "training / test examples") { examples($0) },
            RunColumn(head: "connections between hidden nodes", usual: "") {
                $0.grid.connections.sorted().map(\.grouped).joined(separator: "; ")
            },
        ] + Self.fields.map { RunColumn($0) } + [
            RunColumn(head: "seeds") { $0.grid.seeds.map(String.init).joined(separator: "; ") },
            RunColumn(head: "epochs") { ($0.grid.patience == nil ? "" : "up to ") + "\($0.grid.epochs)" },
            RunColumn(head: "early end", usual: "none") { result in
                result.grid.patience.map { "\($0.counting("epoch")) without a lower test loss" } ?? "none"
            },
            RunColumn(head: "run") { result in
                if let reason = result.panel.unavailable { return "not run: \(reason)" }
                return "\(result.finished.grouped) of \(result.panel.networks.count.counting("network"))"
            },
        ]
    }

    /// Of what was run; of all numbers per class, the least and the most.
    private func examples(_ result: PanelResults) -> String {
        let training = Set(result.conditions.map(\.trainingImages)).sorted()
        let test = Set(result.conditions.map(\.testImages)).sorted()
        guard let least = training.first, let most = training.last else { return "–" }
        let range = least == most ? least.grouped : "\(least.grouped) to \(most.grouped)"
        return "\(range) / \(test.map(\.grouped).joined(separator: "; "))"
    }
}
