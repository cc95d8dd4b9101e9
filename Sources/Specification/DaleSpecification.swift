import Formats

/// Dale's principle in a specification: a named variant with its inhibitory nodes.
package struct DaleSpecification: Codable, Hashable, Sendable {
    /// `enforced` (the paper's text) or `notebook` (its published code).
    package var variant: String
    /// Fraction of inhibitory nodes.
    package var inhibitory: Double
    /// Initial inhibitory weights as a multiple of excitatory ones.
    package var scale: Double

    /// The fraction of the paper's figure 6.
    package static let paperInhibitory = 0.115

    /// A variant, with the paper's fraction unless told otherwise.
    package init(variant: String, inhibitory: Double = paperInhibitory, scale: Double = 1) {
        self.variant = variant
        self.inhibitory = inhibitory
        self.scale = scale
    }

    /// The rule that networks are trained with.
    package var rule: DaleRule? {
        DaleRule.variants.first { $0.name == variant }.map {
            DaleRule(
                inhibitoryFraction: inhibitory, inhibitoryScale: scale, drawing: $0.drawing,
                isEnforced: $0.isEnforced)
        }
    }

    /// In paths: `-dale-enforced0.115`, with `x10` behind it where the scale is not 1.
    var folder: String {
        "-dale-\(variant)\(canonical(inhibitory))" + (scale == 1 ? "" : "x\(canonical(scale))")
    }
}

extension Catalogue {
    /// The variants of Dale's principle.
    package static let daleVariants = DaleRule.variants.map(\.name)
}
