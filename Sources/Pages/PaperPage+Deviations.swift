import Specification

extension PaperPage {
    /// Panels whose sizes, seeds or data are not those of the paper.
    var deviations: [PageValue] {
        paper.figures.flatMap { planned in
            input.figures.first { $0.name == planned.figure }.map { Deviation.of($0, from: planned) } ?? []
        }.map { deviation in
            Self.link(deviation.figure).with([
                "panel": .text(deviation.panel), "hidden": .text(deviation.hidden),
                "densities": .text(deviation.densities), "seeds": .text(deviation.seeds),
                "epochs": .text(deviation.epochs), "data": .text(deviation.data.joined(separator: "; ")),
            ])
        }
    }

    /// Figures that are not on the page.
    var missing: PageValue {
        let names = paper.figures.filter { planned in !input.figures.contains { $0.name == planned.figure } }
        return .list(
            names.map { planned in
                [
                    "name": .text(displayName(planned.figure)),
                    "reason": .text(planned.uncovered ?? "it was not made"),
                ]
            })
    }
}
