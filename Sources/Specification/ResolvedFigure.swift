/// A figure with everything decided for one profile: what `analyze` and `report` read.
///
/// It holds nothing of other profiles, so that changing one of them touches only its own figures.
package struct ResolvedFigure: Codable, Hashable, Sendable {
    /// Name of the figure, for instance `figure2`.
    package var figure: String
    /// Headline.
    package var title: String
    /// What the figure shows, in a paragraph; may be empty.
    package var caption: String
    /// Which figure of which paper it re-computes; may be empty.
    package var source: String
    /// Name of the profile, for instance `laptop`.
    package var profile: String
    /// File of the gnuplot layout in `pipeline/plots`.
    package var layout: String
    /// The panels in the order of the specification.
    package var panels: [ResolvedPanel]
    /// Described datasets that panels or claims may name, since whoever reads this does not read descriptions; nil for none.
    package var datasets: [Catalogue.Dataset]?

    /// A figure; see the properties.
    package init(
        figure: String, title: String, caption: String, source: String, profile: String, layout: String,
        panels: [ResolvedPanel]
    ) {
        self.figure = figure
        self.title = title
        self.caption = caption
        self.source = source
        self.profile = profile
        self.layout = layout
        self.panels = panels
    }

    /// All networks of all panels, each once, in the order of tables.
    package var networks: [NetworkSpecification] {
        Set(panels.flatMap(\.networks)).sorted()
    }
}

/// A panel with everything decided for one profile.
package struct ResolvedPanel: Codable, Hashable, Sendable {
    /// Name in the figure, for instance `C`.
    package var name: String
    /// What it shows.
    package var shows: PanelKind
    /// Headline of the panel.
    package var title: String
    /// The dataset that it shows or whose networks it shows.
    package var dataset: DatasetSelection
    /// The networks that it shows; nil when it shows none.
    package var grid: NetworkGrid?
    /// Why its dataset or connectome cannot be had, so that nothing of the panel is run; nil when it can.
    package var unavailable: String?

    /// A panel; see the properties.
    package init(
        name: String, shows: PanelKind, title: String, dataset: DatasetSelection, grid: NetworkGrid?,
        unavailable: String? = nil
    ) {
        self.name = name
        self.shows = shows
        self.title = title
        self.dataset = dataset
        self.grid = grid
        self.unavailable = unavailable
    }

    /// Every network of the panel that is run.
    package var networks: [NetworkSpecification] {
        unavailable == nil ? grid?.networks(of: dataset) ?? [] : []
    }
}
