import ArgumentParser
import ArtifactStore
import DatasetDescriptions
import Datasets
import Formats
import Model
import Foundation
import HDF5
import StageKit

@main
struct FetchData: Program, Command {
    static let configuration = CommandConfiguration(
        commandName: "fetch-data",
        abstract: "Finds or downloads a dataset's raw files, checks them, and writes one HDF5 file.",
        help: """
            Looks for the raw files in --from, then in pipeline/data/NAME, then where Debian's packages put them, then \
            downloads them; in each folder also in those below. They may be packed or unpacked, packed again, or have other \
            names: what they hold is compared by SHA-256 and size. Files of the same form with other contents are accepted with --variant only; the dataset then has a name of its own (cifar10-jpeg, "CIFAR-10 \
            (JPEG)"), so that no result on it is taken for one on the published files.

            Other datasets are described in pipeline/datasets/NAME.yaml (docs/data.md); without a digest there, their raw files \
            are known by their names.

            DATASETS
            \(Datasets.all.map(Self.summary).joined(separator: "\n"))

            EXAMPLES
              fetch-data mnist --output artifacts/data/mnist.h5
              fetch-data fashion-mnist --from ~/Downloads --output fashion.h5
              fetch-data sleep-edf --from ~/Downloads --output artifacts/data/sleep-edf.h5
              fetch-data cifar10 --from /tmp/cifar --variant JPEG --output artifacts/data/cifar10-jpeg.h5
            """,
        version: codeDigest)

    @Argument(help: "Name of the dataset.")
    var dataset: String

    @Option(help: ArgumentHelp("Link to make to the dataset.", valueName: "link.h5"))
    var output: String

    @Option(help: ArgumentHelp("Folder to look in first, with those below.", valueName: "dir"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "What to call the dataset if the raw files are not the published ones.", valueName: "name"))
    var variant: String?

    @Option(
        help: ArgumentHelp(
            "What describes the dataset, if it is none of the list (default: pipeline/datasets/NAME.yaml).",
            valueName: "NAME.yaml"))
    var description: String?

    @Option(
        help: ArgumentHelp(
            "Folder of the data that the project carries (default: pipeline/data here, else beside this program's build).",
            valueName: "dir"))
    var projectData: String?

    @Flag(help: "Do not download what is not found; earlier downloads are used.")
    var offline = false

    @OptionGroup var options: StageOptions

    func perform() throws {
        let described = try DescribedCall(
            dataset, at: description, pipeline: pipelineFolder, variant: variant)
        let published = described.map { DatasetSource($0.description, hdf5: HDF5Numbers.open) }
        let source = try variant.map {
            try (published ?? Datasets.named(dataset)).variant(DatasetVariant($0))
        }
        try perform(source ?? published ?? Datasets.named(dataset), described)
    }

    private func perform(_ source: DatasetSource, _ described: DescribedCall?) throws {
        var files: [SurveyedFile]
        do {
            files = try survey(source, described)
        } catch let failure as StageFailure
            where options.why && failure.exitCode == StageExit.unavailable
        {
            let raw = StageCall.Input.absent(.raw, sha256: nil, failure.description)
            return try call([raw], described).perform(options) { _ in }
        }
        // What was computed before needs no raw files.
        let needsAll =
            try files.contains { !$0.isFound } && !options.why
            && !call(files.map(\.input), described).isComputed(options)
        if needsAll { files = try acquire(source, described, files).map { .found($0) } }
        try call(files.map(\.input), described).perform(options) { workspace in
            let acquired = try acquire(source, described, files)
            try described?.tryReading(acquired)
            try described.reporting { try source.decode(acquired) }.write(to: workspace.path(.dataset))
        }
    }

    private func call(_ inputs: [StageCall.Input], _ described: DescribedCall?) -> StageCall {
        var parameters: [String: CanonicalJSON] = ["dataset": .string(dataset)]
        if let described { parameters["description"] = described.meaning }
        if let variant { parameters["variant"] = .string(variant) }
        return StageCall(
            stage: .fetchData, code: codeDigest, parameters: parameters,
            libraries: Datasets.libraries.merging(["hdf5": HDF5Library.version]) { $1 },
            inputs: inputs, outputs: [.init(.dataset, link: output)])
    }

    // MARK: - Raw files

    private var downloads: URL { URL(fileURLWithPath: options.storeOptions.store.root + "/downloads") }

    private func survey(_ source: DatasetSource, _ described: DescribedCall?) throws -> [SurveyedFile] {
        try advising(source, described) {
            try source.survey(
                from: from.map { URL(fileURLWithPath: $0) }, projectData: projectFolder, download: downloads,
                isOffline: offline)
        }
    }

    private func acquire(
        _ source: DatasetSource, _ described: DescribedCall?, _ files: [SurveyedFile]
    ) throws -> [AcquiredFile] {
        let progress = DownloadProgress()
        if files.contains(where: { !$0.isFound }) {
            try options.storeOptions.store.makeFolder("\(downloads.path)/\(source.name)")
        }
        return try advising(source, described) {
            try source.acquire(files, download: downloads, progress: progress.report)
        }
    }

    /// Adds to what is wrong with raw files which option helps.
    private func advising<Result>(
        _ source: DatasetSource, _ described: DescribedCall?, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as DatasetFileError {
            switch error.problem {
            case .missing:
                throw StageFailure.unavailable(
                    "\(error); or put the raw files into a folder and name it with --from")
            case .wrongContent:
                if let described {
                    throw StageFailure.badData("\(error), or correct sha256 and bytes in \(described.path)")
                }
                throw StageFailure.badData(
                    "\(error); if other contents are meant, give them a name: --variant NAME makes "
                        + "\(source.name)-name, “\(source.title) (NAME)”, of them")
            default: throw StageFailure.badData("\(error)")
            }
        }
    }

    /// A line of the list of datasets.
    private static func summary(_ source: DatasetSource) -> String {
        let name = source.name.padding(toLength: 14, withPad: " ", startingAt: 0)
        let files = source.distributions.map { $0.map(\.name).joined(separator: ", ") }
        return "  \(name)\(source.title): \(files.joined(separator: "; or "))"
    }

    private var projectFolder: URL {
        projectData.map { URL(fileURLWithPath: $0) } ?? pipelineFolder.appendingPathComponent("data")
    }

    /// The project's folder of specifications and data.
    private var pipelineFolder: URL {
        let here = "pipeline"
        if FileManager.default.fileExists(atPath: here) { return URL(fileURLWithPath: here) }
        // The program lies in .build/PLATFORM/release of the project.
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        return program?.appendingPathComponent("../../../\(here)").standardizedFileURL
            ?? URL(fileURLWithPath: here)
    }
}

extension SurveyedFile {
    fileprivate var isFound: Bool { if case .found = self { true } else { false } }

    /// As an input of the stage: its role says how the file is packed.
    fileprivate var input: StageCall.Input {
        switch self {
        case .found(let file): .one(.raw(named: file.storedName), file.url.path)
        case .downloadable(let raw, let published, let mirrors):
            .absent(
                .raw(named: raw.name), sha256: published.sha256,
                "\(raw.name) would be downloaded: \(published.byteCount) bytes from "
                    + (mirrors.first?.absoluteString ?? "nowhere"))
        }
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
