import Foundation

/// The built programs, which are all in one folder.
package enum Programs {
    /// Folder of the running program, however it was found and whichever links led to it.
    package static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path
}
