import Model
import Specification

/// The stretches in which networks are trained: from one snapshot to the next.
///
/// The snapshots of a network are the union of what all figures ask for, whatever the seed and patience, and of epochs 1,
/// 10, 100 …: so the segments depend neither on which figure is made first nor on seeds, and a figure that asks for more epochs
/// goes on from where another ended, or at least from the last of the fixed epochs.
package struct TrainingSegments: Sendable {
    /// Epochs `from + 1 ... to` of one network; of the untrained one, both are 0.
    package struct Segment: Hashable, Sendable {
        /// That of the untrained network.
        static let untrained = Segment(from: 0, to: 0)

        /// Epochs trained before.
        let from: Int
        /// Epochs trained after.
        let to: Int
    }

    private static let fixedEpochs = [1, 10, 100, 1000, 10_000]
    private var snapshots: [NetworkSpecification: Set<Int>] = [:]

    /// The segments that the networks of `figures` fall into.
    package init(figures: [ResolvedFigure]) {
        for panel in figures.flatMap(\.panels) {
            guard let grid = panel.grid else { continue }
            for network in grid.networks(of: panel.dataset) {
                snapshots[network.course, default: []].formUnion(grid.snapshots)
            }
        }
    }

    /// The segments that take `network` from the start to `epochs`, which must be one of its snapshots.
    package func of(_ network: NetworkSpecification, upTo epochs: Int) -> [Segment] {
        let asked = snapshots[network.course] ?? []
        let ends = asked.union(Self.fixedEpochs).union([epochs]).filter { $0 > 0 && $0 <= epochs }.sorted()
        return zip([0] + ends, ends).map { Segment(from: $0, to: $1) }
    }
}

extension NetworkSpecification {
    /// The same for all seeds, and with or without patience.
    fileprivate var course: NetworkSpecification {
        var other = self
        (other.conditions.seed, other.patience) = (0, nil)
        return other
    }

    /// The patience that matters in a segment up to `epoch`: none before training can have ended by it.
    func patience(upTo epoch: Int) -> Int? { patience.flatMap { epoch >= $0 ? $0 : nil } }

    /// What patience adds to the names of files: networks with and without it share those that it cannot change.
    private func suffix(_ epoch: Int) -> String { patience(upTo: epoch).map { "-patience\($0)" } ?? "" }

    /// Weights after an epoch.
    func weightsPath(epoch: Int) -> String { "\(folder)/weights-e\(epoch)\(suffix(epoch)).h5" }

    /// Adam's moments and the generators after an epoch: what training continues from.
    func statePath(epoch: Int) -> String { "\(folder)/state-e\(epoch)\(suffix(epoch)).h5" }

    /// What a measure found after an epoch; `activations` are a measure, too.
    func measurePath(_ measure: String, epoch: Int) -> String {
        "\(folder)/\(measure)-e\(epoch)\(suffix(epoch)).h5"
    }

    /// Losses and accuracies of a segment; the range is in the name, so other segments are other files.
    func metricsPath(_ segment: TrainingSegments.Segment) -> String {
        "\(folder)/metrics-e\(segment.from)-e\(segment.to)\(suffix(segment.to)).h5"
    }
}
