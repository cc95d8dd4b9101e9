import Foundation

extension Store {
    /// Whether a group uses the store together: its folder is setgid, and the group may write it (FORMAT.md, "Shared stores").
    package var isShared: Bool { SharedMode.bits(ofFolder: root) != nil }

    /// Whether the store is there and this user may not write it.
    package var isReadOnly: Bool { FileSystem.isFolder(root) && access(root, W_OK) != 0 }

    /// What the other members of the group that shares the store cannot write, relative to it, sorted; none where nobody shares it.
    ///
    /// Objects are not among them: they are read-only, and replaced through their folders.
    package func unwritableByGroup() -> [String] {
        var own = stat()
        guard isShared, stat(root, &own) == 0 else { return [] }
        var found: [String] = []
        FileSystem.walk(root, includingFolders: true) { path, information in
            let name = String(path.dropFirst(root.count + 1))
            let isFolder = information.st_mode & S_IFMT == S_IFDIR
            let isLock = information.st_mode & S_IFMT == S_IFREG && name.hasPrefix("locks/")
            guard isFolder || isLock else { return }
            let isOpen = information.st_mode & S_IWGRP != 0 && information.st_gid == own.st_gid
            if !isOpen { found.append(name) }
        }
        return found.sorted()
    }
}
