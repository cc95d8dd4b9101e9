import Testing

@testable import Compute
@testable import Model

/// Cheap reproducible numbers for tests (SplitMix64).
struct RandomNumbers {
    /// What numbers are like.
    enum Kind: CaseIterable {
        /// Uniform in [-1, 1).
        case usual
        /// Such that products and their sums lie about 2⁻¹²⁶, where flushing begins.
        case tiny
        /// From the least normal number to the largest, with zeros and infinities; some products are not numbers.
        case special
    }

    private var state: UInt64
    private let kind: Kind

    init(seed: UInt64, _ kind: Kind = .usual) {
        state = seed
        self.kind = kind
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number of this kind; never subnormal.
    mutating func float() -> Float {
        let usual = Float(Double(next() >> 11) * 0x1p-52 - 1)
        switch kind {
        case .usual: return usual
        case .tiny:
            // Few bits, so that sums cancel to the last one.
            let short = Float((usual * 64).rounded() / 64)
            return Float(sign: .plus, exponent: -56 - below(14), significand: below(2) == 0 ? usual : short)
        case .special:
            switch below(40) {
            case 0: return usual < 0 ? -Float.infinity : .infinity
            case 1: return usual < 0 ? -0.0 : 0
            case 2: return usual < 0 ? -Float.greatestFiniteMagnitude : .leastNormalMagnitude
            default:
                let wide = Float(sign: .plus, exponent: below(253) - 125, significand: usual)
                return abs(wide) < .leastNormalMagnitude ? 0 : wide
            }
        }
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    mutating func floats(_ count: Int) -> AlignedArray<Float> {
        AlignedArray((0..<count).map { _ in float() })
    }

    /// Numbers for `images` columns; a share of rows is silent, and half of the numbers are zero, as after ReLU.
    mutating func activations(rows: Int, images: Int, silent: Double = 0.3) -> Activations {
        let result = Activations(rows: rows, stride: Activations.stride(images: images))
        for i in 0..<rows where Double(below(1000)) >= silent * 1000 {
            for b in 0..<images { result[i, b] = max(0, float()) }
            result.active[i] = (0..<images).contains { result[i, $0] != 0 } ? 1 : 0
        }
        return result
    }

    /// Each connection with probability `density`; every seventh row is empty unless the density is 1.
    mutating func mask(nodes: Int, density: Double) -> ConnectivityMask {
        if density == 1 {
            return ConnectivityMask(
                hiddenNodes: nodes, connections: .all, density: 1, rule: "full", seed: nil)
        }
        var starts = [0]
        var columns: [Int32] = []
        for i in 0..<nodes {
            for j in 0..<nodes where i % 7 != 3 && Double(below(1_000_000)) < density * 1e6 {
                columns.append(Int32(j))
            }
            starts.append(columns.count)
        }
        return ConnectivityMask(
            hiddenNodes: nodes, connections: .rows(rowStarts: starts, columns: columns), density: density,
            rule: "test", seed: nil)
    }
}

extension AlignedArray where Element == Float {
    /// The bits of all elements: equality that tells -0 from 0 and compares not-a-number, of which processors make various.
    var bits: [UInt32] { contents.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern } }
}

/// What is compared with the plain kernels.
enum Rival: CustomTestStringConvertible {
    /// All instruction sets, each with several numbers of threads.
    case instructionSets
    /// A device of OpenCL.
    case device(DeviceChoice)

    static let all: [Rival] = [.instructionSets] + devices.map { .device($0) }
    /// None where OpenCL is missing.
    static let devices = (try? DeviceDescription.all())?.filter { $0.obstacle == nil }.map(\.choice) ?? []

    func engines() throws -> [(name: String, engine: Engine)] {
        switch self {
        case .instructionSets:
            try enginesToCompare.map { set, threads in
                ("\(set), \(threads) threads", try Engine(threads: threads, instructionSet: set))
            }
        case .device(let choice):
            [("\(choice)", try Engine(threads: 1, device: try Device.open(choice)))]
        }
    }

    var testDescription: String {
        switch self {
        case .instructionSets: "instruction sets"
        case .device(let choice): "\(choice)"
        }
    }
}

/// The instruction sets to compare with `plain`, each with a number of threads.
let enginesToCompare: [(set: InstructionSet, threads: Int)] = InstructionSet.supported.flatMap { set in
    (set == .plain ? [2, 3] : [1, 2, 3, 4]).map { (set, $0) }
}
