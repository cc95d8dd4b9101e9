/// Why an archive cannot be read any further.
public struct ArchiveError: Error, Equatable, Sendable {
    /// What is wrong, for programs.
    public enum Problem: Sendable {
        /// There is no such file.
        case missing
        /// The file cannot be read.
        case unreadable
        /// It is no archive, damaged, cut short, unpacks to too much, or has a member that it must not have.
        case bad
    }

    /// What is wrong.
    public let problem: Problem
    /// The member in which it was found, if in one.
    public let member: String?
    /// What should be there.
    public let expected: String
    /// What is there.
    public let found: String
}

/// What an archive may hold at most. A small archive can unpack to any length (a "bomb"); who reads it knows what to
/// expect.
public struct ArchiveLimits: Sendable {
    /// Bytes of one member, unpacked.
    public var memberBytes: Int
    /// Bytes of all members together, unpacked.
    public var totalBytes: Int
    /// Number of members.
    public var members: Int

    /// Limits; see the properties.
    public init(memberBytes: Int, totalBytes: Int, members: Int = 10_000) {
        self.memberBytes = memberBytes
        self.totalBytes = totalBytes
        self.members = members
    }
}
