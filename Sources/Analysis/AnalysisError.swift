import Model

/// Why numbers cannot be analysed.
package enum AnalysisError: Error, Equatable, CustomStringConvertible {
    /// The same network is there twice.
    case repeatedSeed(SharedConditions, seed: Int)
    /// An accuracy or a gradient is NaN or infinite.
    case notFinite(SharedConditions, seed: Int)
    /// A sample of a two-sample test has no value or one that is NaN; `sample` is 1 or 2.
    case unusableSample(Int, reason: String)
    /// Fewer of something than a measure needs.
    case tooFew(String, found: Int, needed: Int)
    /// Two inputs of a measure do not fit together.
    case sizes(String, found: Int, expected: Int)
    /// A number is NaN or infinite.
    case notANumber(String)
    /// A setting of a measure is out of its range.
    case setting(String)

    /// One sentence: what is wrong, where, and what to do.
    package var description: String {
        switch self {
        case .repeatedSeed(let condition, let seed):
            return
                "\(Self.name(condition)), seed \(seed), is there twice: give each metrics file once, and connectomes that "
                + "differ names of their own (build-mask imported --name)."
        case .notFinite(let condition, let seed):
            return
                "\(Self.name(condition)), seed \(seed), has a test accuracy or gradient that is not a finite number: train it again."
        case .unusableSample(let sample, let reason):
            return
                "Sample \(sample) of the Kolmogorov-Smirnov test \(reason): give numbers, none of them NaN."
        case .tooFew(let what, let found, let needed):
            return "There are \(found) \(what), at least \(needed) are needed."
        case .sizes(let what, let found, let expected):
            return "There are \(found) \(what), but \(expected) were expected: give inputs of one network."
        case .notANumber(let what):
            return "The \(what) is not a finite number: train the network again, with a lower learning rate."
        case .setting(let problem):
            return problem
        }
    }

    private static func name(_ condition: SharedConditions) -> String {
        let elsewhere: [ConditionField] = [.network, .nonlinearity, .trainingImages, .testImages]
        let said = Conditions.fields.filter { !$0.isOfSeed && !elsewhere.contains($0) }
        return "The \(condition.network)-\(condition.nonlinearity) network "
            + said.words(condition.conditions).joined(separator: ", ") + ", epoch \(condition.epoch)"
    }
}
