import Specification

/// The stretches in which networks are trained: from one snapshot to the next.
///
/// The snapshots of a network are the union of what all figures ask for, so the segments do not depend on
/// which figure is made first, and a figure that asks for more epochs continues where another ended.
public struct TrainingSegments: Sendable {
    /// Epochs `from + 1 ... to` of one network.
    public struct Segment: Hashable, Sendable {
        /// Epochs trained before.
        public let from: Int
        /// Epochs trained after.
        public let to: Int
    }

    private var snapshots: [NetworkSpecification: Set<Int>] = [:]

    /// The segments that the networks of `figures` fall into.
    public init(figures: [ResolvedFigure]) {
        for panel in figures.flatMap(\.panels) {
            guard let grid = panel.grid else { continue }
            for network in panel.networks { snapshots[network, default: []].formUnion(grid.snapshots) }
        }
    }

    /// The segments that take `network` from the start to `epochs`, which must be one of its snapshots.
    public func of(_ network: NetworkSpecification, upTo epochs: Int) -> [Segment] {
        let ends = (snapshots[network] ?? []).union([epochs]).filter { $0 <= epochs }.sorted()
        return zip([0] + ends, ends).map { Segment(from: $0, to: $1) }
    }
}

extension NetworkSpecification {
    /// Weights after so many epochs.
    public func weightsPath(epoch: Int) -> String { "\(folder)/weights-e\(epoch).h5" }

    /// Adam's moments and the generators after so many epochs: to go on from.
    public func statePath(epoch: Int) -> String { "\(folder)/state-e\(epoch).h5" }

    /// Losses and accuracies of a segment; the range is in the name, so other segments are other files.
    public func metricsPath(_ segment: TrainingSegments.Segment) -> String {
        "\(folder)/metrics-e\(segment.from)-e\(segment.to).h5"
    }
}
