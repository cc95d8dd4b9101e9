import Model

/// A figure as written in `pipeline/figures/NAME.yaml`, checked, for all profiles.
package struct FigureSpecification: Hashable, Sendable {
    /// The file it was read from, for messages.
    package let file: String
    /// Line of the list of panels, for messages.
    package let panelsLine: Int
    /// Name of the figure, which is the name of its file.
    package let name: String
    /// Headline.
    package let title: String
    /// What the figure shows, in a paragraph; may be empty.
    package let caption: String
    /// Which figure of which paper it re-computes; may be empty.
    package let source: String
    /// File of the gnuplot layout in `pipeline/plots`.
    package let layout: String
    /// Line of `layout:`, or of the figure's name when the layout is the default one.
    package let layoutLine: Int
    /// The panels in the order of the file.
    package let panels: [PanelSpecification]

    /// The figure with everything decided for one profile.
    ///
    /// - Throws: `YAMLError` when a panel that needs networks does not say which for this profile, or when two panels have
    ///   networks that tables could not tell apart.
    package func resolved(for profile: Profile) throws -> ResolvedFigure {
        let resolved = try panels.map { try $0.resolved(for: profile, file: file) }
        try checkDistinguishable(resolved)
        return ResolvedFigure(
            figure: name, title: title, caption: caption, source: source, profile: profile.name,
            layout: layout, panels: resolved)
    }

    /// Tables know networks by all but the seed of their mask and their patience, so a figure has one of either.
    private func checkDistinguishable(_ resolved: [ResolvedPanel]) throws {
        var seen: [NetworkSpecification: (network: NetworkSpecification, panel: String)] = [:]
        for (panel, line) in zip(resolved, panels.map(\.line)) {
            for network in panel.networks {
                var key = network
                (key.conditions.maskSeed, key.patience) = (nil, nil)
                let first = seen[key] ?? (network, panel.name)
                seen[key] = first
                guard first.network != network else { continue }
                let what = first.network.maskSeed == network.maskSeed ? "patience" : "mask-seed"
                throw YAMLError(
                    file: file, line: line,
                    message:
                        "networks of panels \(first.panel) and \(panel.name) differ in nothing but \(what), "
                        + "which one figure cannot show; make a figure of its own for one of them")
            }
        }
    }

    /// True when every panel that needs networks says which for this profile.
    package func covers(_ profile: Profile) -> Bool { uncoveredPanels(profile).isEmpty }

    /// Names of the panels that need networks and do not say which for this profile.
    package func uncoveredPanels(_ profile: Profile) -> [String] {
        panels.filter { !$0.kind.drawsData && $0.extents(for: profile) == nil }.map(\.name)
    }
}

/// A panel as written in a figure's file, for all profiles.
package struct PanelSpecification: Hashable, Sendable {
    /// Name in the figure, for instance `C`.
    package let name: String
    /// Line of the panel, for messages.
    package let line: Int
    /// What it shows.
    package let kind: PanelKind
    /// Headline of the panel.
    package let title: String
    /// The figure's defaults with the panel's own choices.
    package let model: NetworkModel
    /// How many networks and epochs, by the name of the profile: one extent or several with the same epochs.
    package let extents: [String: [Extent]]

    /// What the profile runs, or else one that it extends.
    func extents(for profile: Profile) -> [Extent]? {
        ([profile.name] + profile.bases).lazy.compactMap { extents[$0] }.first
    }

    func resolved(for profile: Profile, file: String) throws -> ResolvedPanel {
        let extents = extents(for: profile)
        if !kind.drawsData, extents == nil {
            throw YAMLError(
                file: file, line: line,
                message: "panel \(name) does not say what to run in profile \(profile.name); add under its "
                    + "profiles: \(profile.name): {sizes: [100], densities: [0.1, 1], seeds: 3, epochs: 1}")
        }
        let named = model.base.dataset
        let dataset = DatasetSelection(
            name: profile.datasets[named] ?? named,
            trainLimit: extents?.first?.trainLimit ?? profile.trainLimit,
            testLimit: extents?.first?.testLimit ?? profile.testLimit)
        var model = model
        model.base.dataset = dataset.name
        let grid = extents.map { list in NetworkGrid(joining: list.map { $0.grid(model) }) }
        return ResolvedPanel(name: name, shows: kind, title: title, dataset: dataset, grid: grid)
    }
}
