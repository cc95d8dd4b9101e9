import Foundation

/// The built programs, which lie beside each other.
public enum Programs {
    /// Folder of the running program, however it was found and whichever links lead to it.
    public static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path
}
