import Formats
import Random

/// The parameters of an untrained network, drawn bit for bit as PyTorch and the authors' notebook draw them
/// (paper, Methods).
public enum InitialParameters {
    /// The bound of the recurrent weights: uniform in ±0.001.
    public static let recurrentBound: Float = 0.001

    /// Draws all parameters: PyTorch's defaults for the recurrent layer (its N² recurrent weights are thrown away) and for
    /// the read-out, then the recurrent weights.
    public static func draw(
        _ shape: NetworkShape, mask: ConnectivityMask, from random: inout TorchRandom
    ) -> NetworkParameters {
        let n = shape.hiddenNodes
        let bound = Float(1 / Double(n).squareRoot())
        let inputWeights = random.uniform(n * shape.inputs, from: -bound, to: bound)
        random.discardUniform(n * n)
        let inputBiases = random.uniform(n, from: -bound, to: bound)
        let recurrentBiases = random.uniform(n, from: -bound, to: bound)
        let readoutBound = readoutWeightBound(inputs: n)
        let readoutWeights = random.uniform(shape.classes * n, from: -readoutBound, to: readoutBound)
        let readoutBiases = random.uniform(shape.classes, from: -bound, to: bound)
        let recurrentWeights = drawRecurrentWeights(mask, from: &random)
        return NetworkParameters(
            inputWeights: inputWeights, inputBiases: inputBiases, recurrentWeights: recurrentWeights,
            recurrentBiases: recurrentBiases, readoutWeights: readoutWeights, readoutBiases: readoutBiases)
    }

    /// PyTorch's Kaiming bound with a = √5, in its own arithmetic: equal to 1/√inputs but for the last bit of the double
    /// (float32 is the same for every N up to 30,000).
    static func readoutWeightBound(inputs: Int) -> Float {
        let gain = (2.0 / (1 + 5.0.squareRoot() * 5.0.squareRoot())).squareRoot()
        return Float(3.0.squareRoot() * (gain / Double(inputs).squareRoot()))
    }

    /// Draws N² weights uniform in ±0.001, row by row, and keeps those of the mask's connections; with a full mask, all.
    ///
    /// Besides the connections, only one row is held.
    public static func drawRecurrentWeights(_ mask: ConnectivityMask, from random: inout TorchRandom)
        -> [Float]
    {
        let n = mask.hiddenNodes
        switch mask.connections {
        case .all:
            return random.uniform(n * n, from: -recurrentBound, to: recurrentBound)
        case .rows(let rowStarts, let columns):
            return [Float](unsafeUninitializedCapacity: columns.count) { weights, count in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: n) { row in
                    for i in 0..<n {
                        random.uniform(into: row, from: -recurrentBound, to: recurrentBound)
                        for c in rowStarts[i]..<rowStarts[i + 1] {
                            weights.initializeElement(at: c, to: row[Int(columns[c])])
                        }
                    }
                }
                count = columns.count
            }
        }
    }
}
