import ArgumentParser
import ArtifactStore
import Foundation
import Planning
import StageKit

/// What Make cannot see for itself, because it compares times; the Makefile asks before each run.
struct StaleCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract:
            "Prints the targets that Make would wrongly take to be up to date, and renews the files whose times it compares.",
        help: """
            Time stamps decide nothing: code, specifications and raw files are known by what they hold (code/, plan/*.inputs, plan/seen/), \
            links that lead nowhere count as old, and times in the future are set to now. It ends with code 65 if files are in place of links.

            EXAMPLE
              plan stale figure2 --profile laptop --store artifacts
            """, shouldDisplay: false)

    @Argument(help: "Names of figures, or paper.")
    var figures: [String] = []

    @Option(help: "Profile: how much of the figures is computed.")
    var profile = "laptop"

    @OptionGroup var sources: PlanSources

    @OptionGroup var storeOptions: StoreOptions

    func perform() throws {
        let store = storeOptions.store
        // A store that cannot be written to stays as it was; if anything changed, the stage that would compute it
        // fails.
        if !store.isReadOnly {
            try SeenContents(store: store, pipeline: sources.pipeline).renew()
        }
        let places = store.places()
        sayFutureTimes(store.setPastTimes(among: places))
        try refuseCopies(places, store)
        for place in places where place.content != .object && Self.isTarget(place.path) {
            if place.content == .broken, isSpared(place.path, store) { continue }
            if case .file(let bytes) = place.content, bytes > 0 { continue }
            print("\(storeOptions.path)/\(place.path)")
        }
        let digest = try sources.digest(store: store, profile: profile)
        for figure in figures {
            let files = PlanFiles(figure: figure, profile: profile)
            guard sources.noted(for: files, store: store) != digest else { continue }
            let rules = sources.cluster == nil ? files.rules : files.clusterRules
            print("\(storeOptions.path)/\(rules)")
        }
    }

    /// What was dropped to save space is made again by the stage that reads it (FORMAT.md, "Dropping").
    private func isSpared(_ link: String, _ store: Store) -> Bool {
        !Store.isResult(link) && store.isDropped(link: link)
    }

    /// Paths with other names cannot be targets.
    private static func isTarget(_ path: String) -> Bool {
        path.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 128 && (character.isLetter || character.isNumber || "-._/+,@".contains(character))
        }
    }

    private func sayFutureTimes(_ times: Store.FutureTimes?) {
        guard let times else { return }
        let done = times.failure.map { "not all could be set to now (\($0))" } ?? "they were set to now"
        writeToStandardError(
            "plan: \(times.count) files and links in \(storeOptions.path) had times in the future, by up to "
                + "\(StageProgress.time(times.seconds)) (the clock of another machine?); \(done)\n")
    }

    private func refuseCopies(_ places: [LinkPlace], _ store: Store) throws {
        let files = places.filter {
            if case .file(let bytes) = $0.content { bytes > 0 } else { false }
        }.map(\.path)
        guard !files.isEmpty else { return }
        let planned = Set(
            try figures.flatMap { figure -> [String] in
                let path = "\(store.root)/\(PlanFiles(figure: figure, profile: profile).jobs)"
                guard FileManager.default.fileExists(atPath: path) else { return [] }
                let list = try readJSON(JobList.self, at: path, advice: "delete it; make writes it again")
                return list.jobs.flatMap(\.outputs).map(\.path)
            })
        let lost = files.filter(planned.contains).sorted()
        guard let first = lost.first else { return }
        let others = lost.count == 1 ? "" : " and \(lost.count - 1) others"
        throw StageFailure.badData(
            "\(storeOptions.path)/\(first)\(others) should be links, and are files: the store was copied without its links, or "
                + "they were edited; make repair STORE=\(storeOptions.path) turns unchanged copies into links again"
        )
    }
}
