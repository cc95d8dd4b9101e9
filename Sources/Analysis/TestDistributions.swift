/// Student's t distribution. Its numbers are those of SciPy's `stats.t`.
package struct StudentT: Equatable, Sendable {
    /// ν, above 0; need not be whole.
    package let degreesOfFreedom: Double

    /// The distribution with these degrees of freedom.
    package init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    /// P(|T| ≥ |t|).
    package func twoSided(_ t: Double) -> Double {
        if t.isInfinite { return 0 }
        let (nu, square) = (degreesOfFreedom, t * t)
        return incompleteBeta(nu / (nu + square), complement: square / (nu + square), nu / 2, 0.5)
    }

    /// P(T ≤ t).
    package func below(_ t: Double) -> Double {
        t <= 0 ? twoSided(t) / 2 : 1 - twoSided(t) / 2
    }

    /// P(T > t), exact where it is small.
    package func above(_ t: Double) -> Double { below(-t) }

    /// The t with P(T ≤ t) = `probability`, which lies between 0 and 1; to the last bit that `below` tells apart.
    package func quantile(_ probability: Double) -> Double {
        if probability > 0.5 { return -quantile(1 - probability) }
        if probability == 0.5 { return 0 }
        var low = -1.0
        while below(low) > probability { low *= 2 }
        var high = low == -1 ? 0 : low / 2
        // Halves the interval until no number is left between its ends.
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { return middle }
            if below(middle) > probability { high = middle } else { low = middle }
        }
    }
}

/// The F distribution, of the ratio of two variances. Its numbers are those of SciPy's `stats.f`.
package struct FDistribution: Equatable, Sendable {
    /// Degrees of freedom of the numerator, above 0.
    package let numerator: Double
    /// Degrees of freedom of the denominator, above 0.
    package let denominator: Double

    /// The distribution with these degrees of freedom.
    package init(numerator: Double, denominator: Double) {
        (self.numerator, self.denominator) = (numerator, denominator)
    }

    /// P(F ≤ f).
    package func below(_ f: Double) -> Double {
        if f <= 0 { return 0 }
        let sum = numerator * f + denominator
        return incompleteBeta(
            numerator * f / sum, complement: denominator / sum, numerator / 2, denominator / 2)
    }

    /// P(F > f), exact where it is small.
    package func above(_ f: Double) -> Double {
        if f <= 0 { return 1 }
        let sum = numerator * f + denominator
        return incompleteBeta(
            denominator / sum, complement: numerator * f / sum, denominator / 2, numerator / 2)
    }
}
