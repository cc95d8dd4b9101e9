import Compute
import Formats
import Model

/// One layer with random weights and activations.
final class TimedLayer {
    private let engine: Engine
    private let images: Int
    private let tiles: ConnectionTiles?
    private let dense: any DenseProduct
    private let weights: AlignedArray<Float>
    private let weightsByRows: AlignedArray<Float>
    private let gradient: AlignedArray<Float>
    private let before: Activations
    private let delta: Activations
    private let out: Activations
    private let clock = ContinuousClock()

    init(_ mask: ConnectivityMask, images: Int, engine: Engine) {
        self.engine = engine
        self.images = images
        let n = mask.hiddenNodes
        tiles = mask.count == n * n ? nil : ConnectionTiles(mask)
        dense = engine.denseProduct(nodes: n)
        weights = AlignedArray(count: mask.count)
        weightsByRows = AlignedArray(count: tiles == nil ? 0 : mask.count)
        gradient = AlignedArray(count: mask.count)
        let stride = Activations.stride(images: images)
        before = Activations(rows: n, stride: stride)
        delta = Activations(rows: n, stride: stride)
        out = Activations(rows: n, stride: stride)
        var state: UInt32 = 1
        func random() -> Float {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) * 0x1p-24 + 0x1p-25
        }
        for k in 0..<mask.count { weights.pointer[k] = (random() - 0.5) / 100 }
        for activations in [before, delta] {
            for i in 0..<n { for b in 0..<images { activations.values.pointer[i * stride + b] = random() } }
            activations.active.elements.update(repeating: 1)
        }
        tiles?.sortByRows(weights, into: weightsByRows, on: engine)
    }

    func warmUp() {
        forward()
        backwardWithGradient()
    }

    /// One repetition of everything.
    func time(into report: inout LayerReport) {
        let forward = milliseconds(forward)
        let both = milliseconds(backwardWithGradient)
        report.spmmMs.append(forward)
        report.backwardKernelMs.append(both)
        report.forwardBackwardMs.append(forward + both)
        if tiles != nil { report.backwardMs.append(milliseconds(backward)) }
    }

    private func milliseconds(_ body: () -> Void) -> Double { clock.measure(body).milliseconds }

    private func forward() {
        if let tiles {
            engine.multiply(
                start: .zero, sparse: SparseTerm(tiles, weightsByRows: weightsByRows, factor: before),
                function: .relu, images: images, into: out)
        } else {
            engine.multiply(start: .zero, images: images, into: out)
            dense.addProduct(weights, before, images: images, to: out)
            engine.multiply(start: .matrix(out), function: .relu, images: images, into: out)
        }
    }

    private func backward() {
        guard let tiles else { return }
        engine.multiply(
            start: .zero, sparse: SparseTerm(tiles, transposed: weights, delta: delta),
            function: .reluDerivative(before), activeRows: before.active, images: images, into: out)
    }

    private func backwardWithGradient() {
        if let tiles {
            engine.multiply(
                start: .zero,
                sparse: SparseTerm(tiles, transposed: weights, delta: delta, gradient: gradient),
                function: .reluDerivative(before), activeRows: before.active, images: images, into: out)
        } else {
            dense.transposedProduct(weights, delta, wanted: before.active, images: images, into: out)
            engine.multiply(start: .matrix(out), function: .reluDerivative(before), images: images, into: out)
            dense.addOuterProduct(delta, before, to: gradient)
        }
    }
}
