import Foundation

extension Store {
    /// Whether a group uses the store together: its folder is setgid, and the group may write to it (FORMAT.md,
    /// "Shared stores").
    package var isShared: Bool { SharedMode.bits(ofFolder: root) != nil }

    /// Whether the store is there but this user may not write to it.
    package var isReadOnly: Bool { FileSystem.isFolder(root) && access(root, W_OK) != 0 }

    /// Folders and locks that the other members of the store's group cannot write to, relative to the store, sorted;
    /// none if nobody shares it.
    ///
    /// Objects are not included: they are read-only, and are replaced through their folders.
    package func unwritableByGroup() -> [String] {
        guard isShared, let own = FileSystem.status(of: root) else { return [] }
        var found: [String] = []
        FileSystem.walk(root, includingFolders: true) { path, status in
            let name = String(path.dropFirst(root.count + 1))
            guard status.isFolder || status.isFile && name.hasPrefix("locks/") else { return }
            let isOpen = status.st_mode & S_IWGRP != 0 && status.st_gid == own.st_gid
            if !isOpen { found.append(name) }
        }
        return found.sorted()
    }
}
