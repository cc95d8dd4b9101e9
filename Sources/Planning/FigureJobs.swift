import Foundation
import Model
import Specification

/// The jobs that make one figure: data, masks, networks, analyses, and the figure itself.
package struct FigureJobs {
    /// The figure for one profile.
    let figure: ResolvedFigure
    /// Segments by all figures of the profile.
    let segments: TrainingSegments
    /// The project's folder of specifications, for instance `pipeline`.
    let pipelineFolder: String
    /// Epochs that this figure needs of each of its networks.
    private let epochs: [NetworkSpecification: Int]
    /// Networks that this figure also shows untrained.
    private let untrained: Set<NetworkSpecification>

    /// The jobs of a figure. Panels whose dataset is unavailable have none.
    init(figure: ResolvedFigure, segments: TrainingSegments, pipelineFolder: String) {
        self.figure = figure
        self.segments = segments
        self.pipelineFolder = pipelineFolder
        epochs = figure.panels.reduce(into: [:]) { epochs, panel in
            for network in panel.networks {
                epochs[network] = max(epochs[network] ?? 0, panel.grid?.epochs ?? 0)
            }
        }
        untrained = Set(figure.panels.filter { $0.grid?.snapshots.contains(0) ?? false }.flatMap(\.networks))
    }

    /// Every job once, each after the jobs whose outputs it reads.
    package func jobs() -> [Job] {
        let networks = figure.networks
        let fetches = Set(availablePanels.map(\.dataset.name)).sorted().map(fetchJob)
        let all =
            fetches + networks.flatMap(maskJobs) + networks.compactMap(\.startNetwork).flatMap(maskJobs)
            + networks.flatMap(trainingJobs)
        return all.distinct + measureJobs + analysisNames.map(analysisJob) + [reportJob()]
    }

    /// Files of the finished figure, in the order of `report`'s options.
    var files: [Job.File] {
        let roles: [(FileRole, String)] = [
            (.svg, "svg"), (.pdf, "pdf"), (.png, "png"), (.table, "tsv"), (.cells, "cells.tsv"),
            (.verdicts, "verdicts.json"), (.page, "html"),
        ]
        return roles.map { Job.File(role: $0, path: "\(folder)/\(figure.figure).\($1)") }
    }

    private var availablePanels: [ResolvedPanel] { figure.panels.filter { $0.unavailable == nil } }

    private var folder: String { "figures/\(figure.profile)/\(figure.figure)" }

    private var specification: Job.File {
        Job.File(
            role: .specification, path: PlanFiles(figure: figure.figure, profile: figure.profile).figure)
    }

    func segments(of network: NetworkSpecification) -> [TrainingSegments.Segment] {
        segments.of(network, upTo: epochs[network] ?? 0)
    }

    // MARK: - Data

    private func fetchJob(_ dataset: String) -> Job {
        let output = Job.File(role: .output, path: DatasetSelection(name: dataset).path)
        let known = Catalogue.dataset(dataset)
        if let files = known?.describedFiles { return fetchJob(dataset, output, files) }
        let variant = known?.variant
        let source = variant.map { [$0.dataset, "--variant", $0.name] } ?? [dataset]
        return Job(
            stage: .fetchData, title: "fetch \(dataset)", outputs: [output], inputs: [],
            arguments: source + Job.options([output]), cost: TimeModel.fetching(dataset),
            memory: MemoryModel.fetching(dataset))
    }

    /// A described dataset is made again when its description changes, or a raw file of its folder.
    private func fetchJob(_ dataset: String, _ output: Job.File, _ files: [String]) -> Job {
        let description = Job.File(
            role: .description, path: "\(pipelineFolder)/datasets/\(dataset).yaml", isInStore: false)
        let raw = files.map { "\(pipelineFolder)/data/\(dataset)/\($0)" }
            .filter(FileManager.default.fileExists).map { Job.File(role: .raw, path: $0, isInStore: false) }
        return Job(
            stage: .fetchData, title: "fetch \(dataset)", outputs: [output], inputs: [description] + raw,
            arguments: [dataset] + Job.options([description, output]),
            execution: ["--project-data", "\(pipelineFolder)/data", "--store", "$(STORE)"],
            cost: TimeModel.fetching(dataset), memory: MemoryModel.fetching(dataset))
    }

    // MARK: - Training

    private func trainingJobs(_ network: NetworkSpecification) -> [Job] {
        let first = untrained.contains(network) ? [TrainingSegments.Segment.untrained] : []
        return (first + segments(of: network)).map { trainingJob(network, $0) }
    }

    private func trainingJob(_ network: NetworkSpecification, _ segment: TrainingSegments.Segment) -> Job {
        let data = Job.File(role: .data, path: network.dataset.path)
        let mask = Job.File(role: .mask, path: network.maskPath)
        let start = network.startMaskPath.map { [Job.File(role: .startMask, path: $0)] } ?? []
        let state = Job.File(role: .stateIn, path: network.statePath(epoch: segment.from))
        let stateIn = segment.from == 0 ? [] : [state]
        let weights = Job.File(role: .weights, path: network.weightsPath(epoch: segment.to))
        // Of an untrained network there is nothing to go on from: its first segment starts anew.
        let outputs =
            segment.to == 0
            ? [weights]
            : [
                weights,
                Job.File(role: .state, path: network.statePath(epoch: segment.to)),
                Job.File(role: .metrics, path: network.metricsPath(segment)),
            ]
        return Job(
            stage: .train, title: title(network, segment), outputs: outputs,
            inputs: [data, mask] + start + stateIn,
            arguments: Job.options([data, mask] + start) + choices(network, segment) + Job.options(stateIn)
                + limits(network.dataset) + Job.options(outputs),
            execution: ["--threads", "$(THREADS)", "--store", "$(STORE)"],
            cost: TimeModel.training(network, epochs: segment.to - segment.from),
            memory: MemoryModel.training(network), deviceMemory: MemoryModel.onDevice(network),
            pieces: max(1, segment.to - segment.from))
    }

    private func choices(_ network: NetworkSpecification, _ segment: TrainingSegments.Segment) -> [String] {
        let patience = network.patience(upTo: segment.to).map { ["--patience", "\($0)"] } ?? []
        return network.conditions.options
            + ["--from-epoch", "\(segment.from)", "--to-epoch", "\(segment.to)"] + patience
    }

    private func limits(_ dataset: DatasetSelection) -> [String] {
        (dataset.trainLimit.map { ["--train-limit", "\($0)"] } ?? [])
            + (dataset.testLimit.map { ["--test-limit", "\($0)"] } ?? [])
    }

    private func title(_ network: NetworkSpecification, _ segment: TrainingSegments.Segment) -> String {
        let epochs =
            switch segment.to - segment.from {
            case 0: "untrained"
            case 1: "epoch \(segment.to)"
            default: "epochs \(segment.from + 1)–\(segment.to)"
            }
        return "train \(network.title), \(epochs)"
    }

    // MARK: - Analyses and report

    /// The analyses that the panels need, each once: of networks that are trained, since others have no metrics.
    private var analysisNames: [String] {
        let trained = figure.panels.filter { !$0.networks.isEmpty && $0.grid?.epochs ?? 0 > 0 }
        return Set(trained.compactMap { $0.shows.analysis }).sorted()
    }

    private func analysisFile(_ name: String, role: FileRole) -> Job.File {
        Job.File(role: role, path: "\(folder)/\(name).h5")
    }

    private func analysisJob(_ name: String) -> Job {
        let panels = figure.panels.filter { $0.shows.analysis == name }
        // Panels of untrained networks have no metrics.
        let metrics = Set(panels.flatMap(\.networks)).sorted().flatMap { network in
            segments(of: network).map { network.metricsPath($0) }
        }.distinct { $0 }.map { Job.File(role: .metrics, path: $0) }
        let output = analysisFile(name, role: .output)
        return Job(
            stage: .analyze, title: "analyze \(name) for \(figure.figure)", outputs: [output],
            // Not for its result, but to be made again when the figure asks for other networks.
            inputs: [specification] + metrics, arguments: [name] + Job.list(metrics) + Job.options([output]),
            cost: TimeModel.analysis(files: metrics.count), memory: MemoryModel.analysis(files: metrics.count)
        )
    }

    /// Weights of the networks that panels draw.
    private var drawnWeights: [Job.File] {
        availablePanels.filter(\.shows.drawsWeights).flatMap { panel in
            panel.networks.map {
                Job.File(role: .weights, path: $0.weightsPath(epoch: panel.grid?.epochs ?? 0))
            }
        }.distinct(by: \.path)
    }

    private func reportJob() -> Job {
        let analyses = analysisNames.map { analysisFile($0, role: .analysis) }
        let shown = availablePanels.filter { $0.shows.drawsData || $0.shows.showsChance }
        let data = Set(shown.map(\.dataset.path)).sorted().map { Job.File(role: .data, path: $0) }
        let claims = Job.File(role: .claims, path: "\(pipelineFolder)/claims.yaml", isInStore: false)
        let layout = Job.File(
            role: .layout, path: "\(pipelineFolder)/plots/\(figure.layout)", isInStore: false)
        let measures = shownMeasures.map { Job.File(role: .measures, path: $0.path) }
        let templates = PageFiles(pipelineFolder).templates(of: "figure")
        let inputs =
            [specification] + analyses + measures + drawnWeights + data + [claims, layout] + templates
        return Job(
            stage: .report, title: "draw \(figure.figure) and judge its claims", outputs: files,
            inputs: inputs,
            arguments: Job.options([specification] + analyses) + Job.list(measures) + Job.list(drawnWeights)
                + Job.options(data + [claims, layout]) + Job.list(templates) + Job.options(files),
            cost: TimeModel.report,
            memory: MemoryModel.report(files: measures.count, datasets: shown.map(\.dataset)))
    }
}
