import Analysis
import Networks
import StageKit
import Training

/// Puts the files before what is wrong with their numbers, which the numbers' own functions do not know.
///
/// - Throws: `StageFailure` instead of an `AnalysisError`, `SnapshotError` or `ShapeMismatch`; other errors as they are.
func namingFiles<Result>(_ paths: [String], _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error where error is AnalysisError || error is SnapshotError || error is ShapeMismatch {
        let more = paths.count > 3 ? " and \(paths.count - 3) more" : ""
        throw StageFailure.badData("\(paths.prefix(3).joined(separator: ", "))\(more): \(error)")
    }
}
