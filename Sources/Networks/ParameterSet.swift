import Compute
import Model

/// One number for each parameter of a network, in memory that kernels can work on: the parameters themselves, their
/// gradients, or one of Adam's moments. The arrays are those of `NetworkParameters`, except for the order of
/// connections.
package final class ParameterSet {
    /// All six arrays, in the order of `NetworkParameters.fields`.
    package let arrays: [AlignedArray<Float>]
    /// The order of connections in memory; nil means the mask's.
    private let tiles: ConnectionTiles?

    /// Zeros.
    package init(_ shape: NetworkShape, tiles: ConnectionTiles? = nil) {
        arrays = shape.parameterCounts.map { AlignedArray(count: $0) }
        self.tiles = tiles
    }

    /// Zeros for the same network, in the same order.
    package init(like other: ParameterSet) {
        arrays = other.arrays.map { AlignedArray(count: $0.count) }
        tiles = other.tiles
    }

    /// Input to hidden, [N][inputs].
    package var inputWeights: AlignedArray<Float> { arrays[0] }
    /// PyTorch's `bias_ih`, [N].
    package var inputBiases: AlignedArray<Float> { arrays[1] }
    /// One value for each connection, in the order of the tiles, if there are any, or the mask's.
    package var recurrentWeights: AlignedArray<Float> { arrays[2] }
    /// PyTorch's `bias_hh`, [N].
    package var recurrentBiases: AlignedArray<Float> { arrays[3] }
    /// Hidden to output, [classes][N].
    package var readoutWeights: AlignedArray<Float> { arrays[4] }
    /// Bias of the outputs, [classes].
    package var readoutBiases: AlignedArray<Float> { arrays[5] }

    /// Overwrites all numbers.
    ///
    /// - Throws: `ShapeMismatch` if the length of an array is wrong.
    package func copy(from parameters: NetworkParameters) throws(ShapeMismatch) {
        for (array, field) in zip(arrays, NetworkParameters.fields) {
            let values = parameters[keyPath: field.path]
            guard values.count == array.count else {
                throw ShapeMismatch(array: field.name, expected: array.count, found: values.count)
            }
            if let tiles, array === recurrentWeights {
                tiles.tiled(values, into: array)
            } else {
                array.copy(from: values)
            }
        }
    }

    /// A copy of all numbers, with connections in the mask's order.
    package func values() -> NetworkParameters {
        func numbers(_ array: AlignedArray<Float>) -> [Float] { Self.withOneNaN(array.array()) }
        return NetworkParameters(
            inputWeights: numbers(inputWeights), inputBiases: numbers(inputBiases),
            recurrentWeights: Self.withOneNaN(recurrentWeightsInMaskOrder()),
            recurrentBiases: numbers(recurrentBiases), readoutWeights: numbers(readoutWeights),
            readoutBiases: numbers(readoutBiases))
    }

    /// Which bits a NaN has depends on the processor, and files must not.
    private static func withOneNaN(_ numbers: consuming [Float]) -> [Float] {
        for i in numbers.indices where numbers[i].isNaN { numbers[i] = .nan }
        return numbers
    }

    /// A copy of `recurrentWeights`, in the mask's order.
    package func recurrentWeightsInMaskOrder() -> [Float] {
        tiles?.inMaskOrder(recurrentWeights) ?? recurrentWeights.array()
    }

    /// Reorders one value for each connection from the mask's order to the order of `recurrentWeights`.
    package func inMemoryOrder<Value>(_ values: [Value]) -> AlignedArray<Value> {
        guard let tiles else { return AlignedArray(values) }
        let out = AlignedArray<Value>(count: values.count)
        tiles.tiled(values, into: out)
        return out
    }

    /// Memory of all numbers.
    var bytes: Int { arrays.reduce(0) { $0 + $1.bytes } }

    /// Sets all numbers to zero.
    package func clear() {
        for array in arrays { array.clear() }
    }
}

/// Parameters or a state that belong to a network of a different shape.
package struct ShapeMismatch: Error, Equatable, CustomStringConvertible {
    /// Name of the array in files.
    package let array: String
    /// How many numbers the network has.
    package let expected: Int
    /// How many numbers there are.
    package let found: Int

    /// One sentence for people.
    package var description: String {
        "\(array) holds \(found) numbers, but this mask and dataset need \(expected); "
            + "use the state that was trained with the same mask and dataset."
    }
}
