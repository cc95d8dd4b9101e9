import Analysis
import Specification

extension FigurePage {
    /// Which networks each panel asks for, and how many of them there are.
    var runSection: String {
        let heads = [
            "panel", "dataset", "training / test images", "network", "hidden nodes", "densities", "seeds",
            "epochs",
            "run",
        ]
        return section("What was run", table(heads, figure.panels.compactMap(runRow), labels: true))
    }

    private func runRow(_ panel: ResolvedPanel) -> [String]? {
        guard let grid = panel.grid else { return nil }
        let own = summaries.filter { panel.contains($0.condition) && $0.condition.epoch == grid.epochs }
        let images = Set(
            own.map { "\(grouped($0.condition.trainingImages)) / \(grouped($0.condition.testImages))" })
        let wanted = panel.networks.count
        let sizes = Set(grid.cells.map(\.hidden)).sorted()
        let run = own.reduce(0) { $0 + $1.seeds.filter(grid.seeds.contains).count }
        let title = datasets.first { $0.name == panel.dataset.name }?.title ?? panel.dataset.name
        let network = (grid.networks + grid.nonlinearities).joined(separator: ", ")
        let row: [String] = [
            panel.name, title, images.sorted().joined(separator: "; "), network,
            sizes.map(grouped).joined(separator: "; "),
            grid.densities.map(canonical).joined(separator: "; "),
            grid.seeds.map(String.init).joined(separator: "; "), "\(grid.epochs)",
            "\(grouped(run)) of \(count(wanted, "network"))",
        ]
        return row.map(escaped)
    }

    /// Mean, standard deviation and loss of every cell and epoch.
    var cellSection: String {
        let rows = summaries.map { summary in
            let condition = summary.condition
            return [
                escaped(condition.dataset), escaped("\(condition.network), \(condition.nonlinearity)"),
                grouped(condition.hiddenNodes), canonical(condition.density), "\(condition.epoch)",
                "\(summary.count)", percent(summary.meanAccuracy),
                summary.sdAccuracy.map { percent($0) } ?? "–",
                fixed(summary.meanLoss, 4),
            ]
        }
        let heads = [
            "dataset", "network", "hidden nodes", "density", "epochs", "n", "mean accuracy (%)",
            "sd (points)",
            "mean loss (nats)",
        ]
        return section("Test accuracy", table(heads, rows, numbersFrom: 2))
    }

    /// Each density against density 1.
    var comparisonSection: String {
        if comparisons.isEmpty { return "" }
        let rows = comparisons.map { comparison in
            let condition = comparison.sparse.condition
            return [
                escaped(condition.dataset), grouped(condition.hiddenNodes), canonical(condition.density),
                "\(condition.epoch)", comparison.test.counts.map(String.init).joined(separator: ", "),
                fixed(100 * comparison.difference, 1), fixed(comparison.test.statistic, 2),
                escaped(pText(comparison.test.pValue)),
            ]
        }
        let heads = [
            "dataset", "hidden nodes", "density", "epochs", "n", "mean less that of density 1 (points)",
            "KS distance", "p",
        ]
        let words =
            "<p>Two-sample Kolmogorov-Smirnov tests, two-sided; p is not corrected for the number of tests.</p>"
        return section("Against dense networks", words + "\n" + table(heads, rows, numbersFrom: 1))
    }

    /// The files behind the figure.
    var provenanceSection: String {
        if provenance.isEmpty { return "" }
        let rows = provenance.map { entry in
            [escaped(entry.name), "<code>\(escaped(entry.digest))</code>"]
        }
        let words =
            "<p>The files that this figure was made of, with their SHA-256 digests; <code>artifacts show DIGEST</code> "
            + "tells where each comes from, back to the raw files.</p>"
        return section("Provenance", words + "\n" + table(["what", "SHA-256"], rows, labels: true))
    }
}
