/// What the page of all figures is about in one profile: which figures there are, and what the paper's own sizes would be.
///
/// `plan` writes it and `report paper` reads it. What a figure runs in the profile stands in its own `ResolvedFigure`.
package struct ResolvedPaper: Codable, Hashable, Sendable {
    /// A figure of the pipeline, whether the profile covers it or not.
    package struct Figure: Codable, Hashable, Sendable {
        /// Name of the figure, for instance `figure2`.
        package var figure: String
        /// Headline.
        package var title: String
        /// Which figure of which paper it re-computes; may be empty.
        package var source: String
        /// Why the profile has no such figure; nil when it has one.
        package var uncovered: String?
        /// What the profile called `paper` runs; nil when it does not cover the figure.
        package var paperPanels: [ResolvedPanel]?

        /// A figure; see the properties.
        package init(
            figure: String, title: String, source: String, uncovered: String? = nil,
            paperPanels: [ResolvedPanel]? = nil
        ) {
            self.figure = figure
            self.title = title
            self.source = source
            self.uncovered = uncovered
            self.paperPanels = paperPanels
        }

        enum CodingKeys: String, CodingKey {
            case figure, title, source, uncovered
            case paperPanels = "paper-panels"
        }
    }

    /// The name under which it is planned, made and asked for, as figures are under theirs.
    package static let name = "paper"
    /// The profile with the sizes of the paper, to which the others are compared.
    package static let referenceProfile = "paper"

    /// Name of the profile.
    package var profile: String
    /// What the profile is for, one sentence.
    package var description: String
    /// All figures of the pipeline, in the order of their names.
    package var figures: [Figure]
    /// The profile of the published verdicts that stand beside the page's own; nil where there are none. It stands here so that the
    /// page is made again when they come or go.
    package var published: String?
    /// Described datasets that figures or claims may name; nil for none.
    package var datasets: [Catalogue.Dataset]?

    /// A page; see the properties.
    package init(profile: String, description: String, figures: [Figure], published: String? = nil) {
        self.profile = profile
        self.description = description
        self.figures = figures
        self.published = published
    }
}
