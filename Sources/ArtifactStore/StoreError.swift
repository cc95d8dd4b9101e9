import Foundation

/// What can go wrong in the store; every message names the path and says what to do.
package enum StoreError: Error, CustomStringConvertible, Equatable {
    /// A system call failed.
    case system(call: String, path: String, reason: String)
    /// A folder or file could not be written.
    case cannotWrite(path: String, reason: String)
    /// An input does not exist.
    case inputMissing(role: String, path: String)
    /// An input is a link to an object that is gone.
    case inputDangling(role: String, path: String)
    /// An input's bytes do not have the digest that its name says.
    case inputDamaged(role: String, path: String, found: Digest)
    /// An input has changed since the stage began.
    case inputChanged(role: String)
    /// A link would replace something that is not a link.
    case notALink(path: String)
    /// A file is where a plan has a link: which object it stood for is not known.
    case linkLost(path: String)
    /// One of the store's own folders is a link.
    case notAFolder(path: String)
    /// The file system has no locks.
    case noLocks(path: String, reason: String)
    /// A recipe file cannot be read.
    case badRecipe(path: String, reason: String)
    /// A recipe gave different bytes than before.
    case notReproducible(role: String, recorded: Digest, computed: Digest, recipe: Digest)
    /// A stage did not write an output.
    case outputMissing(role: String, path: String)
    /// A name or digest is not in the store.
    case unknown(name: String)

    static func system(_ call: String, _ path: String, _ code: Int32) -> StoreError {
        .system(call: call, path: path, reason: String(cString: strerror(code)))
    }

    static func cannotWrite(_ path: String, _ code: Int32) -> StoreError {
        .cannotWrite(path: path, reason: String(cString: strerror(code)))
    }

    /// One sentence for people.
    package var description: String {
        switch self {
        case .system(let call, let path, let reason): "\(path): \(call) failed: \(reason)"
        case .cannotWrite(let path, let reason):
            "\(path) cannot be written: \(reason); choose a store that can, with --store or SPARSE_CORTEX_STORE"
        case .inputMissing(let role, let path):
            "\(path) (\(role)) does not exist; make it first, or check the path"
        case .inputDangling(let role, let path):
            "\(path) (\(role)) is a link to an object that is gone; artifacts verify --repair computes it again, or run the stage that makes it"
        case .inputDamaged(let role, let path, let found):
            """
            \(path) (\(role)) is damaged: its bytes have the digest \(found.short)…, so it was not used; \
            artifacts verify --repair computes it again
            """
        case .inputChanged(let role):
            "\(role): the input changed while it was being read, so nothing was published; run the stage again"
        case .notALink(let path):
            "\(path) exists and is not a link to an object, as outputs must be; move it away or choose another name"
        case .linkLost(let path):
            "\(path) is not a link, so it is unknown which object it stood for, and nothing is removed; artifacts verify "
                + "--repair turns copies of objects into links again; delete this file if it does not belong here"
        case .notAFolder(let path):
            "\(path) is a symbolic link; a store's own folders must be real folders, so that nothing outside is written; "
                + "make it a folder, or move the whole store and link to that"
        case .noLocks(let path, let reason):
            """
            \(path): this file system has no locks (\(reason)), as Lustre mounted without -o flock or NFS without its lock \
            service; without them two processes could disturb each other. Choose a store on another file system, such as a \
            local disk, with --store or SPARSE_CORTEX_STORE, or have this one mounted with locks
            """
        case .badRecipe(let path, let reason):
            "\(path) is damaged: \(reason); artifacts verify --repair restores it, or moves it to damaged/"
        case .notReproducible(let role, let recorded, let computed, let recipe):
            """
            \(role): this recipe gave \(computed.short)… now and \(recorded.short)… before; both are kept \
            and nothing was overwritten; compare recipes/\(recipe.hex).json with the record in disputes/
            """
        case .outputMissing(let role, let path): "\(role): the stage did not write \(path)"
        case .unknown(let name):
            "\(name) is neither a link nor (the beginning of) a digest in this store; see artifacts ls"
        }
    }
}
