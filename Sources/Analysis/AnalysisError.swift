/// Why numbers cannot be analysed.
public enum AnalysisError: Error, Equatable, CustomStringConvertible {
    /// The same network is there twice.
    case repeatedSeed(AccuracyCondition, seed: Int)
    /// An accuracy or a loss is NaN or infinite.
    case notFinite(AccuracyCondition, seed: Int)
    /// A sample of a two-sample test has no value or one that is NaN; `sample` is 1 or 2.
    case unusableSample(Int, reason: String)

    /// One sentence: what is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .repeatedSeed(let condition, let seed):
            return "\(Self.name(condition)), seed \(seed), is there twice: give each metrics file once."
        case .notFinite(let condition, let seed):
            return
                "\(Self.name(condition)), seed \(seed), has a test accuracy or loss that is not a finite number: "
                + "train it again, with a lower learning rate if it diverged."
        case .unusableSample(let sample, let reason):
            return
                "Sample \(sample) of the Kolmogorov-Smirnov test \(reason): give numbers, none of them NaN."
        }
    }

    private static func name(_ condition: AccuracyCondition) -> String {
        "The \(condition.dataset) \(condition.network)-\(condition.nonlinearity) network of "
            + "\(condition.hiddenNodes) hidden nodes, density \(condition.density), epoch \(condition.epoch)"
    }
}
