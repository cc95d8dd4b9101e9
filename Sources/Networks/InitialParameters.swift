import Model
import Random

/// The parameters of an untrained network, drawn bit for bit as PyTorch and the authors' notebook draw them
/// (paper, Methods).
package enum InitialParameters {
    /// The bound of the recurrent weights in the paper: uniform in ±0.001.
    package static let recurrentBound: Float = 0.001

    /// The bound of the recurrent weights: the paper's, or, with a gain, gain/√(E/N), which keeps the spectral radius of N nodes with E
    /// connections at gain/√3 for any N and E.
    package static func recurrentBound(gain: Double?, _ mask: ConnectivityMask) -> Float {
        guard let gain else { return recurrentBound }
        let inputs = Double(mask.count) / Double(mask.hiddenNodes)
        return Float(gain / inputs.squareRoot())
    }

    /// Draws all parameters: PyTorch's defaults for the hidden layers (the N² weights between hidden nodes are thrown away)
    /// and for the read-out, then the weights between hidden nodes.
    ///
    /// - Parameters:
    ///   - recurrentBound: the bound of the weights between hidden nodes.
    ///   - signs: factors for the weights of each node under Dale's rule, as in `drawRecurrentWeights`.
    ///   - start: a mask; weights outside it start at zero.
    package static func draw(
        _ shape: NetworkShape, mask: ConnectivityMask, bound recurrentBound: Float = recurrentBound,
        signs: [Float]? = nil, start: ConnectivityMask? = nil, from random: inout TorchRandom
    ) -> NetworkParameters {
        let n = shape.hiddenNodes
        let bound = Float(1 / Double(n).squareRoot())
        let (inputWeights, inputBiases, recurrentBiases) = drawHiddenLayers(shape, bound, from: &random)
        let readoutBound = linearWeightBound(inputs: n)
        let readoutWeights = random.uniform(shape.classes * n, from: -readoutBound, to: readoutBound)
        let readoutBiases = random.uniform(shape.classes, from: -bound, to: bound)
        let recurrentWeights = drawRecurrentWeights(
            mask, bound: recurrentBound, signs: signs, start: start, from: &random)
        return NetworkParameters(
            inputWeights: inputWeights, inputBiases: inputBiases, recurrentWeights: recurrentWeights,
            recurrentBiases: recurrentBiases, readoutWeights: readoutWeights, readoutBiases: readoutBiases)
    }

    /// Weights and biases of the input and biases of the hidden nodes, in PyTorch's order. For `nn.RNN`, both weights
    /// come before both biases, all within ±1/√N; for two `nn.Linear`, layer by layer, the first within ±1/√inputs.
    private static func drawHiddenLayers(
        _ shape: NetworkShape, _ bound: Float, from random: inout TorchRandom
    ) -> ([Float], [Float], [Float]) {
        let n = shape.hiddenNodes
        switch shape.kind {
        case .rnn:
            let weights = random.uniform(n * shape.inputs, from: -bound, to: bound)
            random.discardUniform(n * n)
            let inputBiases = random.uniform(n, from: -bound, to: bound)
            return (weights, inputBiases, random.uniform(n, from: -bound, to: bound))
        case .feedforward:
            let weightBound = linearWeightBound(inputs: shape.inputs)
            let weights = random.uniform(n * shape.inputs, from: -weightBound, to: weightBound)
            let inputBound = Float(1 / Double(shape.inputs).squareRoot())
            let inputBiases = random.uniform(n, from: -inputBound, to: inputBound)
            random.discardUniform(n * n)
            return (weights, inputBiases, random.uniform(n, from: -bound, to: bound))
        }
    }

    /// The bound of weights of `nn.Linear`: PyTorch's Kaiming bound with a = √5, in its own arithmetic. It equals
    /// 1/√inputs except for the last bit of the double (float32 is the same for every N up to 30,000).
    static func linearWeightBound(inputs: Int) -> Float {
        let gain = (2.0 / (1 + 5.0.squareRoot() * 5.0.squareRoot())).squareRoot()
        return Float(3.0.squareRoot() * (gain / Double(inputs).squareRoot()))
    }

    /// Draws N² weights uniform in ±`bound`, row by row, and keeps those of the mask's connections; with a full mask,
    /// all. Under Dale's rule they are uniform in (0, `bound`), and those of inhibitory nodes are multiplied by minus
    /// the rule's scale.
    ///
    /// Apart from the connections, only one row is held.
    /// - Parameters:
    ///   - signs: factors for each presynaptic node's weights, under Dale's rule.
    ///   - start: a mask; weights outside it start at zero, although they are connections (paper, figure S5B).
    package static func drawRecurrentWeights(
        _ mask: ConnectivityMask, bound: Float = recurrentBound, signs: [Float]? = nil,
        start: ConnectivityMask? = nil, from random: inout TorchRandom
    ) -> [Float] {
        let n = mask.hiddenNodes
        let low = signs == nil ? -bound : 0
        return [Float](unsafeUninitializedCapacity: mask.count) { weights, count in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: n) { row in
                row.initialize(repeating: 0)
                for i in 0..<n {
                    var numbers = row.mutableSpan
                    random.uniform(into: &numbers, from: low, to: bound)
                    if let signs { for j in 0..<n { row[j] *= signs[j] } }
                    start?.clearUnconnected(row, ofRow: i)
                    count += mask.keep(row, ofRow: i, in: weights, at: count)
                }
            }
        }
    }
}

extension InitialParameters {
    /// Gives weights lognormal magnitudes with the mean of uniform ones; their signs, and zeros, stay.
    ///
    /// The logarithm of a magnitude is normal, with standard deviation σ; numbers are those of `RandomState(seed).standard_normal`, in the
    /// order of connections. The mean is half of `bound`, so that of exp(σ z) is divided out: exp(σ²/2).
    ///
    /// - Parameter scales: factors of the magnitudes, by presynaptic node (Dale's rule); nil: 1.
    package static func spread(
        _ weights: inout [Float], _ mask: ConnectivityMask, by spread: Double, bound: Float = recurrentBound,
        scales: [Float]?, seed: UInt32
    ) {
        var random = NumPyRandom(seed: seed)
        let mean = Double(bound) / 2
        var connection = 0
        mask.forEachPresynapticNode { node in
            let logarithm = spread * random.standardNormal() - spread * spread / 2
            let magnitude = Float(mean * ElementaryFunctions.exp(logarithm)) * (scales?[node].magnitude ?? 1)
            let weight = weights[connection]
            if weight != 0 { weights[connection] = weight < 0 ? -magnitude : magnitude }
            connection += 1
        }
    }
}

extension InitialParameters {
    /// Gives weights magnitudes in proportion to those that were measured, with the mean of uniform ones; their signs, and zeros, stay.
    ///
    /// - Parameters:
    ///   - measured: a number for each connection, in the mask's order, at least one of them not zero.
    ///   - scales: factors of the magnitudes, by presynaptic node (Dale's rule); nil: 1.
    package static func scale(
        _ weights: inout [Float], _ mask: ConnectivityMask, to measured: [Double],
        bound: Float = recurrentBound, scales: [Float]?
    ) {
        let factor = Double(bound) / 2 / (measured.map(\.magnitude).reduce(0, +) / Double(measured.count))
        var connection = 0
        mask.forEachPresynapticNode { node in
            let magnitude =
                Float(factor * measured[connection].magnitude) * (scales?[node].magnitude ?? 1)
            let weight = weights[connection]
            if weight != 0 { weights[connection] = weight < 0 ? -magnitude : magnitude }
            connection += 1
        }
    }
}

extension InitialParameters {
    /// Multiplies weights by a factor of their presynaptic node.
    package static func multiply(_ weights: inout [Float], _ mask: ConnectivityMask, by factors: [Float]) {
        var connection = 0
        mask.forEachPresynapticNode { node in
            weights[connection] *= factors[node]
            connection += 1
        }
    }
}

extension ConnectivityMask {
    /// Copies the values of row `i`'s connections to `values`; returns how many there are.
    fileprivate func keep(
        _ row: UnsafeMutableBufferPointer<Float>, ofRow i: Int, in values: UnsafeMutableBufferPointer<Float>,
        at first: Int
    ) -> Int {
        switch connections {
        case .all:
            _ = values[first..<first + row.count].initialize(fromContentsOf: row)
            return row.count
        case .rows(let rowStarts, let columns):
            for c in rowStarts[i]..<rowStarts[i + 1] {
                values.initializeElement(at: c, to: row[Int(columns[c])])
            }
            return rowStarts[i + 1] - rowStarts[i]
        }
    }

    /// Sets the values of row `i` to zero where there is no connection.
    fileprivate func clearUnconnected(_ row: UnsafeMutableBufferPointer<Float>, ofRow i: Int) {
        guard case .rows(let rowStarts, let columns) = connections else { return }
        var next = 0
        for c in rowStarts[i]..<rowStarts[i + 1] {
            let column = Int(columns[c])
            row[next..<column].update(repeating: 0)
            next = column + 1
        }
        row[next...].update(repeating: 0)
    }
}
