import Foundation

extension Store {
    /// Removes what may be removed, while no stage publishes or looks up (FORMAT.md, "Collection").
    ///
    /// Killed at any moment, it leaves a sound store; the next collection removes the rest.
    /// - Parameters:
    ///   - wanted: see `garbage(wanted:reduction:)`.
    ///   - reduction: see there.
    /// - Returns: what was removed.
    /// - Throws: `StoreError`.
    package func collect(wanted: Set<String>?, reduction: Reduction? = nil) throws(StoreError) -> GarbagePlan
    {
        try makeOwnFolder("objects")
        return try whileAlone { () throws(StoreError) in
            let plan = try garbage(wanted: wanted, reduction: reduction)
            try noteDropped(plan.dropped)
            var last: Garbage.Kind?
            var folders: Set<String> = []
            for item in plan.garbage {
                // Whatever points to something is gone for good before that is removed.
                if item.kind != last { try synchronize(&folders) }
                last = item.kind
                try remove(item)
                folders.insert(FileSystem.folder(of: "\(root)/\(item.path)"))
            }
            try synchronize(&folders)
            return plan
        }
    }

    private func synchronize(_ folders: inout Set<String>) throws(StoreError) {
        for folder in folders.sorted() where FileSystem.isFolder(folder) {
            try FileSystem.synchronizeFolder(folder)
        }
        folders = []
    }

    private func remove(_ item: Garbage) throws(StoreError) {
        // The folders above it are real ones, so what is deleted is inside the store.
        var path = root
        for part in item.path.split(separator: "/").dropLast() {
            path += "/" + part
            if FileSystem.linkDestination(path) != nil { throw StoreError.notAFolder(path: path) }
        }
        if item.kind == .unfinished {
            try FileSystem.removeTree("\(root)/\(item.path)")
        } else {
            try FileSystem.remove("\(root)/\(item.path)")
        }
    }

    // MARK: Kept objects

    /// Marks an object so that no collection removes it, or anything it was made from.
    /// - Throws: `StoreError`.
    package func keep(_ output: Output) throws(StoreError) {
        try makeOwnFolder("kept")
        try setLink("\(root)/kept/\(output.digest.hex).\(output.extension)", to: output)
    }

    /// Removes the mark; false if there was none.
    /// - Throws: `StoreError`.
    package func unkeep(_ output: Output) throws(StoreError) -> Bool {
        let link = "\(root)/kept/\(output.digest.hex).\(output.extension)"
        guard FileSystem.existsUnfollowed(link) else { return false }
        let folder = try makeOwnFolder("kept")
        try FileSystem.remove(link)
        try FileSystem.synchronizeFolder(folder)
        return true
    }

    /// Notes a link outside the store, so that a collection finds it. In a store that cannot be written to, nothing
    /// is noted.
    func noteOutsideLink(_ link: String) {
        guard let folder = try? makeOwnFolder("outside") else { return }
        let note = "\(folder)/\(Digest(of: Data(link.utf8)).hex)"
        if FileSystem.linkDestination(note) != link, symlink(link, note) == 0 {
            try? FileSystem.synchronizeFolder(folder)
        }
    }

    // MARK: What may run at the same time

    /// Runs `body` while no collection runs, so that whatever it finds in the store stays there meanwhile.
    /// - Throws: what `body` throws.
    package func whileNothingIsCollected<Result>(_ body: () throws -> Result) throws -> Result {
        // A store that cannot be written to is not collected either.
        guard let lock = try? collectionLock() else { return try body() }
        try lock.wait(.shared)
        return try withExtendedLifetime(lock, body)
    }

    private func whileAlone<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        let lock = try collectionLock()
        try lock.wait(.alone)
        return try withExtendedLifetime(lock, body)
    }

    private func collectionLock() throws(StoreError) -> FileLock {
        try FileLock(at: "\(try makeOwnFolder("locks"))/collection")
    }
}
