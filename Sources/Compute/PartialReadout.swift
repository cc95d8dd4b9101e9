/// What the read-out gets of many images when nodes are left out, in float64 (paper, figures 5D and 5E).
package struct PartialReadout {
    /// [image][node].
    package let activations: AlignedArray<Float>
    /// For each image all nodes, those that are left out first at the front, [image][node].
    package let order: AlignedArray<Int32>
    /// [node][class].
    package let weights: AlignedArray<Double>
    /// [class].
    package let biases: AlignedArray<Double>
    /// How many nodes are left out, the most first.
    package let leftOut: AlignedArray<Int32>
    /// bias + Σ weight · activation over the nodes that are left, added from the back of the order, [image][number left out][class].
    package let sums: AlignedArray<Double>
    /// The first image of `activations` that is meant; the others follow.
    package let firstImage: Int
    /// Images in `order` and `sums`.
    package let images: Int

    package init(
        activations: AlignedArray<Float>, order: AlignedArray<Int32>, weights: AlignedArray<Double>,
        biases: AlignedArray<Double>, leftOut: AlignedArray<Int32>, sums: AlignedArray<Double>,
        firstImage: Int,
        images: Int
    ) {
        (self.activations, self.order, self.weights, self.biases) = (activations, order, weights, biases)
        (self.leftOut, self.sums, self.firstImage, self.images) = (leftOut, sums, firstImage, images)
    }

    var classes: Int { biases.count }
    var nodes: Int { weights.count / biases.count }
}

extension Engine {
    /// Computes `readout.sums`. Products of two float32 are exact in float64 and no sum is subnormal, so nothing needs to be flushed.
    package func readOut(_ readout: PartialReadout) {
        let (nodes, images) = (readout.nodes, readout.images)
        precondition(nodes > 0 && readout.weights.count == nodes * readout.classes)
        precondition((readout.firstImage + images) * nodes <= readout.activations.count)
        precondition(images * nodes <= readout.order.count)
        precondition(images * readout.leftOut.count * readout.classes <= readout.sums.count)
        kernels.readOut(readout)
    }
}

extension ProcessorKernels {
    /// Images of a block.
    private static let images = 16

    func readOut(_ readout: PartialReadout) {
        let blocks = (readout.images + Self.images - 1) / Self.images
        let image = ImageReadout(readout)
        forEachBlock(blocks) { block, _ in
            for place in block * Self.images..<min(readout.images, (block + 1) * Self.images) {
                image.sum(place)
            }
        }
    }
}

/// The sums of one image after the other; threads have different images.
private struct ImageReadout {
    let activations: UnsafeBufferPointer<Float>
    let order: UnsafeBufferPointer<Int32>
    let weights: UnsafeBufferPointer<Double>
    let biases: UnsafeBufferPointer<Double>
    let leftOut: UnsafeBufferPointer<Int32>
    let sums: UnsafeMutableBufferPointer<Double>
    let (nodes, classes, firstImage): (Int, Int, Int)

    init(_ readout: PartialReadout) {
        (activations, order) = (readout.activations.contents, readout.order.contents)
        (weights, biases) = (readout.weights.contents, readout.biases.contents)
        (leftOut, sums) = (readout.leftOut.contents, readout.sums.elements)
        (nodes, classes, firstImage) = (readout.nodes, readout.classes, readout.firstImage)
    }

    func sum(_ image: Int) {
        let (base, start) = ((firstImage + image) * nodes, image * nodes)
        var target = image * leftOut.count * classes
        var place = nodes
        for number in leftOut {
            for c in 0..<classes {
                sums[target + c] = place == nodes ? biases[c] : sums[target + c - classes]
            }
            while place > Int(number) {
                place -= 1
                let node = Int(order[start + place])
                let activation = Double(activations[base + node])
                if activation == 0 { continue }
                for c in 0..<classes { sums[target + c] += weights[node &* classes &+ c] * activation }
            }
            target += classes
        }
    }
}
