import Drawing
import Judging
import Results
import Specification

extension PaperPage {
    /// How this run differs from the paper's: sizes, data, and numbers.
    package var deviationSection: String {
        section("Deviations", "\(sizes)\n\(missing)\(precision)", id: "deviations")
    }

    private var sizes: String {
        let deviations = paper.figures.flatMap { planned in
            input.figures.first { $0.name == planned.figure }.map { Deviation.of($0, from: planned) } ?? []
        }
        if deviations.isEmpty {
            return
                "<h3>Sizes and data</h3>\n<p>Every panel has the sizes, densities, seeds, epochs and data of profile paper.</p>"
        }
        let rows = deviations.map { deviation in
            [
                "<a href=\"#\(anchor(deviation.figure))\">"
                    + escaped("\(displayName(deviation.figure)), \(deviation.panel)") + "</a>",
                deviation.hidden, deviation.densities, deviation.seeds, deviation.epochs,
                escaped(deviation.data.joined(separator: "; ")),
            ]
        }
        let heads = ["panel", "most hidden nodes", "densities", "seeds", "epochs", "data"]
        return """
            <h3>Sizes and data</h3>
            <p>Panels that do not run what profile <code>paper</code> runs, which has the paper’s sizes; its numbers stand in brackets
            where they are others. Densities and seeds are counted.</p>
            <div class="deviations">\(table(heads, rows, labels: true))</div>
            """
    }

    private var missing: String {
        let names = paper.figures.filter { planned in !input.figures.contains { $0.name == planned.figure } }
        if names.isEmpty { return "" }
        let items = names.map { planned in
            "<li>\(escaped(displayName(planned.figure))): \(escaped(planned.uncovered ?? "it was not made"))</li>"
        }
        return "<h3>Figures that are not here</h3>\n<ul>\(items.joined())</ul>\n"
    }

    /// What no profile changes.
    private var precision: String {
        """
        <h3>Numbers</h3>
        <ul>
        <li>Networks compute in float32, with fused multiply-add and subnormal numbers taken as zero. The paper’s largest
        networks (24,000 hidden nodes and more) were trained with PyTorch 1.8.1 on A100 GPUs, where it multiplies matrices in TF32,
        whose factors keep 10 bits of the mantissa in place of 23. So results of these sizes cannot be the same bits.</li>
        <li>Sums have one order, for any number of threads and on every instruction set; that of PyTorch is another one, so trained
        networks of the same seed are not the same bits.</li>
        <li>Masks, initial weights and the order of examples are those of the authors’ notebook for the same seed, bit for
        bit.</li>
        </ul>
        """
    }
}
