import Analysis
import ArgumentParser
import ArtifactStore
import Formats
import Foundation
import HDF5
import Specification
import StageKit

struct AccuracyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accuracy",
        abstract: "Collects test accuracies of networks in one table, with means, deviations and tests.",
        discussion: """
            Writes every evaluation as a row; for each cell (dataset, network, size, density, epoch) the mean, sample \
            standard deviation and number of seeds; for each density below 1 the two-sample Kolmogorov-Smirnov test against density \
            1; and for each network its best accuracy and when it was reached.

            EXAMPLE
              analyze accuracy --metrics a/metrics-e0-e1.h5 b/metrics-e0-e1.h5 --output accuracy.h5

            \(StageExit.help)
            """)

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Metrics of networks.", valueName: "file.h5"))
    var metrics: [String]

    @Option(
        help: ArgumentHelp(
            "A resolved figure: every evaluation that it needs must be there.", valueName: "file.json"))
    var specification: String?

    @Option(help: ArgumentHelp("Link to make to the table.", valueName: "link.h5"))
    var output: String

    @OptionGroup var options: StageOptions

    func run() throws {
        try reportingErrors("analyze") {
            var inputs: [StageCall.Input] = [.many("metrics", metrics)]
            if let specification { inputs.append(.one("specification", specification)) }
            let call = StageCall(
                stage: "analyze", code: codeDigest, parameters: ["measure": "accuracy"],
                libraries: ["hdf5": HDF5Library.version], inputs: inputs,
                outputs: [.init("accuracy", link: output)])
            try call.perform(options) { workspace in
                try namingFiles(metrics) { try measure(workspace) }
            }
        }
    }

    private func measure(_ workspace: Workspace) throws {
        let files = try metrics.map { try readMeasured($0) }
        let records = files.flatMap(\.accuracyRecords)
        let digests = workspace.inputs["metrics"]?.digests.map(\.hex) ?? []
        if let specification { try checkComplete(records, for: specification) }
        let summaries = try AccuracySummary.summarise(records)
        let comparisons = try DensityComparison.againstDense(summaries)
        let best = BestAccuracy.of(records, upTo: .max)
        try AccuracyTable.write(
            records.sorted(by: precedes),
            derived: [
                ("cells", cells(summaries)), ("comparisons", rows(comparisons)), ("best", rows(best)),
                AccuracyTable.sources(Array(zip(files.map(\.title), digests))),
            ], title: "Test accuracy of \(Set(records.map(network)).count) networks",
            to: workspace.path("accuracy"))
    }

    /// Metrics whose gradients are numbers: in the table, NaN stands for none.
    private func readMeasured(_ path: String) throws -> MetricsRecord {
        let file = try MetricsRecord(readingFrom: path)
        if let step = file.metrics.meanAbsGradient.firstIndex(where: { !$0.isFinite }) {
            throw StageFailure(
                StageExit.badData,
                "\(path): train/mean_abs_gradient: holds \(file.metrics.meanAbsGradient[step]) at place \(step), but a finite "
                    + "number was expected; the training diverged, so train with a lower learning rate")
        }
        return file
    }

    /// The network that a record is of, as text.
    private func network(_ record: AccuracyRecord) -> String {
        name(
            record.dataset, record.perClass, record.network, record.nonlinearity, record.hiddenNodes,
            record.density, record.learningRate, record.seed)
    }

    private func name(
        _ dataset: String, _ perClass: Int?, _ network: String, _ nonlinearity: String, _ hidden: Int,
        _ density: Double, _ rate: Double, _ seed: Int
    ) -> String {
        let images = perClass.map { " (\($0) a class)" } ?? ""
        let step = rate == NetworkSpecification.paperLearningRate ? "" : " lr\(rate)"
        return "\(dataset)\(images) \(network) \(nonlinearity)\(step) n\(hidden) p\(density) s\(seed)"
    }

    private func precedes(_ left: AccuracyRecord, _ right: AccuracyRecord) -> Bool {
        let (one, other) = (AccuracyCondition(left), AccuracyCondition(right))
        return one == other ? left.seed < right.seed : one < other
    }

    /// A figure must not be made of less than it says.
    private func checkComplete(_ records: [AccuracyRecord], for specification: String) throws {
        let figure = try ResolvedFigure(readingFrom: specification)
        let there = Set(records.map { "\(network($0)) e\($0.epoch)" })
        let ended = Set(records.filter(\.endsTraining).map(network))
        for panel in figure.panels {
            guard let grid = panel.grid, grid.epochs > 0 else { continue }
            for wanted in panel.networks {
                let name = name(
                    wanted.dataset.name, wanted.dataset.perClass, wanted.network, wanted.nonlinearity,
                    wanted.hidden, wanted.density, wanted.learningRate, wanted.seed)
                let isThere =
                    there.contains("\(name) e\(grid.epochs)") || grid.patience != nil && ended.contains(name)
                guard isThere else {
                    throw StageFailure(
                        StageExit.badData,
                        "\(specification): panel \(panel.name) needs \(name) after epoch \(grid.epochs), which no file "
                            + "of --metrics has; add it, or leave out --specification")
                }
            }
        }
    }
}
