import Model
import Specification

/// Plans the page of all figures in one profile, and with it each of its figures.
///
/// - Parameters: as of `writePlan`, which does the same for one figure.
/// - Throws: as `writePlan`.
@discardableResult
package func writePaperPlan(
    profile: String, pipelineFolder: String, store: String,
    unavailable: (String, Profile) -> String? = { _, _ in nil }, done: DoneJobs? = nil
) throws -> WrittenPlan<ResolvedPaper> {
    let pipeline = try Pipeline(folder: pipelineFolder)
    return try pipeline.withDescribed {
        try writePaperPlan(
            pipeline, profile: profile, store: store, unavailable: unavailable, done: done)
    }
}

private func writePaperPlan(
    _ pipeline: Pipeline, profile: String, store: String,
    unavailable: (String, Profile) -> String?, done: DoneJobs?
) throws -> WrittenPlan<ResolvedPaper> {
    let paper = try pipeline.paper(profile: profile)
    var hasChanged = false
    var figures: [FigureJobs] = []
    for name in paper.figures.filter({ $0.uncovered == nil }).map(\.figure) {
        let (resolved, jobs) = try pipeline.jobs(
            figure: name, profile: profile, unavailable: unavailable, done: done)
        // The page's job reads the figure's plan, so that is written first.
        let plan = try PlanFiles(figure: name, profile: profile)
            .write(resolved, jobs.jobs(), results: jobs.files, store: store)
        hasChanged = hasChanged || plan.hasChanged
        figures.append(jobs)
    }
    let jobs = PaperJobs(figures: figures, profile: profile, pipelineFolder: pipeline.folder)
    var plan = try PlanFiles(figure: ResolvedPaper.name, profile: profile)
        .write(paper, jobs.jobs(), results: jobs.files, store: store)
    plan.hasChanged = plan.hasChanged || hasChanged
    return plan
}

extension Pipeline {
    /// All figures, with the reason why the profile does not have one and with what the profile `paper` runs for it.
    ///
    /// - Throws: `UnknownName` for a profile that is not there.
    package func paper(profile name: String) throws -> ResolvedPaper {
        let profile = try profiles.named(name)
        let reference = profiles.all.first { $0.name == ResolvedPaper.referenceProfile }
        var paper = ResolvedPaper(
            profile: name, description: profile.description,
            figures: try figures.map { figure in
                let panels = try reference.flatMap { reference in
                    figure.covers(reference) ? try figure.resolved(for: reference).panels : nil
                }
                return ResolvedPaper.Figure(
                    figure: figure.name, title: figure.title, source: figure.source,
                    uncovered: reasonNotToCover(figure, in: profile), paperPanels: panels)
            },
            published: PageFiles(folder).published(besides: name).isEmpty ? nil : PageFiles.publishedProfile)
        let panels = try figures.filter { $0.covers(profile) }.flatMap {
            try $0.resolved(for: profile).panels
        }
        paper.datasets = datasets(namedBy: panels + paper.figures.flatMap { $0.paperPanels ?? [] })
        return paper
    }

    private func reasonNotToCover(_ figure: FigureSpecification, in profile: Profile) -> String? {
        let panels = figure.uncoveredPanels(profile)
        if panels.isEmpty { return nil }
        let subject =
            panels.count == 1 ? "panel \(panels[0]) does" : "panels \(panels.joined(separator: ", ")) do"
        return
            "\(figure.name).yaml is not for profile \(profile.name): its \(subject) not say what to run there"
    }
}

/// The jobs behind the page of all figures.
struct PaperJobs {
    /// The figures that the profile covers.
    let figures: [FigureJobs]
    let profile: String
    /// The project's folder of specifications.
    let pipelineFolder: String

    /// Every job once, each after the jobs whose outputs it reads.
    func jobs() -> [Job] {
        (figures.flatMap { $0.jobs() } + [job]).distinct
    }

    /// The page's files, and those of the figures that it links to.
    var files: [Job.File] { outputs + figures.flatMap(\.files) }

    /// The page stands under the profile's name, and as the index where it was the last one that was asked for.
    private var outputs: [Job.File] {
        [
            Job.File(role: .page, path: "report/\(profile).html"),
            Job.File(role: .index, path: "report/index.html"),
            Job.File(role: .allVerdicts, path: "report/\(profile).verdicts.json"),
        ]
    }

    private var job: Job {
        let name = ResolvedPaper.name
        let paper = Job.File(role: .paper, path: PlanFiles(figure: name, profile: profile).figure)
        let specifications = figures.map { figure in
            Job.File(
                role: .specification, path: PlanFiles(figure: figure.figure.figure, profile: profile).figure)
        }
        let results = [FileRole.svg, .verdicts, .cells].map { role in
            figures.flatMap { $0.files.filter { $0.role == role } }
        }
        let written = [FileRole.claims, .differences].map {
            Job.File(role: $0, path: "\(pipelineFolder)/\($0).yaml", isInStore: false)
        }
        let pages = PageFiles(pipelineFolder)
        let templates = pages.templates(of: name)
        let published = pages.published(besides: profile)
        let lists = [specifications] + results
        return Job(
            stage: .report, title: "put all figures and claims on one page", outputs: outputs,
            inputs: [paper] + lists.flatMap { $0 } + written + templates + published,
            arguments: [name] + Job.options([paper]) + lists.flatMap(Job.list)
                + Job.options(written) + Job.list(templates) + Job.options(published + outputs),
            cost: TimeModel.report)
    }
}
