import Analysis
import Specification

extension FigurePage {
    /// Which networks each panel asks for, and how many of them there are. What is as in the paper for all panels (learning
    /// rate, all examples, no early end, a mask a seed) has no column.
    var runSection: String {
        let shown = results.filter { $0.panel.grid != nil }
        if shown.isEmpty { return "" }
        let columns = runColumns.filter { column in
            guard let usual = column.usual else { return true }
            return shown.contains { column.text($0) != usual }
        }
        let rows = shown.map { result in columns.map { escaped($0.text(result)) } }
        return section("What was run", table(columns.map(\.head), rows, labels: true))
    }

    private struct RunColumn {
        let head: String
        /// What needs no column where all panels have it; nil: always a column.
        var usual: String?
        let text: (PanelResults) -> String
    }

    private var runColumns: [RunColumn] {
        [
            RunColumn(head: "panel") { $0.panel.name },
            RunColumn(head: "dataset") { datasetTitle($0.panel.dataset.name) },
            RunColumn(head: "training / test examples") { examples($0) },
            RunColumn(head: "network") { $0.grid.networks.joined(separator: "; ") },
            RunColumn(head: "nonlinearity") { $0.grid.nonlinearities.joined(separator: "; ") },
            RunColumn(head: "connections between hidden nodes", usual: "") {
                $0.grid.connections.sorted().map(grouped).joined(separator: "; ")
            },
            RunColumn(head: "hidden nodes") { result in
                Set(result.grid.cells.map(\.hidden)).sorted().map(grouped).joined(separator: "; ")
            },
            RunColumn(head: "densities") { $0.grid.densities.map(canonical).joined(separator: "; ") },
            RunColumn(head: "Dale's principle", usual: "none") { result in
                result.grid.dale.map { $0?.rule?.words ?? "none" }.joined(separator: "; ")
            },
            RunColumn(head: "start density", usual: "its own") { result in
                result.grid.startDensities.map { $0.map { canonical($0) } ?? "its own" }.joined(
                    separator: "; ")
            },
            RunColumn(head: "examples per class", usual: "all") { result in
                result.grid.perClass.map { $0.map(grouped) ?? "all" }.joined(separator: "; ")
            },
            RunColumn(head: "learning rate", usual: canonical(NetworkSpecification.paperLearningRate)) {
                $0.grid.learningRates.map(canonical).joined(separator: "; ")
            },
            RunColumn(head: "batch", usual: "\(NetworkSpecification.paperBatch)") { "\($0.grid.batch)" },
            RunColumn(head: "seeds") { $0.grid.seeds.map(String.init).joined(separator: "; ") },
            RunColumn(head: "seed of masks", usual: "the network's") {
                $0.grid.maskSeed.map(String.init) ?? "the network's"
            },
            RunColumn(head: "epochs") { ($0.grid.patience == nil ? "" : "up to ") + "\($0.grid.epochs)" },
            RunColumn(head: "early end", usual: "none") { result in
                result.grid.patience.map { "\(count($0, "epoch")) without a lower test loss" } ?? "none"
            },
            RunColumn(head: "run") { result in
                if let reason = result.panel.unavailable { return "not run: \(reason)" }
                return "\(grouped(result.finished)) of \(count(result.panel.networks.count, "network"))"
            },
        ]
    }

    /// Of what was run; of all numbers per class, the least and the most.
    private func examples(_ result: PanelResults) -> String {
        let training = Set(result.conditions.map(\.trainingImages)).sorted()
        let test = Set(result.conditions.map(\.testImages)).sorted()
        guard let least = training.first, let most = training.last else { return "–" }
        let range = least == most ? grouped(least) : "\(grouped(least)) to \(grouped(most))"
        return "\(range) / \(test.map(grouped).joined(separator: "; "))"
    }
}
