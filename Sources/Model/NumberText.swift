import Foundation

extension Double {
    /// With this many decimals, with a point, whatever the locale.
    package func fixed(_ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", self)
        // "-0.0" would be read as a difference.
        return text.hasPrefix("-") && !text.contains(where: { "123456789".contains($0) })
            ? String(text.dropFirst()) : text
    }

    /// A fraction as percent with one decimal, without the sign.
    package var percent: String { (100 * self).fixed(1) }

    /// As people write it, the same on every run: `1`, `0.1`, `0.001`, `1e-05`.
    ///
    /// This is the shortest text that reads back as the same number, without a needless `.0`.
    package var canonical: String {
        let text = "\(self)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// As `canonical`, with three significant digits where that is long, as densities of connectomes are.
    package var brief: String {
        let text = canonical
        return text.count > 8 ? Double(String(format: "%.3g", self)).map(\.canonical) ?? text : text
    }

    /// With this many decimals where these say it; a power of ten where it is smaller, or so large that nobody reads its digits.
    package func readable(decimals: Int) -> String {
        let size = abs(self)
        let isSmall = size != 0 && size < pow(10, -Double(decimals))
        return isSmall || size >= 1e5 ? scientific() : fixed(decimals)
    }

    /// A p value: three decimals where they say something, else two digits and a power of ten.
    package var pText: String {
        if self < 1e-300 { return "< 10⁻³⁰⁰" }
        return self >= 0.001 ? fixed(3) : scientific()
    }

    /// As a power of ten: `2.0×10⁻⁵`; zero is `0`.
    package func scientific(decimals: Int = 1) -> String {
        guard self != 0, isFinite else { return self == 0 ? "0" : "\(self)" }
        let parts = String(format: "%.\(decimals)e", self).split(separator: "e")
        let exponent = parts.last.flatMap { Int($0) } ?? 0
        return "\(parts.first ?? "")×10\(superscript(exponent))"
    }

    /// A round number as short as it can be said on an axis: `10⁻⁵`, `3×10⁻⁵`, `1.5×10⁶`.
    package var powerText: String {
        for decimals in 0...3 {
            let text = scientific(decimals: decimals)
            let mantissa = text.split(separator: "×").first.flatMap { Double($0) } ?? 1
            let power = pow(10, log10(self / mantissa).rounded())
            if abs(mantissa * power / self - 1) < 1e-9 || decimals == 3 {
                return text.hasPrefix("1×") ? String(text.dropFirst(2)) : text
            }
        }
        return scientific()
    }
}

extension Int {
    /// With commas between thousands: `20,000`.
    package var grouped: String {
        var digits = String(abs(self))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// A number of things: `1 network`, `3 networks`.
    package func counting(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}

private func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (number < 0 ? "⁻" : "")
        + String(abs(number)).compactMap { $0.wholeNumberValue }.map { String(digits[$0]) }.joined()
}

/// Epochs of training in words: `before training`, `after 1 epoch`, `after 80 epochs`.
package func afterEpochs(_ epochs: Int) -> String {
    epochs == 0 ? "before training" : "after \(epochs.counting("epoch"))"
}

/// Mean, standard deviation and number as people write them: `90.3 ± 2.0 % (n = 10)`.
package func accuracyText(mean: Double, sd: Double?, count: Int) -> String {
    "\(mean.percent)\(sd.map { " ± \($0.percent)" } ?? "") % (n = \(count))"
}
