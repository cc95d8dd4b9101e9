import HDF5
import Model

/// Activations of a network's hidden nodes at the last time step, for its whole test set: an open artifact of kind
/// `activations`, read in blocks of nodes (paper, Methods: what is passed to the output layer).
package final class ActivationsFile: ActivationBlocks {
    /// Which network.
    package let description: Conditions
    /// Epochs of training that were finished.
    package let epoch: Int
    /// Steps of training behind it.
    package let step: Int
    /// The class of each image.
    package let labels: [UInt8]
    /// Hidden nodes, N.
    package let nodes: Int
    /// Images of the test set.
    package let images: Int

    private let path: String
    private let dataset: HDF5Dataset

    /// Numbers in a chunk, unless one node has more: about 1 MB, so that a block of a few nodes unpacks little else.
    static let chunkNumbers = 1 << 18

    /// Chunks are whole nodes, as many as have at most 2¹⁸ numbers, but at least one.
    static func chunk(nodes: Int, images: Int) -> [Int] {
        [max(1, min(nodes, chunkNumbers / max(images, 1))), max(1, images)]
    }

    /// Writes activations as an artifact of kind `activations`, some chunks at a time.
    ///
    /// - Parameters:
    ///   - labels: the class of each image.
    ///   - epoch: epochs of training that were finished, `step` the steps.
    ///   - maximum: numbers in memory at once, if a chunk has no more; the bytes do not depend on it.
    ///   - divergedStep: the step in which the network diverged; then nothing but NaN is expected.
    /// - Throws: `FormatError` where nodes, images and labels are not those of `description`; `HDF5Error`; what reading
    ///   `activations` throws.
    package static func write(
        _ activations: some ActivationBlocks, labels: [UInt8], description: Conditions, epoch: Int,
        step: Int, divergedStep: Int? = nil, to path: String, maximum: Int = 1 << 23
    ) throws {
        let shape = [activations.nodes, activations.images]
        guard shape == [description.hiddenNodes, description.testImages], labels.count == shape[1] else {
            throw FormatError(
                path, "activations",
                "have shape \(shape) and \(labels.count) labels, but the network has \(description.hiddenNodes) "
                    + "hidden nodes and \(description.testImages) test images")
        }
        let title =
            "Activations of the last time step after epoch \(epoch) (step \(step)): \(description.title)"
        try writeArtifact(at: path, kind: "activations", title: title) { root in
            try description.write(to: root)
            try root.setAttribute("epoch", to: epoch)
            try root.setAttribute("step", to: step)
            try root.setDivergedStep(divergedStep)
            let expected = divergedStep == nil ? description : nil
            try writeBlocks(of: activations, expected, to: root, path: path, maximum: maximum)
            try root.writeArray(labels, to: "labels", units: "class", axes: ["image"])
        }
    }

    private static func writeBlocks(
        of activations: some ActivationBlocks, _ expected: Conditions?,
        to root: borrowing HDF5Group, path: String, maximum: Int
    ) throws {
        let (nodes, images) = (activations.nodes, activations.images)
        let chunk = chunk(nodes: nodes, images: images)
        // Level 1: where nine in ten are zero, level 4 takes a third longer for 11 % less, level 6 thrice as long for 14 %.
        let dataset = try root.createDataset(
            "activations", of: Float.self, shape: [nodes, images],
            compression: .deflate(level: 1, chunk: chunk))
        try dataset.setAttribute("units", to: "1")
        try dataset.setAttribute("axes", to: "node, image")
        for block in activations.blocks(maximum: maximum, step: chunk[0]) {
            let values = try activations.read(block)
            if let expected { try require(values, of: expected, from: block.lowerBound, path) }
            try dataset.writeRows(values, from: block.lowerBound)
        }
    }

    /// Opens an artifact of kind `activations`.
    ///
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package init(readingFrom path: String) throws {
        let file = try HDF5File.open(at: path)
        try requireArtifact(file.root, at: path, kind: "activations")
        self.path = path
        description = try Conditions(reading: file.root)
        (epoch, step) = try description.readProgress(of: file.root)
        (nodes, images) = (description.hiddenNodes, description.testImages)
        dataset = try file.root.dataset("activations")
        try dataset.require(units: "1", axes: ["node", "image"])
        guard dataset.typeName == "float32", dataset.shape == [nodes, images] else {
            throw dataset.wrong(
                "are \(dataset.typeName) of shape \(dataset.shape), but float32 of shape \([nodes, images]) was expected, as "
                    + "attributes hidden_nodes and test_images say")
        }
        labels = try file.root.readArray(
            "labels", as: UInt8.self, shape: [images], units: "class", axes: ["image"])
    }

    /// The activations of some nodes, row-major [node][image].
    ///
    /// - Throws: `FormatError` where one is nothing that the network's nonlinearity gives, `HDF5Error` where they cannot be
    ///   read.
    package func read(_ nodes: Range<Int>) throws -> [Float] {
        let values = try dataset.readRows(nodes, as: Float.self)
        try Self.require(values, of: description, from: nodes.lowerBound, path)
        return values
    }

    private static func require(
        _ values: [Float], of network: Conditions, from node: Int, _ path: String
    ) throws {
        let range = network.nonlinearity.range
        guard let wrong = values.firstIndex(where: { !range.contains($0) }) else { return }
        let images = network.testImages
        let expected =
            values[wrong].isFinite
            ? "\(network.nonlinearity) gives \(range.lowerBound) to \(range.upperBound)"
            : "finite numbers were expected; the training diverged, so train with a lower learning rate"
        throw FormatError(
            path, "activations",
            "of node \(node + wrong / images) in image \(wrong % images) is \(values[wrong].words), but \(expected)"
        )
    }
}
