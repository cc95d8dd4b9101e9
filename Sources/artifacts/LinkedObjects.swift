import ArtifactStore
import Foundation
import Processes
import StageKit

extension Store {
    /// The object that a link of the store, such as `data/mnist.h5`, leads to; nil if it leads to none.
    func object(ofLink link: String) -> (digest: Digest, extension: String)? {
        object(linkedBy: "\(root)/\(link)")
    }

    /// The objects that links of the store lead to, in their order.
    func digests(ofLinks links: some Sequence<String>) -> [Digest] {
        links.compactMap { object(ofLink: $0)?.digest }
    }

    /// Publishes what a recipe made in another store.
    func publish(outputsOf record: RecipeRecord, from scratch: Store) throws {
        for output in record.outputs.values {
            _ = try publish(fileAt: scratch.path(of: output), extension: output.extension)
        }
    }
}

extension RecipeRecord {
    /// How long it took, if that was recorded.
    var seconds: Double? { run["seconds"]?.number }

    /// The command line, the program included; empty if none was recorded.
    var command: [String] { (run["command"]?.values ?? []).compactMap(\.string) }

    /// For lines about it: `train 3f2a…`.
    var name: String { "\(recipe.stage) \(recipe.digest.short)…" }
}

/// The only recipe of a store in which a stage was run again.
///
/// - Throws: `StageFailure` if it failed.
func recordMade(by stage: String, _ run: FinishedProgram, in scratch: Store) throws -> RecipeRecord {
    let made = scratch.records()
    guard run.status == 0, made.count == 1 else {
        throw StageFailure.failed("\(stage) ended with code \(run.status) when run again: \(run.lastError)")
    }
    return made[0]
}

/// The text at the right of a column of this width.
func padded(_ text: String, to width: Int = 9) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}
