import ArgumentParser
import ArtifactStore
import Foundation
import StageKit

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Says what is different between two artifacts, or two folders of them.",
        discussion: """
            Compares recipes (parameters, inputs, code, libraries) and contents: for arrays how many elements differ, by how \
            much at most, in units of the last place too, and which is the first.

            EXAMPLES
              artifacts diff artifacts/runs/mnist/rnn-relu/n100-p0.1/s0/weights-e1.h5 3f2a91
              artifacts diff artifacts/figures/laptop/figure2 artifacts/figures/smoke/figure2

            \(StageExit.help)
              1   they are different
            """)

    @Argument(
        help: ArgumentHelp("A link, (the beginning of) a digest, or a folder of links.", valueName: "a"))
    var one: String
    @Argument(help: ArgumentHelp("The other.", valueName: "b"))
    var other: String
    @OptionGroup var options: StoreOptions

    func run() throws {
        try reportingErrors("artifacts") {
            let pairs = try pairs()
            var isDifferent = false
            for (name, left, right) in pairs where left.digest != right.digest {
                isDifferent = true
                if pairs.count > 1 { print(name) }
                for line in try lines(left, right) { print((pairs.count > 1 ? "  " : "") + line) }
            }
            if isDifferent { throw ExitCode(1) }
            print("equal: \(pairs.count == 1 ? "the same object" : "\(pairs.count) artifacts each")")
        }
    }

    private func pairs() throws -> [(String, ArtifactStore.Output, ArtifactStore.Output)] {
        let store = options.store
        guard let left = folder(one), let right = folder(other) else {
            return [(one, try store.resolve(one), try store.resolve(other))]
        }
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: left))
        let both = names.intersection(try FileManager.default.contentsOfDirectory(atPath: right)).sorted()
        return try both.map { ($0, try store.resolve("\(left)/\($0)"), try store.resolve("\(right)/\($0)")) }
    }

    private func folder(_ name: String) -> String? {
        for path in [name, options.store.root + "/" + name] {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                return path
            }
        }
        return nil
    }

    private func lines(_ left: ArtifactStore.Output, _ right: ArtifactStore.Output) throws -> [String] {
        let store = options.store
        try store.check(left)
        try store.check(right)
        let makers = [left, right].map { store.records(making: $0.digest).first?.recipe }
        var lines = ["digest: \(left.digest.short)… | \(right.digest.short)…"]
        if let one = makers[0], let other = makers[1] { lines += RecipeDifference(one, other).lines }
        let contents = try FileDifference(store.path(of: left), store.path(of: right)).lines
        return lines + (contents.isEmpty ? ["contents: equal, in other bytes"] : contents)
    }
}
