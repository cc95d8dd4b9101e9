import Results
import Model
import Specification

/// Networks that a claim is about, and what is measured of them: conditions as far as they are said, epochs, nodes dropped.
///
/// A claim's own selection takes what it does not say from the paper, except dataset, hidden nodes and density. The selection of a side
/// of a comparison takes it from the claim.
@dynamicMemberLookup
package struct Selection: Equatable, Sendable {
    /// The conditions; those that are not said are the paper's.
    package private(set) var conditions = Conditions.paper
    /// What is said.
    private var said: Set<ConditionField> = []
    /// What is measured, for instance `test accuracy`.
    package var metric: String?
    /// Epochs of training.
    package var epochs: Int?
    /// Fraction of nodes dropped at test time.
    package var dropped: Double?

    /// Nothing said.
    package init() {}

    /// A condition as said, or the paper's.
    package subscript<Value>(dynamicMember member: WritableKeyPath<Conditions, Value>) -> Value {
        get { conditions[keyPath: member] }
        set { conditions[keyPath: member] = newValue }
    }

    /// Name of the dataset; nil where it is not said.
    package var dataset: String? {
        get { said.contains(.dataset) ? conditions.dataset : nil }
        set { say(.dataset, \.dataset, newValue) }
    }

    /// Hidden nodes; nil where they are not said.
    package var hidden: Int? {
        get { said.contains(.hiddenNodes) ? conditions.hiddenNodes : nil }
        set { say(.hiddenNodes, \.hiddenNodes, newValue) }
    }

    /// Connection probability; nil where it is not said.
    package var density: Double? {
        get { said.contains(.density) ? conditions.density : nil }
        set { say(.density, \.density, newValue) }
    }

    private mutating func say<Value>(
        _ field: ConditionField, _ member: WritableKeyPath<Conditions, Value>, _ value: Value?
    ) {
        conditions[keyPath: member] = value ?? Conditions.paper[keyPath: member]
        if value == nil { said.remove(field) } else { said.insert(field) }
    }

    /// These networks with what `other` says of them.
    package func overridden(by other: Selection) -> Selection {
        var changed = self
        for field in other.said { field.copy(from: other.conditions, to: &changed.conditions) }
        changed.said.formUnion(other.said)
        changed.metric = other.metric ?? metric
        changed.epochs = other.epochs ?? epochs
        changed.dropped = other.dropped ?? dropped
        return changed
    }

    /// In words: `density 0.1, after 10 epochs`; empty where nothing is said.
    package var words: String {
        let parts =
            [metric] + Conditions.fields.filter(said.contains).map { $0.words(conditions) }
            + [dropped.map { "\($0.percent) % of nodes dropped" }, epochs.map(afterEpochs)]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}

extension Selection {
    /// What a claim or a side of it can say.
    package static let fields = Conditions.fields.filter {
        if case .never = $0.reading { return false }
        return $0 != .seed && $0 != .maskSeed
    }

    /// The keys that `read` understands.
    package static let keys = fields.flatMap(\.keys) + ["metric", "epochs", "dropped"]

    /// Reads what a mapping says.
    ///
    /// - Throws: `YAMLError` with file and line: an unknown name, a number out of range, a list.
    package mutating func read(_ keys: YAMLMapping) throws {
        for field in Self.fields {
            guard let values = try keys.alternatives(of: field, upon: conditions) else { continue }
            guard values.count == 1, keys[field.key]?.isList != true else {
                throw (keys[field.key] ?? keys.entries[0].value).error(
                    "\(field.key) is a list, but a claim has one value of \(field.key); give one")
            }
            field.copy(from: values[0], to: &conditions)
            said.insert(field)
        }
        metric = try keys["metric"]?.metric() ?? metric
        epochs =
            try keys["epochs"]?.int("epochs", in: 0...100_000, advice: "a number of epochs such as 1")
            ?? epochs
        dropped =
            try keys["dropped"]?.double("dropped", in: 0...1, advice: "a fraction such as 0.5") ?? dropped
    }
}

extension YAMLValue {
    /// The name of a measure of networks; words in brackets behind it do not count.
    fileprivate func metric() throws -> String {
        let text = try string("metric")
        if let measure = Measure(metric: text), Measure.ofNetworks.contains(measure) { return text }
        _ = try choice("metric", of: Measure.ofNetworks.map(\.rawValue))
        return text
    }
}
