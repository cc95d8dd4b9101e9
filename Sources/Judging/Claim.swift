import Results
import Model

/// A claim of the paper that a run can confirm or refute: an entry of `pipeline/claims.yaml`.
///
/// Accuracies, means and standard deviations are in the unit of `metric`; test accuracy is in percent.
@dynamicMemberLookup
package struct Claim: Equatable, Sendable {
    /// How a claim is judged.
    package enum Kind: String, Sendable, CaseIterable {
        /// A mean with its standard deviation.
        case value
        /// The left number is greater than the right one.
        case greater
        /// No significant difference.
        case equal
        /// Said in words; judged by its `criterion`.
        case shape
        /// How networks were set up, which is as in the paper or not: no claim about what they do.
        case check
    }

    /// One side of a comparison: another claim, or what differs from the claim's own conditions.
    package enum Side: Equatable, Sendable {
        /// The conditions of the claim of this name.
        case claim(String)
        /// The claim's own conditions at this density.
        case density(Double)
    }

    /// Name, for instance `F2C-sparse`.
    package var id: String
    /// Where the paper says it, for instance `2C`, `3A and S3`, `text`, `Methods`.
    package var figure: String
    /// How it is judged.
    package var kind: Kind
    /// The networks that it is about, and what is measured of them.
    package var selection = Selection()
    /// The paper's mean.
    package var mean: Double?
    /// The paper's standard deviation over its networks.
    package var sd: Double?
    /// A standard error that all of our networks share, in the unit of `metric`: that of an estimator whose noise is the same for all.
    package var sharedError: Double?
    /// The paper's number of networks: 10 unless said.
    package var seeds = 10
    /// Left side of a comparison.
    package var left: Side?
    /// Right side of a comparison.
    package var right: Side?
    /// The claim in words.
    package var claim: String?
    /// The criterion of a claim of kind `shape` or `check`, or of kind `value` without `sd`; nil when none is stated.
    package var criterion: Criterion?
    /// Other networks that are judged beside the claim's own, and do not decide.
    package var also: Selection?
    /// Name of the figure whose networks judge it, where `figure` names none: `figure5` for a claim of the Methods.
    package var judgedWith: String?
    /// Other keys as written: `test`, `note`, `during`, `p`.
    package var details: [String: String] = [:]

    /// A claim with nothing but its name, place and kind.
    package init(id: String, figure: String, kind: Kind) {
        self.id = id
        self.figure = figure
        self.kind = kind
    }

    /// What it says of its networks.
    package subscript<Value>(dynamicMember member: WritableKeyPath<Selection, Value>) -> Value {
        get { selection[keyPath: member] }
        set { selection[keyPath: member] = newValue }
    }

    /// What it says as a value to be drawn; nil where it is none, or says too little of its networks.
    package var paperValue: PaperValue? {
        guard kind == .value, let mean, let measure, selection.namesNetworks, let epochs = selection.epochs
        else {
            return nil
        }
        return PaperValue(
            selection.conditions, epoch: epochs, measure: measure, dropped: selection.dropped,
            mean: mean / measure.scale, sd: sd.map { $0 / measure.scale })
    }

    /// False for the names of claims of our own, about figures that the paper does not have (X1, X2 …).
    package static func isOfPaper(_ id: String) -> Bool { !id.hasPrefix("X") }
}

extension [Claim] {
    /// Those that are claims.
    package var judged: [Claim] { filter { $0.kind != .check } }
    /// Those that are checks of the set-up.
    package var checks: [Claim] { filter { $0.kind == .check } }
}
