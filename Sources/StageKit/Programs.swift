import Foundation

/// The built programs, which lie beside each other.
package enum Programs {
    /// Folder of the running program, however it was found and whichever links lead to it.
    package static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path
}
