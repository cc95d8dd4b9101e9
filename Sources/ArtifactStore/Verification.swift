/// Something in the store that does not match FORMAT.md.
package struct Damage: Equatable, Sendable, CustomStringConvertible {
    /// What a repair can work on.
    package enum Subject: Equatable, Sendable {
        /// An object that is missing or has the wrong bytes.
        case object(Digest)
        /// A recipe's file.
        case recipe
        /// A link, relative to the store.
        case link(String)
        /// A file where a link was, relative to the store: a copy of an object, or empty.
        case copy(String)
        /// A file that does not belong where it is.
        case stray
    }

    /// The path relative to the store.
    package let path: String
    /// What is wrong with it.
    package let reason: String
    /// What to do.
    package let advice: String
    /// What is damaged.
    package let subject: Subject

    /// Path, reason and advice in one line.
    package var description: String { "\(path): \(reason); \(advice)" }
}

/// What a verification looked at and found.
package struct VerificationReport: Sendable {
    /// Objects whose bytes were hashed.
    package internal(set) var objects = 0
    /// Bytes hashed.
    package internal(set) var bytes = 0
    /// Recipes read.
    package internal(set) var recipes = 0
    /// Recipes of format 1, whose outputs and run record have no digest.
    package internal(set) var unchecked = 0
    /// Links followed.
    package internal(set) var links = 0
    /// Records of recipes that gave different bytes when they were computed again.
    package internal(set) var disputes = 0
    /// Outputs of recipes that were removed to save space: not damage.
    package internal(set) var dropped = 0
    /// Files in `tmp/`: unfinished work, not damage.
    package internal(set) var unfinished = 0
    /// In a store that a group shares: what the other members cannot write to, relative to the store. Not damage.
    package internal(set) var closedToGroup: [String] = []
    /// Everything that is missing or damaged, in order of path.
    package internal(set) var damages: [Damage] = []
}
