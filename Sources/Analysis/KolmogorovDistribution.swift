import Foundation

/// Distribution of the two-sided one-sample Kolmogorov-Smirnov distance of `count` values.
///
/// Follows Simard & L'Ecuyer, Journal of Statistical Software 39(11), 2011, with the regions of SciPy's `kstwo`.
struct KolmogorovDistribution {
    /// Number of values, n, at least 1.
    let count: Int

    /// Probability of a distance of at least `distance`; relative error below 1e-9 wherever it is above 1e-300.
    func tail(_ distance: Double) -> Double {
        if distance <= 0 { return 1 }
        if distance >= 1 { return 0 }
        let n = Double(count)
        let scaled = n * distance * distance
        if distance >= 0.5 || scaled > (count <= 140 ? 4 : 2.2) {
            return min(1, 2 * oneSidedTail(distance))
        }
        let isShort = count <= 140 || (count <= 100_000 && n * pow(distance, 1.5) <= 1.4)
        let below = isShort ? marsagliaTsangWang(distance) : pelzGood(distance)
        return min(1, max(0, 1 - below))
    }

    /// Smirnov's one-sided tail; twice it is the two-sided one where that is small. A sum of positive terms
    /// x C(n, v) (x + v/n)^(v - 1) (1 - x - v/n)^(n - v), each from its logarithm: no overflow, no cancellation.
    private func oneSidedTail(_ x: Double) -> Double {
        let n = Double(count)
        var sum = 0.0
        for v in 0...Int(n * (1 - x)) {
            let share = Double(v) / n
            let rest = 1 - x - share
            if rest <= 0 { continue }
            let choose = lgammaOf(n + 1) - lgammaOf(Double(v) + 1) - lgammaOf(n - Double(v) + 1)
            sum += exp(choose + Double(v - 1) * log(x + share) + (n - Double(v)) * log(rest))
        }
        return x * sum
    }

    /// Probability of a smaller distance, exact: an entry of a matrix power (Marsaglia, Tsang & Wang 2003).
    private func marsagliaTsangWang(_ x: Double) -> Double {
        let t = Double(count) * x
        let k = Int(t) + 1
        let power = transitionMatrix(size: 2 * k - 1, h: Double(k) - t).raised(to: count)
        var (value, exponent) = (power.entry(k - 1, k - 1), power.exponent)
        for i in 1...count {
            value *= Double(i) / Double(count)
            if value < 1e-140 && value > 0 {
                value *= 1e140
                exponent -= 140
            }
        }
        return value * pow(10, Double(exponent))
    }

    private func transitionMatrix(size m: Int, h: Double) -> ScaledMatrix {
        var entries = [Double](repeating: 0, count: m * m)
        for i in 0..<m {
            for j in 0..<m where i - j + 1 >= 0 { entries[i * m + j] = 1 }
        }
        for i in 0..<m {
            entries[i * m] -= pow(h, Double(i + 1))
            entries[(m - 1) * m + i] -= pow(h, Double(m - i))
        }
        if 2 * h > 1 { entries[(m - 1) * m] += pow(2 * h - 1, Double(m)) }
        for i in 0..<m {
            for j in 0..<m where i - j + 1 > 1 { entries[i * m + j] /= exp(lgammaOf(Double(i - j + 2))) }
        }
        return ScaledMatrix(size: m, entries: entries, exponent: 0)
    }

    /// Probability of a smaller distance: the Kolmogorov limit with three corrections (Pelz & Good 1976).
    private func pelzGood(_ x: Double) -> Double {
        let root = Double(count).squareRoot()
        let z = root * x
        let (z2, z4, z6) = (z * z, pow(z, 4), pow(z, 6))
        let (p2, p4, p6) = (Double.pi * .pi / 4, pow(Double.pi, 4) / 16, pow(Double.pi, 6) / 64)
        var sums = [0.0, 0.0, 0.0, 0.0]
        var (extra2, extra3) = (0.0, 0.0)
        for k in stride(from: max(1, Int((16 * z / .pi).rounded(.up))), through: 1, by: -1) {
            let m2 = Double((2 * k - 1) * (2 * k - 1))
            let (m4, m6) = (m2 * m2, m2 * m2 * m2)
            let weight = exp(-m2 * p2 / (2 * z2))
            sums[0] += weight
            sums[1] += weight * (p2 * m2 - z2)
            sums[2] += weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * p2 * m2 + (1 - 2 * z2) * p4 * m4)
            sums[3] +=
                weight * (-30 * z6 - 90 * z4 * z4 + (135 * z4 - 96 * z6) * p2 * m2)
                + weight * ((212 * z4 - 60 * z2) * p4 * m4 + (5 - 30 * z2) * p6 * m6)
            let k2 = Double(k * k)
            let weightOfAll = k2 * exp(-2 * k2 * p2 / z2)
            extra2 -= weightOfAll * 4 * p2 / (36 * z2 * z)
            extra3 += weightOfAll * (3 * z2 - 4 * p2 * k2) * 4 * p2 / (216 * z6)
        }
        let second = sums[2] / (72 * z6 * z) + extra2
        let third = sums[3] / (6480 * z4 * z6) + extra3
        let terms = [sums[0] / z, sums[1] / (6 * z4) / root, second / pow(root, 2), third / pow(root, 3)]
        return (2 * Double.pi).squareRoot() * terms.reduce(0, +)
    }
}

/// A square matrix times 10^exponent, so that high powers neither overflow nor vanish.
private struct ScaledMatrix {
    let size: Int
    var entries: [Double]
    var exponent: Int

    func entry(_ i: Int, _ j: Int) -> Double { entries[i * size + j] }

    func raised(to power: Int) -> ScaledMatrix {
        if power == 1 { return self }
        let half = raised(to: power / 2)
        let square = half.times(half)
        return power % 2 == 0 ? square : square.times(self)
    }

    func times(_ other: ScaledMatrix) -> ScaledMatrix {
        var product = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for k in 0..<size {
                let factor = entries[i * size + k]
                for j in 0..<size { product[i * size + j] += factor * other.entries[k * size + j] }
            }
        }
        var result = ScaledMatrix(size: size, entries: product, exponent: exponent + other.exponent)
        if result.entry(size / 2, size / 2) > 1e140 {
            result.entries = result.entries.map { $0 * 1e-140 }
            result.exponent += 140
        }
        return result
    }
}

/// Logarithm of the gamma function of a positive number. (`lgamma` itself also writes a global sign.)
func lgammaOf(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
}
