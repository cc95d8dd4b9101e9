import Training
import Networks
import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import Foundation
import HDF5
import StageKit

/// What every measure of one network understands besides its inputs.
struct MeasureOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Link to make to the result.", valueName: "link.h5"))
    var output: String

    @OptionGroup var threading: ThreadOptions

    @OptionGroup var options: StageOptions

    var threads: Int { threading.threads }
}

/// A snapshot and the dataset of its training.
struct SnapshotInput: ParsableArguments {
    @Option(help: ArgumentHelp("Weights of a network, from train.", valueName: "file.h5"))
    var weights: String
    @Option(help: ArgumentHelp("The dataset that it was trained on.", valueName: "file.h5"))
    var data: String
}

/// Recorded activations.
struct ActivationsInput: ParsableArguments {
    @Option(help: ArgumentHelp("Activations, from analyze activations.", valueName: "file.h5"))
    var activations: String
}

/// A command that measures one network.
protocol MeasureCommand: Command {
    /// The row of its measure, whose name is that of the command.
    static var kind: MeasureKind { get }
    /// What decides the result besides the inputs; becomes the settings of the file.
    var parameters: [String: CanonicalJSON] { get }
    /// Files by role; of a role with several files their order matters.
    var inputs: [(role: FileRole, paths: [String])] { get }
    var options: MeasureOptions { get }
    /// Where it computes networks, if it does.
    var device: DeviceOptions? { get }
    func measure(_ engine: Engine) throws -> Measurement
}

/// What was measured of a network.
struct Measurement {
    let network: Conditions
    let epoch: Int
    let numbers: MeasuredNumbers
    /// What the numbers were made of.
    var tables: [MeasureTables.Table] = []
}

extension MeasureCommand {
    var parameters: [String: CanonicalJSON] { [:] }
    var device: DeviceOptions? { nil }

    /// Computes and publishes, unless that was done before.
    func perform() throws {
        let call = StageCall(
            stage: .analyze, code: codeDigest,
            parameters: parameters.merging(["measure": .string(Self.kind.name)]) { own, _ in own },
            libraries: ["hdf5": HDF5Library.version],
            inputs: inputs.map { $1.count == 1 ? .one($0, $1[0]) : .many($0, $1) },
            outputs: [.init(.measures, link: options.output)], threads: options.threads)
        try call.perform(options.options) { workspace in
            let result = try namingFiles(inputs.flatMap(\.paths)) {
                try measureDiverged() ?? measure(try workspace.engine(threads: options.threads, device))
            }
            let tables = MeasureTables(
                measure: Self.kind.name, network: result.network, epoch: result.epoch,
                settings: parameters.mapValues(\.setting),
                tables: result.numbers.tables + result.tables, sources: sources(workspace))
            try tables.write(to: workspace.path(.measures))
        }
    }

    /// No numbers, if one of the inputs is of a network that diverged.
    private func measureDiverged() throws -> Measurement? {
        guard let found = try inputs.flatMap(\.paths).compactMap({ try DivergedNetwork(ifIn: $0) }).first
        else { return nil }
        return Measurement(
            network: found.description, epoch: found.epoch, numbers: MeasuredNumbers(noneOf: Self.kind))
    }

    private func sources(_ workspace: Workspace) -> [MeasureTables.Source] {
        inputs.flatMap { input in
            workspace.digests(of: input.role).map {
                MeasureTables.Source(title: input.role.rawValue, digest: $0)
            }
        }
    }
}

extension Workspace {
    /// The engine of a measure, with a device if that is asked for and the measure computes networks.
    func engine(threads: Int, _ options: DeviceOptions?) throws -> Engine {
        let device = try Device.open(options?.choice() ?? .processor)
        device?.admit = admit
        return try Engine(threads: threads, device: device)
    }
}

extension CanonicalJSON {
    /// As a setting of a measure: lists become text.
    fileprivate var setting: MeasureTables.Setting {
        switch self {
        case .integer(let integer): .integer(integer)
        case .number(let number): .number(number)
        case .string(let text): .text(text)
        case .array(let elements): .text(elements.map(\.text).joined(separator: ", "))
        default: .text(text)
        }
    }
}

extension MeasureTables.Table {
    /// A histogram: columns `lower`, `upper` and `count`.
    init(_ name: String, edges: [Double], counts: [Int], unit: String) {
        self.init(
            name,
            [
                TableColumn("lower", units: "1", .numbers(Array(edges.dropLast()))),
                TableColumn("upper", units: "1", .numbers(Array(edges.dropFirst()))),
                TableColumn("count", units: unit, .integers(counts)),
            ])
    }
}

extension [MeasuredNumbers.Curve.Point] {
    /// Shares of `total` in bins.
    init(edges: [Double], counts: [Int], of total: Int) {
        self = counts.indices.map {
            .init(edges[$0], edges[$0 + 1], Double(counts[$0]) / Double(Swift.max(1, total)))
        }
    }
}

/// The metrics of one network, in the order of their files.
///
/// - Throws: `StageFailure` that names the files and says `advice` if they are of different networks, or if there are none;
///   `FormatError` or `HDF5Error` for a file that holds no metrics.
func readOneNetwork(_ metrics: [String], advice: String) throws -> (Conditions, [MetricsRecord]) {
    let records = try metrics.map { try MetricsRecord(readingFrom: $0) }
    guard let network = records.first?.description, records.allSatisfy({ $0.description == network }) else {
        throw StageFailure.badData(
            "\(metrics.joined(separator: ", ")) are of different networks: \(advice)")
    }
    return (network, records)
}

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
