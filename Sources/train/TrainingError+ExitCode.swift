import StageKit
import Training

extension TrainingError: ExitCoded {
    /// A computation that failed, or a value that is not as it must be.
    package var exitCode: Int32 {
        if case .diverged = self { StageExit.failed } else { StageExit.badData }
    }
}
