import Results
import Specification

extension Claim {
    /// Where else than in a figure the paper and its authors say something.
    private static let elsewhere = ["text", "Methods", "notebook"]

    /// True when the claim belongs to the figure called `name`, for instance `figure2` or `figureS5`.
    ///
    /// A claim of the text belongs to the figure that its name begins with: `F2D-overfit` to figure 2. `judgedWith` names
    /// another one.
    package func belongs(to name: String) -> Bool {
        if let judgedWith { return judgedWith == name }
        return places.contains { Self.panel($0, of: name) != nil }
    }

    /// Figures and panels as the paper numbers them: `2C`, `S3`.
    private var places: [String] {
        if figure == "text" {
            let start = id.prefix { $0 != "-" }
            return start.hasPrefix("F") ? [String(start.dropFirst())] : []
        }
        return figure.split(separator: " ").map(String.init).filter { $0 != "and" }
    }

    /// The panel of a place in the figure called `name`: `C` of `2C` in `figure2`, nothing of `2`; nil in other figures, as of `20`.
    private static func panel(_ place: String, of name: String) -> Substring? {
        guard let number = number(of: name), place.hasPrefix(number) else { return nil }
        let panel = place.dropFirst(number.count)
        return panel.allSatisfy(\.isLetter) ? panel : nil
    }

    /// `S5` for `figureS5`; nil for figures that are not numbered as the paper's.
    private static func number(of name: String) -> Substring? {
        name.hasPrefix("figure") && name != "figure" ? name.dropFirst("figure".count) : nil
    }

    /// Refuses figures and panels that there are not: no page would judge the claim.
    ///
    /// - Throws: `YAMLError` at the key.
    func checkPlaces(_ fields: YAMLMapping, among figures: [ResolvedPaper.Figure]) throws {
        _ = try fields["judged-with"]?.choice("judged-with", of: figures.map(\.figure))
        if Self.elsewhere.contains(figure), figure != "text" || judgedWith != nil { return }
        let value = try fields.required("figure", advice: "figure: 2C")
        guard !places.isEmpty else {
            throw value.error(
                "claim \(id) names no figure; begin the name of a claim of the text with one, as F2-weights, or add judged-with: figure2"
            )
        }
        for place in places { try Self.check(place, at: value, among: figures) }
    }

    private static func check(
        _ place: String, at value: YAMLValue, among figures: [ResolvedPaper.Figure]
    ) throws {
        let found = figures.lazy.compactMap { figure in panel(place, of: figure.figure).map { (figure, $0) } }
        guard let (figure, panel) = found.first else {
            let numbers = figures.compactMap { number(of: $0.figure).map(String.init) }
            let match = nearMatch(to: place, among: numbers + elsewhere)
            let near = match.map { " did you mean \"\($0)\"?" } ?? ""
            throw value.error(
                "figure \"\(place)\" is not known;\(near) known: \(numbers.joined(separator: ", ")), with or without a panel as in 2C; "
                    + elsewhere.joined(separator: ", "))
        }
        // A panel of the paper may be several here: 5E is E1 and E2.
        guard !panel.isEmpty, let panels = figure.paperPanels?.map(\.name) else { return }
        guard panels.contains(where: { $0.prefix { $0.isLetter } == panel }) else {
            throw value.error(
                "\(figure.figure) has no panel \"\(panel)\" as in \"\(place)\"; its panels: \(panels.joined(separator: ", "))"
            )
        }
    }
}
