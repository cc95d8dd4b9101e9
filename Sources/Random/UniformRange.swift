/// The step from an output to a float32 in [lower, upper), as PyTorch computes it: the low 24 bits x, over 2²⁴,
/// become x·width + lower by a fused multiply-add, that is, rounded once. What is rounded up to `upper` becomes
/// `lower`.
struct UniformRange {
    private let lower: Float
    private let upper: Float
    /// upper - lower, rounded to float32.
    private let width: Float
    /// Whether x·width + lower is exact in double, so that going through double rounds only once, too: vector units
    /// without a fused multiply-add are fast at that. Only a lower bound that is tiny but not zero needs the slow
    /// way.
    private let isExactInDouble: Bool

    init(from lower: Float, to upper: Float) {
        precondition(lower <= upper, "[\(lower), \(upper)) is not a range: the lower bound comes first")
        self.lower = lower
        self.upper = upper
        width = upper - lower
        // x·width has 48 bits, and its lowest bit is 47 places below the first bit of `width`; `lower` must have none
        // below that. At the upper end the sum needs no more than 53 bits: if `lower` starts 5 or more places above
        // `width`, then both bounds are multiples of nearly the same power of two, and `width` is short.
        isExactInDouble = lower == 0 || width == 0 || lower.exponent >= width.exponent - 24
    }

    /// One number.
    @inline(__always)
    func value(_ output: UInt32) -> Float {
        isExactInDouble ? throughDouble(output) : fused(output)
    }

    /// Converts all outputs, to the front of `values`.
    @inline(__always)
    func convert(_ outputs: UnsafeBufferPointer<UInt32>, into values: UnsafeMutableBufferPointer<Float>) {
        if isExactInDouble {
            for index in 0..<outputs.count {
                values.initializeElement(at: index, to: throughDouble(outputs[index]))
            }
        } else {
            for index in 0..<outputs.count {
                values.initializeElement(at: index, to: fused(outputs[index]))
            }
        }
    }

    @inline(__always)
    private func throughDouble(_ output: UInt32) -> Float {
        let unit = Double(Int32(bitPattern: output & 0xff_ffff)) * 0x1p-24
        return halfOpen(Float(unit * Double(width) + Double(lower)))
    }

    @inline(__always)
    private func fused(_ output: UInt32) -> Float {
        let unit = Float(Int32(bitPattern: output & 0xff_ffff)) * 0x1p-24
        return halfOpen(lower.addingProduct(unit, width))
    }

    @inline(__always)
    private func halfOpen(_ value: Float) -> Float {
        value == upper ? lower : value
    }
}
