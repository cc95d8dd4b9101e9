import Analysis
import ArgumentParser
import ArtifactStore
import Formats
import Model
import Foundation
import HDF5
import StageKit

struct AccuracyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "accuracy",
        abstract: "Collects test accuracies of networks in one table, with means, deviations and tests.",
        help: """
            Writes every evaluation as a row; for each cell (dataset, network, size, density, epoch) the mean, sample \
            standard deviation and number of seeds; for each density below 1 the two-sample Kolmogorov-Smirnov test against density \
            1; and for each network its best accuracy and when it was reached. Networks on different imported masks of one name are \
            refused (build-mask imported --name).

            EXAMPLE
              analyze accuracy --metrics a/metrics-e0-e1.h5 b/metrics-e0-e1.h5 --output accuracy.h5
            """)

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Metrics of networks.", valueName: "file.h5"))
    var metrics: [String]

    @Option(help: ArgumentHelp("Link to make to the table.", valueName: "link.h5"))
    var output: String

    @OptionGroup var options: StageOptions

    func perform() throws {
        let call = StageCall(
            stage: .analyze, code: codeDigest, parameters: ["measure": "accuracy"],
            libraries: ["hdf5": HDF5Library.version], inputs: [.many(.metrics, metrics)],
            outputs: [.init(.accuracy, link: output)])
        try call.perform(options) { workspace in
            try namingFiles(metrics) { try measure(workspace) }
        }
    }

    private func measure(_ workspace: Workspace) throws {
        let files = try metrics.map { try MetricsRecord(readingFrom: $0) }
        let records = files.flatMap(\.accuracyRecords)
        let digests = workspace.digests(of: .metrics)
        try ImportedMasks.requireTheSame(
            files.map(\.description), of: metrics, digests.compactMap { Digest(hex: $0) },
            in: options.storeOptions.store)
        let summaries = try AccuracySummary.summarise(records)
        let comparisons = try DensityComparison.againstDense(summaries)
        let best = BestAccuracy.of(records, upTo: .max)
        try AccuracyTable.write(
            records.sorted { (SharedConditions($0), $0.seed) < (SharedConditions($1), $1.seed) },
            derived: [
                ("cells", cells(summaries)), ("comparisons", rows(comparisons)), ("best", rows(best)),
                AccuracyTable.sources(Array(zip(files.map(\.title), digests))),
            ], title: "Test accuracy of \(Set(records.map(\.conditions)).count) networks",
            to: workspace.path(.accuracy))
    }
}
