import Model
import Random

/// Expected in- and out-degrees with power laws: weights u^(−1/(γ−1)) of uniform u, γ being the exponent. With probability |ρ|
/// both of a node have the same u (for ρ < 0: u and 1 − u), else independent ones, so that their ranks have correlation ρ.
func scaleFreeConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    var random = NumPyRandom(seed: wiring.seed)
    let (correlation, power) = (wiring.real(.correlation), wiring.real(.exponent) - 1)
    var (inputs, outputs) = ([Double](), [Double]())
    for _ in 0..<wiring.hiddenNodes {
        let (own, other, mixed) = (random.rand(), random.rand(), random.rand())
        // `rand` may be 0, never 1.
        let same = correlation < 0 ? max(own, 0x1p-53) : 1 - own
        inputs.append(-ElementaryFunctions.log(1 - own) / power)
        outputs.append(-ElementaryFunctions.log(mixed < abs(correlation) ? same : 1 - other) / power)
    }
    return degreeConnections(wiring, inputs: inputs, outputs: outputs, &random)
}

/// Expected in- and out-degrees with lognormal distributions: the logarithms have standard deviation σ (`spread`) and, for each
/// node, the correlation ρ.
func lognormalConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    var random = NumPyRandom(seed: wiring.seed)
    let (inputs, outputs) = correlatedNormals(wiring, &random)
    return degreeConnections(wiring, inputs: inputs, outputs: outputs, &random)
}

/// Two normal numbers for each node, with standard deviation `spread` and correlation `correlation`.
func correlatedNormals(
    _ wiring: WiringParameters, _ random: inout NumPyRandom
) -> (first: [Double], second: [Double]) {
    let (correlation, spread) = (wiring.real(.correlation), wiring.real(.spread))
    let rest = (1 - correlation * correlation).squareRoot()
    var (first, second) = ([Double](), [Double]())
    for _ in 0..<wiring.hiddenNodes {
        let (one, other) = (random.standardNormal(), random.standardNormal())
        first.append(spread * one)
        second.append(spread * (correlation * one + rest * other))
    }
    return (first, second)
}

/// Node i gets an input from j with probability min(1, c·aᵢ·bⱼ) (Chung and Lu 2002), c such that the expected density is the one
/// asked for; drawn in time proportional to the number of connections (Miller and Hagberg 2011).
///
/// - Parameters:
///   - inputs: log aᵢ.
///   - outputs: log bⱼ.
private func degreeConnections(
    _ wiring: WiringParameters, inputs: [Double], outputs: [Double], _ random: inout NumPyRandom
) -> ConnectivityMask.Connections {
    let weights = DegreeWeights(inputs: inputs, outputs: outputs, allowsSelf: wiring.allowsSelf)
    let factor = weights.factor(expected: wiring.expected)
    var rows = RowBuilder(nodes: wiring.hiddenNodes, expected: wiring.expected)
    for post in 0..<wiring.hiddenNodes {
        let own = factor * weights.inputs[post]
        random.forEachSuccess(
            of: wiring.hiddenNodes, falling: { min(1, own * weights.falling[$0]) }
        ) {
            let pre = Int(weights.order[$0])
            if wiring.allowsSelf || pre != post { _ = rows.row.insert(pre) }
        }
        rows.endRow()
    }
    return rows.connections
}

/// The weights a and b of nodes, each relative to its largest.
private struct DegreeWeights {
    let inputs: [Double]
    let outputs: [Double]
    /// Nodes by b, largest first, and their b.
    let order: [Int32]
    let falling: [Double]
    private let fallingInputs: [Double]
    /// Sums of the first b.
    private let sums: [Double]
    private let allowsSelf: Bool

    init(inputs logInputs: [Double], outputs logOutputs: [Double], allowsSelf: Bool) {
        func weights(_ logarithms: [Double]) -> [Double] {
            let largest = logarithms.max() ?? 0
            return logarithms.map { max(ElementaryFunctions.exp($0 - largest), 1e-150) }
        }
        let (inputs, outputs) = (weights(logInputs), weights(logOutputs))
        order = (0..<Int32(outputs.count)).sorted { left, right in
            let (one, other) = (outputs[Int(left)], outputs[Int(right)])
            return one == other ? left < right : one > other
        }
        falling = order.map { outputs[Int($0)] }
        sums = falling.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        fallingInputs = inputs.sorted(by: >)
        (self.inputs, self.outputs, self.allowsSelf) = (inputs, outputs, allowsSelf)
    }

    /// The c with which that many pairs are connected on average, by bisection to the last bit.
    func factor(expected: Double) -> Double {
        var high = 1.0
        while connections(high) < expected && high < 0x1p1000 { high *= 2 }
        var low = high / 2
        while connections(low) > expected && low > 0x1p-1000 { (low, high) = (low / 2, low) }
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { return high }
            if connections(middle) < expected { low = middle } else { high = middle }
        }
    }

    /// Σ min(1, c·aᵢ·bⱼ) over all pairs: from the largest a to the smallest, ever fewer b reach 1.
    private func connections(_ factor: Double) -> Double {
        var (sum, saturated) = (0.0, falling.count)
        for input in fallingInputs {
            while saturated > 0 && factor * input * falling[saturated - 1] < 1 { saturated -= 1 }
            sum += Double(saturated) + factor * input * (sums[falling.count] - sums[saturated])
        }
        guard !allowsSelf else { return sum }
        for node in inputs.indices { sum -= min(1, factor * inputs[node] * outputs[node]) }
        return sum
    }
}
