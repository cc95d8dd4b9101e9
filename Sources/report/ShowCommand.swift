import ArgumentParser
import Figures
import Foundation
import StageKit

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Says where a finished figure lies, and the verdicts on it.",
        discussion: """
            EXAMPLE
              report show artifacts/figures/laptop/figure2

            \(StageExit.help)
            """)

    @Argument(help: "Folder of the figure.")
    var folder: String
    @OptionGroup var store: StoreOptions

    func run() throws {
        try reportingErrors("report") {
            let name = (folder as NSString).lastPathComponent
            let base = "\(folder)/\(name)"
            guard let verdicts = FileManager.default.contents(atPath: base + ".verdicts.json") else {
                throw StageFailure(
                    StageExit.noInput, "\(base).verdicts.json does not exist; make the figure first")
            }
            for (what, ending) in [
                ("figure", ".svg"), ("", ".pdf"), ("", ".png"), ("table", ".tsv"), ("cells", ".cells.tsv"),
                ("verdicts", ".verdicts.json"), ("page", ".html"),
            ] {
                print("\(what.padding(toLength: 10, withPad: " ", startingAt: 0))\(base)\(ending)")
            }
            print(try JSONDecoder().decode(VerdictFile.self, from: verdicts).summary, terminator: "")
        }
    }
}
