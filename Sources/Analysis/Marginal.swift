import Compute

/// One node's activations as mutual information sees them: scaled, with noise, and in order. Reused for many nodes.
final class Marginal {
    /// Which of the two arguments of `mutual_info_regression` this is.
    enum Role {
        /// The feature, whose standard deviation counts as zero below ten units in the last place of 1.
        case feature
        /// The target, whose standard deviation counts as zero only if it is.
        case target
    }

    /// Images.
    let count: Int
    /// What the noise is multiplied by.
    private(set) var amplitude = 0.0
    /// Whether no number but exact zeros comes near the noise around zero, whatever its seed.
    private(set) var isSeparated = false
    /// By image: scaled and with noise, once that is arranged.
    var values: UnsafePointer<Double> { UnsafePointer(valueMemory.pointer) }
    /// By image: 1 where the node is silent.
    var silent: UnsafePointer<UInt8> { UnsafePointer(silentMemory.pointer) }
    /// Images in ascending order of `values`.
    var order: UnsafePointer<Int32> { UnsafePointer(orderMemory.pointer) }
    /// By image: its place in `order`.
    var place: UnsafePointer<Int32> { UnsafePointer(placeMemory.pointer) }
    /// `values` in ascending order.
    var sorted: UnsafePointer<Double> { UnsafePointer(sortedMemory.pointer) }
    /// Of the first images in the order of the noise, how many are silent, 0...count; after `countSilent`.
    var silentBefore: UnsafePointer<Int32> { UnsafePointer(silentBeforeMemory.pointer) }

    private let role: Role
    private let largestNoise: Double
    private let radix: RadixSort
    private let scaledMemory, valueMemory, sortedMemory, scratch: AlignedArray<Double>
    private let silentMemory: AlignedArray<UInt8>
    private let orderMemory, placeMemory, silentBeforeMemory: AlignedArray<Int32>

    /// - Parameters:
    ///   - count: images.
    ///   - largestNoise: the largest magnitude of the noise of all seeds.
    init(_ role: Role, count: Int, largestNoise: Double) {
        (self.role, self.count, self.largestNoise) = (role, count, largestNoise)
        radix = RadixSort(capacity: count)
        scaledMemory = AlignedArray(count: count)
        (valueMemory, sortedMemory) = (AlignedArray(count: count), AlignedArray(count: count))
        (scratch, silentMemory) = (AlignedArray(count: count), AlignedArray(count: count))
        (orderMemory, placeMemory) = (AlignedArray(count: count), AlignedArray(count: count))
        silentBeforeMemory = AlignedArray(count: count + 1)
    }

    /// Takes the activations of another node, all finite; then its noise is to be arranged.
    ///
    /// - Precondition: there is one for each image.
    func load<Number: BinaryFloatingPoint>(_ activations: UnsafeBufferPointer<Number>) {
        precondition(activations.count == count)
        let scaled = scaledMemory.pointer
        for image in 0..<count { scaled[image] = Double(activations[image]) }
        scaleToUnitVariance(scaled)
        measureNoise(scaled)
    }

    /// Adds 10⁻¹⁰ · max(1, mean magnitude) times the noise of one seed, so that no two numbers are equal, and orders the images.
    ///
    /// - Parameter order: images in ascending order of `noise`.
    func arrange(_ noise: [Double], order noiseOrder: [Int32]) {
        let (scaled, values) = (scaledMemory.pointer, valueMemory.pointer)
        noise.withUnsafeBufferPointer { noise in
            for image in 0..<count { values[image] = scaled[image] + amplitude * noise[image] }
        }
        arrange(values, noiseOrder)
    }

    /// Divides by the standard deviation (over n, not n - 1), without taking the mean away.
    private func scaleToUnitVariance(_ values: UnsafeMutablePointer<Double>) {
        let mean = pairwiseSum(UnsafeBufferPointer(scaledMemory.elements)) / Double(count)
        let squares = scratch.pointer
        for image in 0..<count {
            let difference = values[image] - mean
            squares[image] = difference * difference
        }
        let deviation = (pairwiseSum(UnsafeBufferPointer(scratch.elements)) / Double(count)).squareRoot()
        let isConstant = role == .feature ? deviation < 10 * Double.ulpOfOne : deviation == 0
        if isConstant { return }
        for image in 0..<count { values[image] /= deviation }
    }

    /// How large the noise will be, and where the node is silent.
    private func measureNoise(_ values: UnsafeMutablePointer<Double>) {
        let (magnitudes, silent) = (scratch.pointer, silentMemory.pointer)
        for image in 0..<count { magnitudes[image] = abs(values[image]) }
        let meanMagnitude = pairwiseSum(UnsafeBufferPointer(scratch.elements)) / Double(count)
        amplitude = 1e-10 * max(1, meanMagnitude)
        var smallest = Double.infinity
        for image in 0..<count {
            let isSilent = values[image] == 0
            silent[image] = isSilent ? 1 : 0
            if !isSilent { smallest = min(smallest, magnitudes[image]) }
        }
        // The noise around zero reaches as far as its largest number, that of other numbers back by as much, and
        // neighbours within the noise are at most twice as far apart.
        isSeparated = smallest > 8 * amplitude * largestNoise
    }

    /// Orders the images. Silent ones are in the order of their noise, which is the same for all nodes.
    private func arrange(_ values: UnsafeMutablePointer<Double>, _ noiseOrder: [Int32]) {
        let silentCount = isSeparated ? countSilent(order: noiseOrder) : 0
        let (order, sorted, place) = (orderMemory.pointer, sortedMemory.pointer, placeMemory.pointer)
        var others = 0
        for image in 0..<count where silentCount == 0 || silent[image] == 0 {
            order[others] = Int32(truncatingIfNeeded: image)
            others &+= 1
        }
        radix.sort(UnsafeMutableBufferPointer(start: order, count: others), by: values)
        if silentCount > 0 { insertSilent(silentCount, others, order, noiseOrder) }
        for index in 0..<count {
            let image = Int(order[index])
            sorted[index] = values[image]
            place[image] = Int32(truncatingIfNeeded: index)
        }
    }

    /// Fills `silentBefore` for noise with the images in this order; returns the number of silent images.
    @discardableResult
    func countSilent(order noiseOrder: [Int32]) -> Int {
        let before = silentBeforeMemory.pointer
        before[0] = 0
        noiseOrder.withUnsafeBufferPointer { noiseOrder in
            for index in 0..<count {
                before[index &+ 1] = before[index] &+ Int32(silent[Int(noiseOrder[index])])
            }
        }
        return Int(before[count])
    }

    /// Moves the positive ones of the `others` first in `order` up, and puts the silent images before them.
    private func insertSilent(
        _ silentCount: Int, _ others: Int, _ order: UnsafeMutablePointer<Int32>, _ noiseOrder: [Int32]
    ) {
        let negative = partition(others) { values[Int(order[$0])] > 0 }
        for index in stride(from: others - 1, through: negative, by: -1) {
            order[index &+ silentCount] = order[index]
        }
        var next = negative
        noiseOrder.withUnsafeBufferPointer { noiseOrder in
            for image in noiseOrder where silent[Int(image)] == 1 {
                order[next] = image
                next &+= 1
            }
        }
    }

    /// How many numbers have a distance of at most `radius`, rounded to a double, from that of `image`, itself included.
    @inline(__always)
    func countWithin(_ radius: Double, of image: Int) -> Int { within(radius, of: image).count }

    /// The places in `sorted` of the numbers at most `radius` from that of `image`.
    @inline(__always)
    private func within(_ radius: Double, of image: Int) -> Range<Int> {
        let (sorted, centre, middle) = (sorted, values[image], Int(place[image]))
        let first = partition(middle) { centre - sorted[$0] <= radius }
        let after = partition(count &- middle &- 1) { sorted[middle &+ 1 &+ $0] - centre > radius }
        return Range(uncheckedBounds: (first, middle &+ 1 &+ after))
    }

    /// How many numbers are nearer than `radius` to that of `image`, itself included, and how many differ from being just as far by
    /// at most `margin`; of these, no more than two are counted.
    @inline(__always)
    func neighbours(nearer radius: Double, of image: Int, margin: Double) -> (nearer: Int, atRadius: Int) {
        let (sorted, centre, middle) = (sorted, values[image], Int(place[image]))
        let inside = within(max(0, radius.nextDown), of: image)
        let (least, most) = (radius - margin, radius + margin)
        var found = 0
        var place = inside.lowerBound
        while place < middle, found < 2, centre - sorted[place] >= least {
            (place, found) = (place &+ 1, found &+ 1)
        }
        place = inside.lowerBound &- 1
        while place >= 0, found < 2, centre - sorted[place] <= most {
            (place, found) = (place &- 1, found &+ 1)
        }
        place = inside.upperBound &- 1
        while place > middle, found < 2, sorted[place] - centre >= least {
            (place, found) = (place &- 1, found &+ 1)
        }
        place = inside.upperBound
        while place < count, found < 2, sorted[place] - centre <= most {
            (place, found) = (place &+ 1, found &+ 1)
        }
        return (inside.count, found)
    }
}
