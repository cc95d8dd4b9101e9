import Foundation
import Judging

/// Parts that several pages have.
enum PageParts {
    /// A table whose columns the run decides, for the template `table`.
    ///
    /// - Parameters:
    ///   - numbersFrom: the first column of numbers, which stand on the right.
    ///   - cards: whether rows become cards on narrow screens, with the heads before the cells.
    static func table(
        _ heads: [String], _ rows: [[String]], numbersFrom: Int = .max, cards: Bool = false
    ) -> PageValue {
        [
            "cards": .flag(cards),
            "heads": .list(
                heads.enumerated().map { ["text": .text($1), "number": .flag($0 >= numbersFrom)] }),
            "rows": .list(
                rows.map { row in
                    let cells = row.enumerated().map { column, text -> PageValue in
                        [
                            "text": .text(text), "number": .flag(column >= numbersFrom),
                            "label": .text(cards && column < heads.count ? heads[column] : ""),
                        ]
                    }
                    return ["cells": .list(cells)]
                }),
        ]
    }

    /// Files with their digests, for the template `files`.
    static func files(_ entries: [ProvenanceEntry]) -> PageValue {
        .list(entries.map { ["name": .text($0.name), "digest": .text($0.digest)] })
    }

    /// How many claims there are of each outcome.
    static func counts(_ outcomes: [Outcome], _ text: (Outcome) -> String) -> PageValue {
        .list(
            Outcome.allCases.map { outcome in
                badge(outcome, text(outcome)).with([
                    "word": .text(outcome.word), "count": .number(outcomes.count { $0 == outcome }),
                ])
            })
    }

    /// An outcome as a word with a sign, and a class for its colour; for the template `verdict`.
    static func badge(_ outcome: Outcome, _ text: String) -> PageValue {
        ["mark": .text(outcome.mark), "outcome": .text(text), "style": .text(outcome.word)]
    }

    /// Numbers that stay with their sign and unit on one line.
    static func numbers(_ text: String) -> PageValue {
        let glued = [" ± ", " = "].reduce(text) { text, sign in
            text.replacing(sign, with: sign.replacing(" ", with: "\u{a0}"))
        }
        return .text(glued.replacing(" %", with: "\u{a0}%").replacing(" > ", with: " >\u{a0}"))
    }
}

extension Outcome {
    /// In addresses, attributes and classes.
    package var word: String {
        switch self {
        case .confirmed: "confirmed"
        case .refuted: "refuted"
        case .undecided: "undecided"
        case .notTested: "not-tested"
        }
    }
}

/// `Figure S2` of `figureS2`.
package func displayName(_ figure: String) -> String {
    figure.hasPrefix("figure") ? "Figure \(figure.dropFirst("figure".count))" : figure
}

/// A name as an anchor: other characters than letters, digits and - become their code, so that names stay apart.
package func anchor(_ name: String) -> String {
    name.unicodeScalars.map { scalar in
        let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        return isPlain || scalar == "-" ? String(scalar) : "_\(String(scalar.value, radix: 16))_"
    }.joined()
}

/// A relative address, whatever its names hold.
package func href(_ path: String) -> String {
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":"))
    return path.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
}
