import ArgumentParser
import ArtifactStore
import Datasets
import Formats
import Foundation
import HDF5
import StageKit

@main
struct FetchData: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch-data",
        abstract: "Finds or downloads a dataset's raw files, checks them, and writes one HDF5 file.",
        discussion: """
            Looks for the raw files in --from, then in pipeline/data, then where Debian's packages put them, then \
            downloads them. Their SHA-256, sizes and contents are always checked.

            DATASETS
            \(Datasets.all.map { "  \($0.name)  \($0.title)" }.joined(separator: "\n"))

            EXAMPLES
              fetch-data mnist --output artifacts/data/mnist.h5
              fetch-data fashion-mnist --from ~/Downloads --output fashion.h5

            \(StageExit.help)
            """,
        version: codeDigest)

    @Argument(help: "Name of the dataset.")
    var dataset: String

    @Option(help: ArgumentHelp("Link to make to the dataset.", valueName: "link.h5"))
    var output: String

    @Option(help: ArgumentHelp("Folder to look in first.", valueName: "dir"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "Folder of the data that the project carries (default: pipeline/data here, else beside this program's build).",
            valueName: "dir"))
    var projectData: String?

    @Flag(help: "Do not download what is not found.")
    var offline = false

    @OptionGroup var options: StageOptions

    func run() throws {
        try reportingErrors("fetch-data") {
            let source = try Datasets.named(dataset)
            let files = try acquire(source)
            let call = StageCall(
                stage: "fetch-data", code: codeDigest, parameters: ["dataset": .string(source.name)],
                libraries: ["hdf5": HDF5Library.version, "zlib": Datasets.zlibVersion],
                inputs: files.map { .one($0.name, $0.url.path) },
                outputs: [.init("dataset", link: output)])
            try call.perform(options) { workspace in
                try source.decode(files).write(to: workspace.path("dataset"))
            }
        }
    }

    private func acquire(_ source: DatasetSource) throws -> [AcquiredFile] {
        let store = options.storeOptions.store
        let downloads = offline ? nil : URL(fileURLWithPath: store.root + "/downloads")
        let progress = DownloadProgress()
        do {
            return try source.acquire(
                from: from.map { URL(fileURLWithPath: $0) }, projectData: projectFolder,
                download: downloads, progress: progress.report)
        } catch let error as DatasetFileError {
            guard error.problem == .missing else { throw StageFailure(StageExit.badData, "\(error)") }
            throw StageFailure(
                StageExit.unavailable,
                "\(error); or put the raw files into a folder and name it with --from (looked in "
                    + "\(from.map { $0 + ", " } ?? "")\(projectFolder.path)/\(source.name), \(store.root)/downloads)"
            )
        }
    }

    private var projectFolder: URL {
        let here = "pipeline/data"
        if let projectData { return URL(fileURLWithPath: projectData) }
        if FileManager.default.fileExists(atPath: here) { return URL(fileURLWithPath: here) }
        // The program lies in .build/PLATFORM/release of the project.
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        return program?.appendingPathComponent("../../../\(here)").standardizedFileURL
            ?? URL(fileURLWithPath: here)
    }
}

/// Says what is being downloaded, at most every few seconds.
private final class DownloadProgress {
    private var last = Date.distantPast

    func report(_ event: AcquisitionEvent) {
        switch event {
        case .found: break
        case .downloading(let file, let from, let received, let total):
            guard Date().timeIntervalSince(last) > 2 else { return }
            last = Date()
            writeToStandardError(
                "fetch-data: \(file) from \(from.host ?? "?"): \(received) of \(total) bytes\n")
        case .retrying(let file, let from, let reason, let seconds):
            writeToStandardError(
                "fetch-data: \(file) from \(from.host ?? "?"): \(reason); trying again in \(Int(seconds)) s\n"
            )
        }
    }
}
