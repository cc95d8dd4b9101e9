import Model

extension [Verdict] {
    /// How many claims are to be expected to be refuted although they are true, and why.
    ///
    /// Holm's correction holds for all value claims together; each other claim is refuted wrongly with a probability of 5 % at most.
    package var errorText: String {
        let tested = filter { $0.outcome != .notTested }
        let values = tested.count { $0.value != nil }
        let others = tested.count - values
        let refuted = tested.count { $0.outcome == .refuted }
        var parts: [String] = []
        if values == 1 {
            parts.append("The value claim tested is refuted wrongly with probability 5 % at most.")
        } else if values > 0 {
            parts.append(
                "With probability 95 % at least, none of the \(values.grouped) value claims tested is refuted wrongly, since their p "
                    + "values are corrected by Holm.")
        }
        if others > 0 {
            let other = values > 0 ? "other " : ""
            let which =
                others == 1
                ? "The \(other)claim tested" : "Each of the \(others.grouped) \(other)claims tested"
            parts.append("\(which) is refuted wrongly with probability 5 % at most.")
        }
        if parts.isEmpty { return "" }
        let expected = 0.05 * Double((values > 0 ? 1 : 0) + others)
        let found =
            refuted == 0
            ? "None is refuted" : "\(refuted.counting("claim")) \(refuted == 1 ? "is" : "are") refuted"
        parts.append("So at most \(expected.fixed(2)) false refutations are to be expected. \(found).")
        return parts.joined(separator: " ")
    }
}
