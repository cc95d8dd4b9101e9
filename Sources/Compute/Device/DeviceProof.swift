import CKernels
import Model

extension Engine {
    /// Compares every operation of the device with the processor's, on numbers at the borders of what can be represented: a device
    /// whose subnormal results are flushed in another way differs on 6 % of them, and on no usual number.
    ///
    /// - Throws: `DeviceError` with the first numbers that differ, or if the device fails.
    package func proveArithmetic() throws(DeviceError) {
        guard let device else { return }
        let numbers = BorderNumbers(count: 1 << 13)
        let expected = AlignedArray<Float>(count: Self.operations.count * numbers.count)
        withSubnormalsFlushed {
            sc_operations(
                numbers.count, numbers.a.pointer, numbers.b.pointer, numbers.c.pointer, expected.pointer)
        }
        let found = AlignedArray<Float>(count: expected.count)
        device.launch(
            .operations, groups: (numbers.count + 255) / 256,
            [.int(numbers.count)] + [numbers.a, numbers.b, numbers.c].map { $0.buffer(on: device) }
                + [found.buffer(on: device, .overwrite)])
        let results = found.contents
        try device.check()
        for (place, (found, expected)) in zip(results, expected.contents).enumerated()
        where found.bitPattern != expected.bitPattern && !(found.isNaN && expected.isNaN) {
            let i = place % numbers.count
            throw .differs(
                device.description,
                "\(Self.operations[place / numbers.count]) of \(numbers.a[i]), \(numbers.b[i]), \(numbers.c[i]) gives \(found) "
                    + "instead of \(expected)")
        }
    }

    /// Compares sums of the read-out that leave nodes out.
    ///
    /// - Throws: `DeviceError` with the first numbers that differ, or if the device fails.
    package func proveReadout() throws(DeviceError) {
        guard let device else { return }
        let (images, nodes, classes) = (40, 90, 10)
        func number(_ i: Int) -> Double { Double(i &* 7919 % 1009) / 504.5 - 1 }
        func readout() -> PartialReadout {
            PartialReadout(
                activations: AlignedArray((0..<2 * images * nodes).map { max(0, Float(number($0))) }),
                order: AlignedArray((0..<images * nodes).map { Int32($0 % nodes * 7 % nodes) }),
                weights: AlignedArray((0..<nodes * classes).map { Double(Float(number($0 + 1))) }),
                biases: AlignedArray((0..<classes).map { Double(Float(number($0 + 2))) }),
                leftOut: AlignedArray([80, 45, 45, 0]), sums: AlignedArray(count: images * 4 * classes),
                firstImage: images, images: images)
        }
        let (expected, found) = (readout(), readout())
        processor.readOut(expected)
        readOut(found)
        let sums = found.sums.contents
        try device.check()
        for (place, (found, expected)) in zip(sums, expected.sums.contents).enumerated()
        where found.bitPattern != expected.bitPattern {
            throw .differs(
                device.description, "sum \(place) of a read-out is \(found) instead of \(expected)")
        }
    }

    /// In the order of sc_operations.
    private static let operations = ["a · b + c", "a · b", "a + c", "a / b", "√a", "tanh a"]
}

/// Operands whose results lie at the borders: about 2⁻¹²⁶, where flushing begins, some of them by cancellation; and everywhere else.
/// None is subnormal.
struct BorderNumbers {
    let count: Int
    let a: AlignedArray<Float>
    let b: AlignedArray<Float>
    let c: AlignedArray<Float>
    private var state: UInt64 = 88_172_645_463_325_252

    init(count: Int) {
        self.count = count
        (a, b, c) = (AlignedArray(count: count), AlignedArray(count: count), AlignedArray(count: count))
        for i in 0..<count {
            let (x, y, z) = triple(kind: i % 8)
            (a[i], b[i], c[i]) = (Self.normal(x), Self.normal(y), Self.normal(z))
        }
    }

    private static let border = 0x1p-126
    /// Half of the last place there.
    private static let half = 0x1p-150

    private mutating func triple(kind: Int) -> (Float, Float, Float) {
        switch kind {
        case 0, 1, 2: return cancelling()
        case 3:
            let factor = sized(-30 - below(60))
            return (factor, Float((Self.border + around() * Self.half) / Double(factor)), sign() * 0)
        case 4:
            let divisor = sized(below(60) - 29)
            return (
                Float((Self.border + around() * Self.half) * Double(divisor)), divisor, sized(-126 + below(3))
            )
        case 5: return (sized(-126 + below(30)), sized(below(250) - 126), sized(-126 + below(30)))
        case 6: return (sized(below(12) - 8), sized(below(12) - 8), sized(below(12) - 8))
        default:
            let one = below(16) == 0 ? sign() * 0 : any()
            return (one, below(64) == 0 ? .infinity : any(), below(16) == 0 ? sign() * 0 : any())
        }
    }

    /// a · b + c about ±2⁻¹²⁶, where neither part is that small.
    private mutating func cancelling() -> (Float, Float, Float) {
        let last = 2 * Self.half
        let places = Double(below(1 << (1 + below(20))))
        let factor = sized(-20 - below(70))
        let product = -(places + around() / 2) * last
        let (one, other) = (sign(), sign())
        return (
            factor * one, Float(product / Double(factor)) * one * other,
            Float(Self.border + places * last) * other
        )
    }

    private static func normal(_ x: Float) -> Float { x.isSubnormal ? 0 : x }

    private mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
    private mutating func below(_ limit: Int) -> Int { Int(next() >> 33) % limit }
    private mutating func sign() -> Float { below(2) == 0 ? 1 : -1 }
    /// In [-2, 2).
    private mutating func around() -> Double { Double(next() >> 11) * 0x1p-51 - 2 }
    /// Of magnitude 2^exponent ..< 2^(exponent + 1).
    private mutating func sized(_ exponent: Int) -> Float {
        Float(
            sign: below(2) == 0 ? .plus : .minus, exponent: exponent,
            significand: 1 + Float(below(1 << 23)) * 0x1p-23)
    }
    /// Any bits.
    private mutating func any() -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: next() >> 16)) }
}
