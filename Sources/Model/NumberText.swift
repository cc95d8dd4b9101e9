import Foundation

/// A number with this many decimals, with a point, whatever the locale.
package func fixed(_ number: Double, _ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", number)
    // "-0.0" would be read as a difference.
    return text.hasPrefix("-") && !text.contains(where: { "123456789".contains($0) })
        ? String(text.dropFirst()) : text
}

/// A fraction as percent with one decimal, without the sign.
package func percent(_ fraction: Double) -> String { fixed(100 * fraction, 1) }

/// A whole number with commas between thousands: `20,000`.
package func grouped(_ number: Int) -> String {
    var digits = String(abs(number))
    var groups: [String] = []
    while digits.count > 3 {
        groups.insert(String(digits.suffix(3)), at: 0)
        digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
}

/// A p value: three decimals where they say something, else two digits and an exponent.
package func pText(_ p: Double) -> String {
    if p < 1e-300 { return "< 1e-300" }
    if p >= 0.001 { return fixed(p, 3) }
    return String(format: "%.1e", p)
}

/// A number of things: `1 network`, `3 networks`.
package func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
}

/// Epochs of training in words: `before training`, `after 1 epoch`, `after 80 epochs`.
package func afterEpochs(_ epochs: Int) -> String {
    epochs == 0 ? "before training" : "after \(count(epochs, "epoch"))"
}

/// Mean, standard deviation and number as people write them: `90.3 ± 2.0 % (n = 10)`.
package func accuracyText(mean: Double, sd: Double?, count: Int) -> String {
    "\(percent(mean))\(sd.map { " ± \(percent($0))" } ?? "") % (n = \(count))"
}

/// A number as a power of ten: `2.0×10⁻⁵`; zero is `0`.
package func scientific(_ number: Double, decimals: Int = 1) -> String {
    guard number != 0, number.isFinite else { return number == 0 ? "0" : "\(number)" }
    let parts = String(format: "%.\(decimals)e", number).split(separator: "e")
    let exponent = parts.last.flatMap { Int($0) } ?? 0
    return "\(parts.first ?? "")×10\(superscript(exponent))"
}

/// A round number as short as it can be said on an axis: `10⁻⁵`, `3×10⁻⁵`, `1.5×10⁶`.
package func powerText(_ number: Double) -> String {
    for decimals in 0...3 {
        let text = scientific(number, decimals: decimals)
        let mantissa = text.split(separator: "×").first.flatMap { Double($0) } ?? 1
        let power = pow(10, log10(number / mantissa).rounded())
        if abs(mantissa * power / number - 1) < 1e-9 || decimals == 3 {
            return text.hasPrefix("1×") ? String(text.dropFirst(2)) : text
        }
    }
    return scientific(number)
}

private func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (number < 0 ? "⁻" : "")
        + String(abs(number)).compactMap { $0.wholeNumberValue }.map { String(digits[$0]) }.joined()
}

/// A number as people write it, the same on every run: `1`, `0.1`, `0.001`, `1e-05`.
///
/// This is the shortest text that reads back as the same number, without a needless `.0`.
package func canonical(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
