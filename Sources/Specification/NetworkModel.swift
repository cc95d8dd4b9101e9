import Model

/// What the networks of a panel have in common, in every profile.
package struct NetworkModel: Hashable, Sendable {
    /// The conditions of all of them; those that they differ in are the first of each.
    package var base = Conditions(dataset: "mnist")
    /// What they differ in.
    package var alternatives: [Alternatives] = []
    /// Epochs without a lower test loss after which training ends; nil: it does not.
    package var patience: Int?

    /// The paper's networks.
    package init() {}

    /// What `networks:` can say: all but what the profile says.
    private static let fields = Conditions.fields.filter {
        if case .never = $0.reading { return false }
        return ![.hiddenNodes, .density, .seed, .perClass].contains($0)
    }

    /// `defaults` with what `value` says otherwise; `value` may be missing.
    init(_ value: YAMLValue?, overriding defaults: NetworkModel) throws {
        self = defaults
        let known = Self.fields.flatMap(\.keys) + ["patience"]
        guard let keys = try value?.mapping("networks", known: known) else { return }
        for field in Self.fields {
            let before = alternatives.first { $0.field == field }?.values
            let values = try keys.alternatives(of: field, upon: base, before: before)
            guard let values, let first = values.first else { continue }
            alternatives.removeAll { $0.field == field }
            field.copy(from: first, to: &base)
            if values.count > 1 { alternatives.append(Alternatives(field: field, values: values)) }
        }
        try keys["wiring"]?.checkConnectomes(wirings.compactMap { $0 })
        patience =
            try keys["patience"]?.int("patience", in: 1...100_000, advice: "a number of epochs such as 20")
            ?? patience
    }

    /// Whether all networks are wired by connectomes, or masks made of them, which decide sizes and densities.
    var isOfConnectomes: Bool {
        wirings.allSatisfy { $0?.connectome != nil }
    }

    private var wirings: [Wiring?] {
        (alternatives.first { $0.field == .wiring }?.values ?? [base]).map(\.wiring)
    }

    /// Refuses several networks or nonlinearities where the panel cannot show them, and ends of training where it shows
    /// accuracies after a given epoch.
    func check(for kind: PanelKind, panel: String, at place: YAMLValue) throws {
        guard !kind.drawsData else { return }
        for one in alternatives {
            try place.checkCount(one.values.count, of: one.field, panel: panel, kind: kind)
        }
        guard patience == nil || kind.showsBest else {
            throw place.error(
                "panel \(panel) shows \(kind.rawValue), for which networks must not end early; remove \"patience\""
            )
        }
    }
}
