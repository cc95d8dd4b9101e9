/// Activations of the hidden nodes at the last time step, for a whole set of images: [node][image], float32.
///
/// Where N times the number of images is large they are read in blocks of nodes, so that nothing needs all of them in
/// memory. Every number is finite.
package protocol ActivationBlocks {
    /// Hidden nodes, N.
    var nodes: Int { get }
    /// Images.
    var images: Int { get }

    /// The activations of some nodes, row-major [node][image].
    ///
    /// - Throws: where they cannot be read or are not finite.
    func read(_ nodes: Range<Int>) throws -> [Float]
}

/// Activations that are in memory as a whole.
package struct ActivationMatrix: ActivationBlocks, Equatable, Sendable {
    /// Hidden nodes, N.
    package let nodes: Int
    /// Images.
    package let images: Int
    /// The numbers, row-major [node][image].
    package let values: [Float]

    /// Takes `values`, which must be finite, row-major [node][image].
    ///
    /// - Precondition: there are `nodes` · `images` of them.
    package init(nodes: Int, images: Int, values: [Float]) {
        precondition(
            values.count == nodes * images,
            "expected \(nodes) × \(images) activations, got \(values.count)")
        self.nodes = nodes
        self.images = images
        self.values = values
    }

    /// The activations of some nodes, row-major [node][image].
    package func read(_ nodes: Range<Int>) -> [Float] {
        Array(values[nodes.lowerBound * images..<nodes.upperBound * images])
    }
}

extension ActivationBlocks {
    /// Ranges of nodes that cover all, each of at most `maximum` numbers (but at least one node), a multiple of
    /// `step` nodes, except for the last.
    package func blocks(maximum: Int = 1 << 25, step: Int = 1) -> [Range<Int>] {
        let fitting = maximum / max(images, 1)
        let size = max(step, fitting / step * step)
        return stride(from: 0, to: nodes, by: size).map { $0..<min($0 + size, nodes) }
    }
}
