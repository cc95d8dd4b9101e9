import ArtifactStore
import Processes
import StageKit

/// The code digests of the stages as built.
final class StageCodes {
    private let folder: String
    private var codes: [String: String?] = [:]

    init(folder: String) { self.folder = folder }

    /// The code digest of a stage; nil if its program cannot be started.
    func code(of stage: String) -> String? {
        if let known = codes[stage] { return known }
        var code: String?
        if RecordedCommand.isStage(stage),
            let said = try? runProgram("\(folder)/\(stage)", ["--version"]), said.status == 0
        {
            code = said.text
        }
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
