import ArgumentParser
import Foundation
import Planning
import StageKit

struct WhyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Says why a target would be made again, and what it waits for.",
        help: """
            EXAMPLE
              plan why figure2 artifacts/figures/laptop/figure2/figure2.svg --profile laptop
            """)

    @OptionGroup var figure: FigureOptions

    @Argument(help: "The target: a link, with or without the store's folder before it.")
    var target: String?

    @Option(help: ArgumentHelp("Folder of the programs.", valueName: "dir"))
    var bin = Programs.folder

    func perform() throws {
        guard let target else {
            throw StageFailure.usage("no target given; try make why TARGET=artifacts/data/mnist.h5")
        }
        let asking = JobStates(programs: bin, store: figure.storeOptions.path)
        let jobs = try asking.list(figure).jobs
        let name = relative(target)
        guard let job = jobs.first(where: { $0.outputs.contains { $0.path == name } }) else {
            throw StageFailure.noInput(
                "\(figure.figure) in profile \(figure.profile) has no target \(name); "
                    + "\(figure.storeOptions.path)/plan/\(figure.figure)-\(figure.profile).mk lists all")
        }
        let states = try asking.states(of: behind(job, jobs))
        for state in states where state.state != .done || state.job == job {
            let path = state.job == job ? name : state.job.outputs[0].path
            for reason in state.reasons { print("\(path): \(reason)") }
        }
    }

    private func relative(_ target: String) -> String {
        let store = absolute(figure.storeOptions.path)
        let path = absolute(target)
        return path.hasPrefix(store + "/") ? String(path.dropFirst(store.count + 1)) : target
    }

    /// Resolves links in the folder, but not the last component, which is itself a link.
    private func absolute(_ path: String) -> String {
        let whole = URL(fileURLWithPath: path).standardizedFileURL
        let folder = whole.deletingLastPathComponent().resolvingSymlinksInPath().path
        return folder == "/" ? "/" + whole.lastPathComponent : folder + "/" + whole.lastPathComponent
    }

    /// The job and all jobs whose outputs it needs, itself first.
    private func behind(_ job: Job, _ jobs: [Job]) -> [Job] {
        var found = [job]
        var next = 0
        while next < found.count {
            let needed = Set(found[next].inputs.map(\.path))
            for other in jobs
            where other.outputs.contains(where: { needed.contains($0.path) }) && !found.contains(other) {
                found.append(other)
            }
            next += 1
        }
        return found
    }
}
