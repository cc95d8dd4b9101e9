import Model
import Specification

extension NetworkGrid {
    /// Every size with every density, otherwise as `base`.
    init(
        sizes: [Int], densities: [Double], seeds: [Int], epochs: Int, snapshots: [Int],
        upon base: Conditions = .paper
    ) {
        let all = sizes.flatMap { size in
            densities.map { density in
                var conditions = base
                (conditions.hiddenNodes, conditions.density) = (size, density)
                return conditions
            }
        }
        self.init(all, seeds: seeds, epochs: epochs, snapshots: snapshots)
    }
}
