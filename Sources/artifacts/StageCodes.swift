import ArtifactStore
import StageKit

/// The code digests of the stages as built.
final class StageCodes {
    private let folder: String
    private var codes: [String: String?] = [:]

    init(folder: String) { self.folder = folder }

    /// The code digest of a stage; nil if its program cannot be started.
    func code(of stage: String) -> String? {
        if let known = codes[stage] { return known }
        let code = RecordedCommand.isStage(stage) ? Programs.code(of: stage, in: folder) : nil
        codes[stage] = .some(code)
        return code
    }

    /// Whether a record was made by the program as built.
    func isCurrent(_ record: RecipeRecord) -> Bool { record.recipe.code == code(of: record.recipe.stage) }

    /// Which of two recipes that made the same bytes to run again: that of the program as built, or else the later
    /// one.
    func prefers(_ one: RecipeRecord, to other: RecipeRecord) -> Bool {
        if isCurrent(one) != isCurrent(other) { return isCurrent(one) }
        return one.isLater(than: other)
    }
}
