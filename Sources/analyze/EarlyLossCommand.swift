import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import StageKit

struct EarlyLossCommand: MeasureCommand {
    static let kind = MeasureKind.earlyLoss
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "The training loss of the first steps.",
        help: """
            Writes the loss of each of the first steps (100, or --steps) in nats and its logarithm to base 10, and the highest loss. Steps \
            from the one in which a network diverged are left out.

            EXAMPLE
              analyze early-loss --metrics metrics-e0-e1.h5 --output early-loss.h5
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Metrics of one network from its first step on, from train.", valueName: "file.h5")
    )
    var metrics: [String]
    @Option(help: ArgumentHelp("How many steps, at least 1.", valueName: "K"))
    var steps = 100

    @OptionGroup var options: MeasureOptions

    func validate() throws {
        guard steps >= 1 else { throw ValidationError("--steps \(steps) is not at least 1") }
    }

    var parameters: [String: CanonicalJSON] { ["steps": .integer(steps)] }
    var inputs: [(role: FileRole, paths: [String])] { [(.metrics, metrics)] }

    func measure(_ engine: Engine) throws -> Measurement {
        let (network, records) = try readOneNetwork(metrics, advice: "give files of one network")
        guard let first = records.first(where: { $0.firstStep == 0 && !$0.metrics.trainLoss.isEmpty }) else {
            throw StageFailure.badData(
                "\(metrics.joined(separator: ", ")): attribute first_step: none of the files begins with the first step; give the "
                    + "metrics of the first epoch")
        }
        let found = try EarlyLoss(first.metrics.trainLoss, limit: steps)
        return Measurement(
            network: network, epoch: records.map(\.epoch).max() ?? 0, numbers: numbers(found))
    }

    private func numbers(_ found: EarlyLoss) -> MeasuredNumbers {
        func bySteps(_ numbers: [Double]) -> [MeasuredNumbers.Curve.Point] {
            numbers.enumerated().map { .init(Double($0.offset + 1), Double($0.offset + 1), $0.element) }
        }
        return MeasuredNumbers(
            Self.kind,
            ["highest_loss": found.highest.loss, "highest_loss_step": Double(found.highest.step)],
            curves: [
                "train_loss": bySteps(found.losses), "train_loss_decades": bySteps(found.decades),
            ])
    }
}
