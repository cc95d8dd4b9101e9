import DatasetDescriptions
import Datasets
import Foundation
import Specification

/// What was planned, and where it was written.
package struct WrittenPlan<Planned: Sendable>: Sendable {
    /// The figure, or the page of all figures, for the profile.
    package let planned: Planned
    /// The jobs; for the page those of all figures that the profile covers, each once, and the page's own at the end.
    package let list: JobList
    /// The finished figure's files; for the page those of all figures, too.
    package let results: [Job.File]
    /// The plan's files, relative to the store.
    package let files: PlanFiles
    /// True when one of the plan's files differs from what was there.
    package internal(set) var hasChanged: Bool
}

/// The folder of specifications, read and checked as a whole.
package struct Pipeline: Sendable {
    /// The folder, for instance `pipeline`.
    package let folder: String
    /// The profiles of `profiles.yaml`.
    package let profiles: Profiles
    /// The datasets of `datasets/*.yaml`, by name.
    let datasets: [Catalogue.Dataset]
    /// The connectomes of `connectomes/*.yaml`, by name.
    let connectomes: [ConnectomeDescription]
    /// The figures of `figures/*.yaml`, by name.
    package let figures: [FigureSpecification]
    /// All words of claims, only to see which described datasets they name.
    private let claims: Set<String>

    /// Reads `profiles.yaml`, and all of `datasets/*.yaml`, `connectomes/*.yaml` and `figures/*.yaml`.
    ///
    /// All figures are read for the sake of one, because the networks they share are trained in common segments.
    /// - Throws: `YAMLError` for the first mistake, with file and line.
    package init(folder: String) throws {
        self.folder = folder
        let datasets = try DatasetDescription.all(in: folder).map { Catalogue.Dataset($0) }
        self.datasets = datasets
        let connectomes = try ConnectomeDescription.all(in: folder)
        self.connectomes = connectomes
        (profiles, figures) = try Catalogue.with(datasets, connectomes: connectomes) {
            let profiles = try Profiles.read(path: "\(folder)/profiles.yaml")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/figures")) ?? []
            let figures = try names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map {
                try FigureSpecification.read(path: "\(folder)/figures/\($0)", profiles: profiles)
            }
            return (profiles, figures)
        }
        // What is wrong with claims is said by who reads them.
        let document = datasets.isEmpty ? nil : try? YAMLValue.read(path: "\(folder)/claims.yaml")
        claims = document?.texts ?? []
    }

    /// Calls `body`, during which what is described is known like what the catalogue has.
    package func withDescribed<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Catalogue.with(datasets, connectomes: connectomes, body)
    }

    /// The described datasets that panels or claims name; nil for none.
    func datasets(namedBy panels: [ResolvedPanel]) -> [Catalogue.Dataset]? {
        let named = datasets.filter { dataset in
            panels.contains { $0.dataset.name == dataset.name } || claims.contains(dataset.name)
        }
        return named.isEmpty ? nil : named
    }

    /// The figure of that name.
    ///
    /// - Throws: `UnknownName` with the known ones.
    package func figure(_ name: String) throws -> FigureSpecification {
        guard let figure = figures.first(where: { $0.name == name }) else {
            throw UnknownName(
                what: "figure", name: name, known: figures.map(\.name), place: "\(folder)/figures")
        }
        return figure
    }

    /// The jobs of a figure in a profile, and the figure itself; writes nothing.
    ///
    /// - Parameters:
    ///   - unavailable: why a dataset or connectome cannot be had, or nil if it can, by its name; panels of such ones are
    ///     planned without networks.
    ///   - done: which jobs are done; asked only for a profile of finished networks.
    /// - Throws: `UnknownName`, or `YAMLError` when the figure does not say what the profile runs.
    package func jobs(
        figure name: String, profile profileName: String,
        unavailable: (String, Profile) -> String? = { _, _ in nil }, done: DoneJobs? = nil
    ) throws -> (ResolvedFigure, FigureJobs) {
        let profile = try profiles.named(profileName)
        let specification = try figure(name)
        var resolved = try specification.resolved(for: profile)
        resolved.datasets = datasets(namedBy: resolved.panels)
        for index in resolved.panels.indices {
            let panel = resolved.panels[index]
            let wirings = Set(panel.grid?.conditions.compactMap { $0.wiring?.connectome } ?? []).sorted()
            for name in wirings + [panel.dataset.name] where resolved.panels[index].unavailable == nil {
                resolved.panels[index].unavailable = unavailable(name, profile)
            }
        }
        try checkLayout(of: specification)
        let all = try figures.filter { $0.covers(profile) }.map { try $0.resolved(for: profile) }
        let segments = TrainingSegments(figures: all)
        let jobs = FigureJobs(figure: resolved, segments: segments, pipelineFolder: folder)
        guard profile.isFinishedOnly, let done else { return (resolved, jobs) }
        let finished = try jobs.finished(done)
        return (finished.figure, finished)
    }

    private func checkLayout(of figure: FigureSpecification) throws {
        if FileManager.default.fileExists(atPath: "\(folder)/plots/\(figure.layout)") { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/plots")) ?? []
        let known = names.filter { $0.hasSuffix(".gp") }.sorted().joined(separator: ", ")
        throw YAMLError(
            file: figure.file, line: figure.layoutLine,
            message: "the layout \"\(figure.layout)\" is not in \(folder)/plots; add it, or name one that is "
                + "there by \"layout:\"; there are: \(known.isEmpty ? "none yet" : known)")
    }
}

/// Plans one figure in one profile: checks the specifications, writes the figure, its jobs and its rules.
///
/// Files keep their time stamps when they have not changed, because analyses and reports are made from them, and because Make
/// starts over when rules have.
/// - Parameters:
///   - figure: name of the figure, for instance `figure2`.
///   - profile: name of the profile, for instance `laptop`.
///   - pipelineFolder: folder of specifications as the Makefile calls it, for instance `pipeline`.
///   - store: folder of artifacts.
///   - unavailable: why a dataset cannot be had, or nil if it can, by its name.
///   - done: which jobs are done; asked only for a profile of finished networks.
/// - Throws: `YAMLError` for a mistake in a specification, `UnknownName`, `UnsuitablePath`, or Foundation's
///   errors when the store cannot be written.
@discardableResult
package func writePlan(
    figure: String, profile: String, pipelineFolder: String, store: String,
    unavailable: (String, Profile) -> String? = { _, _ in nil }, done: DoneJobs? = nil
) throws -> WrittenPlan<ResolvedFigure> {
    let pipeline = try Pipeline(folder: pipelineFolder)
    return try pipeline.withDescribed {
        let (resolved, jobs) = try pipeline.jobs(
            figure: figure, profile: profile, unavailable: unavailable, done: done)
        return try PlanFiles(figure: figure, profile: profile)
            .write(resolved, jobs.jobs(), results: jobs.files, store: store)
    }
}

extension PlanFiles {
    /// Writes what is planned, its jobs, and the rules that make `results`, where they have changed.
    func write<Planned: Encodable & Sendable>(
        _ planned: Planned, _ jobs: [Job], results: [Job.File], store: String
    ) throws -> WrittenPlan<Planned> {
        let list = JobList(figure: name, profile: profile, jobs: jobs)
        let rulesText = try MakeRules(list: list, files: results).text()
        let hasChanged = [
            try writeIfChanged(try canonicalJSON(planned), to: "\(store)/\(figure)"),
            try writeIfChanged(try canonicalJSON(list), to: "\(store)/\(self.jobs)"),
            try writeIfChanged(Data(rulesText.utf8), to: "\(store)/\(rules)"),
            try writeIfChanged(Data(list.progress.utf8), to: "\(store)/\(progress)"),
        ].contains(true)
        return WrittenPlan(
            planned: planned, list: list, results: results, files: self, hasChanged: hasChanged)
    }

    /// Writes rules for a scheduler, beside those that `write` has written before.
    ///
    /// - Throws: `UnsuitablePath`, or Foundation's errors when the store cannot be written.
    package func write(_ rules: ClusterRules, store: String) throws {
        try writeIfChanged(Data(try rules.text().utf8), to: "\(store)/\(clusterRules)")
    }
}
