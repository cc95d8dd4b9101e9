import ArgumentParser
import ArtifactStore
import Foundation
import Processes
import StageKit

struct ArchiveCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Writes a figure with everything behind it into one file, to deposit.",
        help: """
            A tar file with a BagIt bag; its payload is a store (objects, recipes) and an RO-Crate 1.1 that says how each file was \
            made (Provenance Run Crate 0.5), with the source tree at its commit, and a page that shows what is in it \
            (data/ro-crate-preview.html). The same store gives the same bytes. What is archived is kept (artifacts keep).

            It has the digests of raw data; with --raw-data also the files. With --results-only it lacks datasets, masks, weights, states \
            and activations, which can be computed again, and the source tree. Whoever imports it has all numbers, figures and pages, \
            and can compute any network and see whether it has the same digest.

            EXAMPLES
              artifacts archive figure2 --profile laptop --output figure2.tar
              artifacts archive figure2 --raw-data --output figure2.tar
              artifacts archive paper --profile workstation-finished --results-only --output results.tar
            """)

    @Argument(help: "Name of the figure, made before.")
    var figure: String
    @Option(name: .shortAndLong, help: ArgumentHelp("File to write.", valueName: "file.tar"))
    var output: String
    @Option(help: ArgumentHelp("The project's folder, a clone of its repository.", valueName: "dir"))
    var source = "."
    @Option(help: "Profile of the figure (default: all profiles with a plan in the store).")
    var profile: String?
    @Flag(help: "Include the raw files that fetch-data read.")
    var rawData = false
    @Flag(help: "Leave out datasets, masks, weights, states and activations, which can be computed again.")
    var resultsOnly = false
    @OptionGroup var programs: ProgramOptions
    @OptionGroup var options: StoreOptions

    func perform() throws {
        let store = try options.requireStore()
        let links = try links(in: store)
        let bag = try Bag(
            figure: figure, links: links, store: store, source: try SourceTree(at: source),
            codes: StageCodes(folder: programs.bin),
            raw: rawData ? RawFiles(of: store, pipeline: programs.pipeline) : nil, resultsOnly: resultsOnly)
        writeToStandardError(
            "artifacts: \(output) will have \(bag.objects.count) objects, \(readableSize(bag.payloadBytes)), and what "
                + "describes them\(bag.leftOutWords)\n")
        let isNew = try ArchiveFile(path: output).publish { try bag.write(to: $0) }
        try keep(links, in: store)
        let size = ArchiveFile.size(of: output) ?? 0
        print(
            (isNew ? "" : "already there, with the same bytes: ")
                + "\(output): \(bag.objects.count) objects, \(bag.records.count) recipes, \(readableSize(size))"
        )
    }
}

extension ArchiveCommand {
    private func links(in store: Store) throws -> [String] {
        let plans = Plans(of: store)
        if let links = plans.links(of: figure, profile: profile) { return links }
        let others = plans.profiles(of: figure)
        let there = others.isEmpty ? "" : " (there are \(others.joined(separator: ", ")))"
        throw StageFailure.noInput(
            "\(store.root)/plan has no plan for \(figure)\(profile.map { " in profile \($0)" } ?? "")\(there); make it first"
        )
    }

    /// What is archived may be cited, so no collection removes it.
    private func keep(_ links: [String], in store: Store) throws {
        if store.isReadOnly {
            return writeToStandardError(
                "artifacts: \(store.root) cannot be written to, so what was archived is not marked as kept\n")
        }
        for link in links where Store.isResult(link) {
            try store.keep(try store.resolve("\(store.root)/\(link)"))
        }
    }
}

/// The project's files at a commit.
struct SourceTree {
    /// The commit, with `-modified` if tracked files differ from it.
    let commit: String
    /// A tar file of the tracked files at the commit.
    let tar: Data
    /// The Makefile at the commit.
    let makefile: Data

    /// Asks git.
    /// - Throws: `StageFailure` if `folder` is not a clone.
    init(at folder: String) throws {
        let head = try Self.git(["rev-parse", "HEAD"], folder)
        let changes = try Self.git(["status", "--porcelain", "--untracked-files=no"], folder)
        let name = String(decoding: head, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        commit = name + (changes.isEmpty ? "" : "-modified")
        tar = try Self.git(["archive", "--format=tar", "HEAD"], folder)
        makefile = try Self.git(["show", "HEAD:Makefile"], folder)
    }

    /// Git's message about a failure is shown as it is.
    private static func git(_ arguments: [String], _ folder: String) throws -> Data {
        let run = try runProgram("/usr/bin/env", ["git", "-C", folder] + arguments)
        guard run.status == 0 else {
            throw StageFailure.noInput(
                "git \(arguments[0]) failed in \(folder); an archive holds the project's files, from a clone of its repository: "
                    + "name one with --source")
        }
        return run.output
    }
}
