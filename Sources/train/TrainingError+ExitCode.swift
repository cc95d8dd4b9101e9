import StageKit
import Training

extension TrainingError: ExitCoded {
    /// A value that is not as it must be.
    package var exitCode: Int32 { StageExit.badData }
}
