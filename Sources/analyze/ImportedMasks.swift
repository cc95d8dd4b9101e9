import ArtifactStore
import Formats
import Model
import StageKit

/// The imported masks on which networks were trained, as recipes know them.
///
/// Conditions only have a connectome's name: two imports of one file with different options can have the same conditions.
struct ImportedMasks {
    /// What made each artifact behind the metrics.
    private let makers: [Digest: Recipe]

    private init(behind metrics: [Digest], in store: Store) {
        let made = store.ancestry(of: metrics).compactMap { ancestor in
            ancestor.recipe.map { (ancestor.digest, $0.recipe) }
        }
        makers = Dictionary(made) { first, _ in first }
    }

    /// Refuses networks that would be one sample although they were trained on different connectomes, or nulls of these.
    ///
    /// - Throws: `StageFailure` that names two of the files.
    static func requireTheSame(
        _ networks: [Conditions], of paths: [String], _ metrics: [Digest], in store: Store
    ) throws {
        guard networks.contains(where: { $0.wiring?.connectome != nil }) else { return }
        let masks = ImportedMasks(behind: metrics, in: store)
        var earlier: [Conditions: (mask: Digest, path: String)] = [:]
        for (index, network) in networks.enumerated() {
            guard let wiring = network.wiring, let name = wiring.connectome,
                let mask = masks.mask(behind: metrics[index], wiring)
            else { continue }
            let first = earlier[network.unseeded, default: (mask, paths[index])]
            guard first.mask == mask else {
                throw StageFailure.badData(
                    "\(first.path) and \(paths[index]) are of different imports called “\(name)” (masks \(first.mask.short) and "
                        + "\(mask.short)), which tables could not tell apart; give each a name of its own with build-mask imported "
                        + "--name, and train again")
            }
            earlier[network.unseeded] = first
        }
    }

    /// The imported mask, of which that of the network may be a null; nil where no recipe says it.
    private func mask(behind metrics: Digest, _ wiring: Wiring) -> Digest? {
        var wiring = wiring
        var mask = input(.mask, of: metrics)
        while wiring.rule != Wiring.imported {
            guard let source = wiring.sourceWiring, let null = mask else { return nil }
            (wiring, mask) = (source, input(.source, of: null))
        }
        return mask
    }

    private func input(_ role: FileRole, of artifact: Digest) -> Digest? {
        makers[artifact]?.inputs[role.rawValue]?.digests.first
    }
}
