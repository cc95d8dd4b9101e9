import ArtifactStore
import Model

extension CanonicalJSON {
    /// A value of a condition or of a wiring rule's parameter, as recipes have it.
    package init(_ value: ConditionValue) {
        switch value {
        case .text(let text): self = .string(text)
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .number(number)
        case .flag(let isSet): self = .bool(isSet)
        }
    }
}
