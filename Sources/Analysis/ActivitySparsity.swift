import Model

/// How many nodes are active in response to an image, and how strongly (paper, figures 5B and 5C).
///
/// Active is a node whose activation at the last time step is not zero.
package struct ActivitySparsity: Equatable, Sendable {
    /// For each image, the fraction of nodes that are active, 0...1.
    package let activeFractions: [Double]
    /// Mean over the images of the fraction of active nodes.
    package let meanFraction: Double
    /// Sample standard deviation (n - 1) over the images of the fraction of active nodes; NaN for one image.
    package let sdFraction: Double
    /// The largest fraction of active nodes of any image.
    package let largestFraction: Double
    /// Images by fraction of active nodes; bins over 0...1.
    package let fractionHistogram: Histogram
    /// For each node, the number of images in which it is active.
    package let activeImages: [Int]
    /// Activations other than zero, of all nodes and images.
    package let activeCount: Int
    /// Mean of these; NaN where there is none.
    package let meanActivation: Double
    /// Mean magnitude of these, which differs where activations can be negative; NaN where there is none.
    package let meanMagnitude: Double
    /// These in bins of equal width.
    package let activations: Histogram
    /// All activations, on a logarithmic axis to either side of zero.
    package let logActivations: SignedLogHistogram

    /// Measures all activations, in one pass, a block of nodes at a time; sums run in the order of nodes, then of images.
    ///
    /// - Parameters:
    ///   - fractionBins: bins of `fractionHistogram`.
    ///   - linear: empty bins for `activations`; what lies outside is counted as such.
    ///   - logarithmic: empty bins for `logActivations`.
    /// - Throws: `AnalysisError.tooFew` without nodes or images, `AnalysisError.notANumber`, what reading throws.
    package init(
        of source: some ActivationBlocks, fractionBins: Int = 100,
        linear: Histogram = Histogram(bins: 200, over: 0...10),
        logarithmic: SignedLogHistogram = SignedLogHistogram(decades: -8...4)
    ) throws {
        let (nodes, images) = (source.nodes, source.images)
        for (what, count) in [("nodes", nodes), ("images", images)] where count < 1 {
            throw AnalysisError.tooFew("\(what) for the sparsity of activity", found: count, needed: 1)
        }
        var sums = ActivitySums(images: images, activations: linear, logActivations: logarithmic)
        for block in source.blocks(maximum: 1 << 23) {
            try sums.add(source.read(block), firstNode: block.lowerBound)
        }

        activeFractions = sums.activeNodes.map { Double($0) / Double(nodes) }
        meanFraction = activeFractions.mean
        sdFraction = activeFractions.sampleStandardDeviation ?? .nan
        largestFraction = activeFractions.max() ?? .nan
        var fractions = Histogram(bins: fractionBins, over: 0...1)
        for fraction in activeFractions { fractions.add(fraction) }
        fractionHistogram = fractions
        activeImages = sums.activeImages
        activeCount = sums.activeImages.reduce(0, +)
        meanActivation = sums.sum / Double(activeCount)
        meanMagnitude = sums.magnitudes / Double(activeCount)
        (activations, logActivations) = (sums.activations, sums.logActivations)
    }
}

/// What is added up over blocks of nodes.
private struct ActivitySums {
    /// By image: active nodes.
    var activeNodes: [Int]
    /// By node: images in which it is active.
    var activeImages: [Int] = []
    var sum = 0.0
    var magnitudes = 0.0
    var activations: Histogram
    var logActivations: SignedLogHistogram

    init(images: Int, activations: Histogram, logActivations: SignedLogHistogram) {
        activeNodes = [Int](repeating: 0, count: images)
        (self.activations, self.logActivations) = (activations, logActivations)
    }

    mutating func add(_ values: [Float], firstNode: Int) throws {
        let images = activeNodes.count
        for start in stride(from: 0, to: values.count, by: images) {
            var active = 0
            for image in 0..<images where values[start + image] != 0 {
                let value = Double(values[start + image])
                guard value.isFinite else {
                    throw AnalysisError.notANumber(
                        "activation of node \(firstNode + start / images) in image \(image)")
                }
                active += 1
                activeNodes[image] += 1
                sum += value
                magnitudes += abs(value)
                activations.add(value)
                logActivations.add(value)
            }
            activeImages.append(active)
            logActivations.addZeros(images - active)
        }
    }
}
