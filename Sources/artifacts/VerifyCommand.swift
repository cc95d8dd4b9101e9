import ArgumentParser
import ArtifactStore
import StageKit

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Hashes every object again; names what is missing or damaged.",
        discussion: """
            EXAMPLE
              artifacts verify --store artifacts

            \(StageExit.help)
              1   something is missing or damaged
            """)

    @OptionGroup var options: StoreOptions

    func run() throws {
        try reportingErrors("artifacts") { try options.requireStore() }
        let report = options.store.verify()
        for damage in report.damages { print(damage) }
        let unfinished = report.unfinished == 0 ? "" : ", \(report.unfinished) unfinished in tmp/"
        print(
            "\(report.objects) objects (\(readableSize(report.bytes))), \(report.recipes) recipes, "
                + "\(report.links) links\(unfinished): "
                + (report.damages.isEmpty
                    ? "all as they must be" : "\(report.damages.count) missing or damaged"))
        if !report.damages.isEmpty { throw ExitCode(1) }
    }
}
