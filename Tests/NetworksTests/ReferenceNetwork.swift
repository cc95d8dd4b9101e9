import Foundation
@testable import Model
import Networks

/// The same network in double precision, plain and slow: the loss as a function of the parameters.
struct ReferenceNetwork {
    let shape: NetworkShape
    let mask: ConnectivityMask
    let nonlinearity: Nonlinearity

    /// Mean cross entropy of images [image][step][input], pixels divided by 255.
    func loss(_ parameters: [[Double]], pixels: [UInt8], labels: [UInt8]) -> Double {
        let size = shape.steps * shape.inputs
        return labels.indices.reduce(0.0) { sum, image in
            let logits = self.logits(parameters, Array(pixels[image * size..<(image + 1) * size]))
            let total = logits.reduce(0.0) { $0 + exp($1) }
            return sum + log(total) - logits[Int(labels[image])]
        } / Double(labels.count)
    }

    func logits(_ p: [[Double]], _ pixels: [UInt8]) -> [Double] {
        let n = shape.hiddenNodes
        if shape.kind == .feedforward { return feedforwardLogits(p, pixels) }
        var h = [Double](repeating: 0, count: n)
        for t in 0..<shape.steps {
            var next = [Double](repeating: 0, count: n)
            for i in 0..<n {
                var sum = p[1][i] + p[3][i]
                for k in 0..<shape.inputs {
                    sum += p[0][i * shape.inputs + k] * Double(pixels[t * shape.inputs + k]) / 255
                }
                for (c, j) in connections(i) { sum += p[2][c] * h[j] }
                next[i] = function(sum)
            }
            h = next
        }
        return readout(p, h)
    }

    private func feedforwardLogits(_ p: [[Double]], _ pixels: [UInt8]) -> [Double] {
        var first = p[1]
        var second = p[3]
        for i in 0..<shape.hiddenNodes {
            for k in 0..<shape.inputs { first[i] += p[0][i * shape.inputs + k] * Double(pixels[k]) / 255 }
            first[i] = function(first[i])
        }
        for i in 0..<shape.hiddenNodes {
            for (c, j) in connections(i) { second[i] += p[2][c] * first[j] }
            second[i] = function(second[i])
        }
        return readout(p, second)
    }

    private func readout(_ p: [[Double]], _ h: [Double]) -> [Double] {
        let n = shape.hiddenNodes
        return (0..<shape.classes).map { c in
            p[5][c] + (0..<n).reduce(0.0) { $0 + p[4][c * n + $1] * h[$1] }
        }
    }

    private func function(_ sum: Double) -> Double { nonlinearity == .relu ? max(0, sum) : tanh(sum) }

    private func connections(_ i: Int) -> [(Int, Int)] {
        switch mask.connections {
        case .all: (0..<shape.hiddenNodes).map { (i * shape.hiddenNodes + $0, $0) }
        case .rows(let starts, let columns): (starts[i]..<starts[i + 1]).map { ($0, Int(columns[$0])) }
        }
    }

    /// Central differences of the loss, one number for each parameter.
    func gradient(_ parameters: [[Double]], pixels: [UInt8], labels: [UInt8]) -> [[Double]] {
        var moved = parameters
        return parameters.indices.map { a in
            parameters[a].indices.map { i in
                let step = 1e-6
                moved[a][i] = parameters[a][i] + step
                let above = loss(moved, pixels: pixels, labels: labels)
                moved[a][i] = parameters[a][i] - step
                let below = loss(moved, pixels: pixels, labels: labels)
                moved[a][i] = parameters[a][i]
                return (above - below) / (2 * step)
            }
        }
    }
}
