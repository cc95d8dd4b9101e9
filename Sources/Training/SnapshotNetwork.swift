import Compute
import Model
import Networks

/// A network as a snapshot holds it, to be looked at: its activations and its gradients on images of a dataset.
package final class SnapshotNetwork {
    /// Images that go through the network together; results do not depend on it.
    private static let batch = 112

    private let network: Network
    private let engine: Engine
    private let dataset: Dataset
    private let description: Conditions

    /// The network of a snapshot.
    ///
    /// - Parameters:
    ///   - dataset: that of its training, whole; the snapshot knows how many images of it were used.
    ///   - batch: images that go through it together, `SnapshotNetwork.batch` unless gradients of other batches are wanted.
    /// - Throws: `SnapshotError` for another dataset; `ShapeMismatch`; `DeviceError`.
    package init(_ snapshot: WeightSnapshot, dataset: Dataset, batch: Int? = nil, engine: Engine) throws {
        description = snapshot.description
        guard dataset.holds(examplesOf: description) else {
            throw SnapshotError.dataset(wanted: description, found: dataset)
        }
        self.engine = engine
        self.dataset = dataset
        network = Network(
            shape: NetworkShape(description.network, mask: snapshot.mask, dataset: dataset),
            mask: snapshot.mask,
            nonlinearity: description.nonlinearity, batch: batch ?? Self.batch, engine: engine)
        try engine.prepareDevice(network.deviceNeed(parameterSets: 2), batch: batch ?? Self.batch)
        try network.parameters.copy(from: snapshot.parameters)
        network.parametersChanged()
    }

    /// The labels of the images that `activations` are of.
    package var testLabels: [UInt8] { Array(dataset.test.labels.prefix(description.testImages)) }

    /// The activations that the read-out gets (paper, Methods: those of the last time step), [node][image], for the test images
    /// that were used in training, in their order.
    ///
    /// - Throws: `DeviceError` if the device fails.
    package func activations() throws(DeviceError) -> ActivationMatrix {
        let images = description.testImages
        let nodes = description.hiddenNodes
        let indices = Array(0..<Int64(images))
        var values = [Float](repeating: 0, count: nodes * images)
        for first in stride(from: 0, to: images, by: network.capacity) {
            let batch = first..<min(images, first + network.capacity)
            engine.withSubnormalsFlushed {
                network.load(dataset.test, indices: indices.span.extracting(batch))
                network.forward()
            }
            guard let last = network.activations.last else { continue }
            values.withUnsafeMutableBufferPointer { values in
                for node in 0..<nodes {
                    for image in batch { values[node * images + image] = last[node, image - first] }
                }
            }
        }
        try engine.checkDevice()
        return ActivationMatrix(nodes: nodes, images: images, values: values)
    }

    /// The gradients of the mean loss with respect to the weights between hidden nodes, one batch of training images after the
    /// other: as many numbers as there are connections, in the mask's order.
    ///
    /// - Parameters:
    ///   - batches: how many; fewer where the training images do not fill them, at least one.
    ///   - body: called for each batch with its gradients, which hold until it returns.
    /// - Throws: what `body` throws; `DeviceError` if the device fails.
    package func gradients(batches: Int, of size: Int, _ body: ([Float]) throws -> Void) throws -> Int {
        let images = min(description.trainingImages, dataset.training.count)
        let size = min(size, images, network.capacity)
        let count = min(batches, images / size)
        let indices = Array(0..<Int64(images))
        for batch in 0..<count {
            let places = batch * size..<(batch + 1) * size
            engine.withSubnormalsFlushed {
                network.gradients.clear()
                network.load(dataset.training, indices: indices.span.extracting(places))
                network.forward()
                let labels = dataset.training.labels
                _ = network.loss(labels: labels.span.extracting(places), forTraining: true)
                network.backward()
            }
            let gradients = network.gradients.recurrentWeightsInMaskOrder()
            try engine.checkDevice()
            try body(gradients)
        }
        return count
    }
}

extension Dataset {
    /// Whether a network can have been trained and tested on this dataset, or on a part of it.
    package func holds(examplesOf network: Conditions) -> Bool {
        name == network.dataset && training.count >= network.trainingImages
            && test.count >= network.testImages
    }
}

/// Why a snapshot cannot be looked at.
package enum SnapshotError: Error, Equatable, CustomStringConvertible {
    /// Another dataset than that of the training, or a part of it.
    case dataset(wanted: Conditions, found: Dataset)

    /// One sentence for people.
    package var description: String {
        switch self {
        case .dataset(let wanted, let found):
            "The network was trained on \(wanted.trainingImages) examples of dataset \(wanted.dataset) (train_images) and tested "
                + "on \(wanted.testImages) (test_images), but --data is \(found.name) with \(found.training.count) and "
                + "\(found.test.count): give the dataset of the training."
        }
    }
}
