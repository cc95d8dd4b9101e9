import ArgumentParser
import Drawing
import Judging
import Pages
import Results
import Foundation
import StageKit

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Says where a finished figure lies, and the verdicts on it.",
        discussion: """
            EXAMPLES
              report show artifacts/figures/laptop/figure2
              report show artifacts/report/laptop.html

            \(StageExit.help)
            """)

    @Argument(help: "Folder of the figure, or the page of all figures.")
    var folder: String
    @OptionGroup var store: StoreOptions

    func run() throws {
        try reportingErrors("report") {
            if folder.hasSuffix(".html") { return try showPage() }
            let name = (folder as NSString).lastPathComponent
            let base = "\(folder)/\(name)"
            let verdicts = try readJSON(
                VerdictFile.self, at: base + ".verdicts.json", advice: "make the figure first")
            for (what, ending) in [
                ("figure", ".svg"), ("", ".pdf"), ("", ".png"), ("table", ".tsv"), ("cells", ".cells.tsv"),
                ("verdicts", ".verdicts.json"), ("page", ".html"),
            ] {
                print("\(what.padding(toLength: 10, withPad: " ", startingAt: 0))\(base)\(ending)")
            }
            print(verdicts.summary, terminator: "")
        }
    }

    /// Of the many claims only those that were tested; the page has the reasons for the others.
    private func showPage() throws {
        let base = (folder as NSString).deletingPathExtension
        let verdicts = try readJSON(
            VerdictFile.self, at: base + ".verdicts.json", advice: "make the page first (make paper)")
        print("page      \(folder), and \((folder as NSString).deletingLastPathComponent)/index.html")
        print("verdicts  \(base).verdicts.json")
        print(verdicts.summary(ofTestedOnly: true), terminator: "")
    }
}
