import Foundation

/// What can go wrong in the store; every message names the path and says what to do.
public enum StoreError: Error, CustomStringConvertible, Equatable {
    /// A system call failed.
    case system(call: String, path: String, reason: String)
    /// A folder or file could not be written.
    case cannotWrite(path: String, reason: String)
    /// An input does not exist.
    case inputMissing(role: String, path: String)
    /// An input is a link to an object that is gone.
    case inputDangling(role: String, path: String)
    /// An input is no longer what it was when the stage began.
    case inputChanged(role: String)
    /// A link would replace something that is no link.
    case notALink(path: String)
    /// A recipe file cannot be read.
    case badRecipe(path: String, reason: String)
    /// A recipe gave other bytes than before.
    case notReproducible(role: String, recorded: Digest, computed: Digest, recipe: Digest)
    /// A stage did not write an output.
    case outputMissing(role: String, path: String)
    /// A name or digest is not in the store.
    case unknown(name: String)

    static func system(_ call: String, _ path: String, _ code: Int32) -> StoreError {
        .system(call: call, path: path, reason: String(cString: strerror(code)))
    }

    /// One sentence for people.
    public var description: String {
        switch self {
        case .system(let call, let path, let reason): "\(path): \(call) failed: \(reason)"
        case .cannotWrite(let path, let reason):
            "\(path) cannot be written: \(reason); choose a store that can, with --store or SPARSE_CORTEX_STORE"
        case .inputMissing(let role, let path):
            "\(path) (\(role)) does not exist; make it first, or check the path"
        case .inputDangling(let role, let path):
            "\(path) (\(role)) is a link to an object that is gone; run the stage that makes it again"
        case .inputChanged(let role):
            "\(role): the input changed while it was being read, so nothing was published; run the stage again"
        case .notALink(let path):
            "\(path) exists and is no link to an object, as outputs are; move it away or choose another name"
        case .badRecipe(let path, let reason):
            "\(path) is damaged: \(reason); delete it, and the next run computes it again"
        case .notReproducible(let role, let recorded, let computed, let recipe):
            """
            \(role): this recipe gave \(computed.short)… now and \(recorded.short)… before; both are kept \
            and nothing was overwritten; see recipes/\(recipe.hex).json, and report it
            """
        case .outputMissing(let role, let path): "\(role): the stage did not write \(path)"
        case .unknown(let name):
            "\(name) is neither a link nor (the beginning of) a digest in this store; see artifacts ls"
        }
    }
}
