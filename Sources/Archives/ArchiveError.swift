/// Why an archive cannot be read any further.
package struct ArchiveError: Error, Equatable, Sendable {
    /// What kind of problem it is, for programs.
    package enum Problem: Sendable {
        /// There is no such file.
        case missing
        /// The file cannot be read.
        case unreadable
        /// It is not an archive, is damaged or cut short, unpacks to too much, or has a member that it must not have.
        case bad
    }

    /// What is wrong.
    package let problem: Problem
    /// The member in which it was found, if there is one.
    package let member: String?
    /// What should be there.
    package let expected: String
    /// What is there.
    package let found: String
}

/// What an archive may hold at most. A small archive can unpack to any length (a "bomb"); its reader knows what to
/// expect.
package struct ArchiveLimits: Sendable {
    /// Bytes of one member, unpacked.
    package var memberBytes: Int
    /// Bytes of all members together, unpacked.
    package var totalBytes: Int
    /// Number of members.
    package var members: Int

    /// Limits; see the properties.
    package init(memberBytes: Int, totalBytes: Int, members: Int = 10_000) {
        self.memberBytes = memberBytes
        self.totalBytes = totalBytes
        self.members = members
    }
}
