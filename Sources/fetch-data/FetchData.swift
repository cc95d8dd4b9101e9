import ArgumentParser
import ArtifactStore
import Datasets
import Formats
import Foundation
import HDF5
import StageKit

@main
struct FetchData: Program {
    static let configuration = CommandConfiguration(
        commandName: "fetch-data",
        abstract: "Finds or downloads a dataset's raw files, checks them, and writes one HDF5 file.",
        discussion: """
            Looks for the raw files in --from, then in pipeline/data/NAME, then where Debian's packages put them, then \
            downloads them. Their SHA-256, sizes and contents are always checked. Files of the same form with other \
            contents are accepted with --variant only; the dataset then has a name of its own (cifar10-jpeg, "CIFAR-10 \
            (JPEG)"), so that no result on it is taken for one on the published files.

            DATASETS
            \(Datasets.all.map(Self.summary).joined(separator: "\n"))

            EXAMPLES
              fetch-data mnist --output artifacts/data/mnist.h5
              fetch-data fashion-mnist --from ~/Downloads --output fashion.h5
              fetch-data sleep-edf --from ~/Downloads --output artifacts/data/sleep-edf.h5
              fetch-data cifar10 --from /tmp/cifar --variant JPEG --output artifacts/data/cifar10-jpeg.h5

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
            "What to call the dataset if the raw files are not the published ones.", valueName: "name"))
    var variant: String?

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
            let published = try Datasets.named(dataset)
            let source = try variant.map { published.variant(try DatasetVariant($0)) } ?? published
            let files = try acquire(source)
            var parameters: [String: CanonicalJSON] = ["dataset": .string(dataset)]
            if let variant { parameters["variant"] = .string(variant) }
            let call = StageCall(
                stage: "fetch-data", code: codeDigest, parameters: parameters,
                libraries: Datasets.libraries.merging(["hdf5": HDF5Library.version]) { $1 },
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
            if error.problem == .wrongContent {
                throw StageFailure(
                    StageExit.badData,
                    "\(error); if other contents are meant, give them a name: --variant NAME makes "
                        + "\(source.name)-name, “\(source.title) (NAME)”, of them")
            }
            guard error.problem == .missing else { throw StageFailure(StageExit.badData, "\(error)") }
            throw StageFailure(
                StageExit.unavailable,
                "\(error); or put the raw files into a folder and name it with --from (looked in "
                    + "\(from.map { $0 + ", " } ?? "")\(projectFolder.path)/\(source.name), \(store.root)/downloads)"
            )
        }
    }

    /// A line of the list of datasets.
    private static func summary(_ source: DatasetSource) -> String {
        let name = source.name.padding(toLength: 14, withPad: " ", startingAt: 0)
        let files = source.distributions.map { $0.map(\.name).joined(separator: ", ") }
        return "  \(name)\(source.title): \(files.joined(separator: "; or "))"
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
