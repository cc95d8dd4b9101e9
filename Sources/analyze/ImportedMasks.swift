import ArtifactStore
import Formats
import Model
import StageKit

/// The imported masks on which networks were trained, as recipes know them.
///
/// Conditions only have a connectome's name: two imports of one file with different options can have the same conditions.
struct ImportedMasks {
    /// What made each artifact behind the metrics; networks with the same numbers may have been trained on several masks.
    private let makers: [Digest: [Recipe]]

    /// Refuses networks that would be one sample although they were trained on different connectomes, or nulls of these.
    ///
    /// - Throws: `StageFailure` that names two of the files.
    static func requireTheSame(
        _ networks: [Conditions], of paths: [String], _ metrics: [Digest], in store: Store
    ) throws {
        guard networks.contains(where: { $0.wiring?.connectome != nil }) else { return }
        let imported = ImportedMasks(makers: store.makers(behind: metrics))
        var earlier: [Conditions: (masks: Set<Digest>, path: String)] = [:]
        for (index, network) in networks.enumerated() {
            guard let wiring = network.wiring, let name = wiring.connectome else { continue }
            let masks = imported.masks(behind: metrics[index], wiring)
            // Where no recipe says it, nothing is known.
            if masks.isEmpty { continue }
            let first = earlier[network.unseeded, default: (masks, paths[index])]
            let common = first.masks.intersection(masks)
            guard !common.isEmpty else {
                throw StageFailure.badData(
                    "\(first.path) and \(paths[index]) are of different imports called “\(name)”, which tables could not tell "
                        + "apart; give each a name of its own with build-mask imported --name, and train again"
                )
            }
            earlier[network.unseeded] = (common, first.path)
        }
    }

    /// The imported masks, of which that of the network may be a null.
    private func masks(behind metrics: Digest, _ wiring: Wiring) -> Set<Digest> {
        var wiring = wiring
        var masks = inputs(.mask, of: [metrics])
        while wiring.rule != Wiring.imported {
            guard let source = wiring.sourceWiring else { return [] }
            (wiring, masks) = (source, inputs(.source, of: masks))
        }
        return masks
    }

    private func inputs(_ role: FileRole, of artifacts: Set<Digest>) -> Set<Digest> {
        let recipes = artifacts.flatMap { makers[$0] ?? [] }
        return Set(recipes.flatMap { $0.inputs[role.rawValue]?.digests ?? [] })
    }
}
