import ArgumentParser
import ArtifactStore
import Foundation
import StageKit

struct DiffCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Says what differs between two artifacts, or two folders of them.",
        help: """
            Compares recipes (parameters, inputs, code, libraries) and contents: for arrays how many elements differ, by how \
            much at most (also in units in the last place), and which is the first.

            EXAMPLES
              artifacts diff artifacts/runs/mnist/rnn-relu/n100-p0.1/s0/weights-e1.h5 3f2a91
              artifacts diff artifacts/figures/laptop/figure2 artifacts/figures/smoke/figure2
            """, codeOne: "they are different")

    @Argument(
        help: ArgumentHelp("A link, (the beginning of) a digest, or a folder of links.", valueName: "a"))
    var one: String
    @Argument(help: ArgumentHelp("The other one.", valueName: "b"))
    var other: String
    @OptionGroup var options: StoreOptions

    func perform() throws {
        let isDifferent: Bool
        switch (folder(one), folder(other)) {
        case (let left?, let right?): isDifferent = try compareFolders(left, right)
        case (nil, nil): isDifferent = try compare()
        case (let folder, _):
            throw StageFailure.usage(
                "\(folder == nil ? other : one) is a folder and \(folder == nil ? one : other) is not: compare two folders, "
                    + "or two artifacts")
        }
        if isDifferent { throw ExitCode(1) }
    }

    private func compare() throws -> Bool {
        let left = try options.store.resolve(one)
        let right = try options.store.resolve(other)
        if left.digest == right.digest { print("equal: the same object") }
        for line in try lines(left, right) { print(line) }
        return left.digest != right.digest
    }

    private func compareFolders(_ left: String, _ right: String) throws -> Bool {
        let store = options.store
        let mine = links(below: left)
        let theirs = links(below: right)
        var isDifferent = false
        for name in mine.union(theirs).sorted() {
            let lines =
                mine.contains(name) && theirs.contains(name)
                ? try lines(store.resolve("\(left)/\(name)"), store.resolve("\(right)/\(name)"))
                : ["only in the \(mine.contains(name) ? "first" : "second")"]
            if lines.isEmpty { continue }
            isDifferent = true
            print(([name] + lines).joined(separator: "\n  "))
        }
        guard !mine.isEmpty || !theirs.isEmpty else {
            throw StageFailure.noInput("neither \(left) nor \(right) has links to artifacts of \(store.root)")
        }
        if !isDifferent { print("equal: \(mine.count) artifacts each") }
        return isDifferent
    }

    /// Links to objects of the store, relative to the folder.
    private func links(below folder: String) -> Set<String> {
        let names = FileManager.default.subpaths(atPath: folder) ?? []
        return Set(names.filter { options.store.object(linkedBy: "\(folder)/\($0)") != nil })
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
        if left.digest == right.digest { return [] }
        let store = options.store
        try store.check(left)
        try store.check(right)
        let makers = [left, right].map { store.records(making: $0.digest).first?.recipe }
        var lines = ["digest: \(left.digest.short)… | \(right.digest.short)…"]
        if let one = makers[0], let other = makers[1] { lines += RecipeDifference(one, other).lines }
        let contents = try FileDifference(store.path(of: left), store.path(of: right)).lines
        return lines + (contents.isEmpty ? ["contents: equal, in different bytes"] : contents)
    }
}
