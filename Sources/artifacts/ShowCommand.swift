import ArgumentParser
import ArtifactStore
import Foundation
import HDF5
import StageKit

struct ShowCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract:
            "Prints what an artifact is, its recipe, its inputs, and its history back to the raw files.",
        help: """
            EXAMPLES
              artifacts show artifacts/data/mnist.h5
              artifacts show 3f2a91
            """)

    @Argument(help: ArgumentHelp("A link, or (the beginning of) a digest.", valueName: "link|digest"))
    var name: String
    @OptionGroup var options: StoreOptions

    func perform() throws {
        let store = options.store
        let object = try store.resolve(name)
        let ancestry = store.ancestry(of: [object.digest])
        let maker = ancestry.first?.recipe
        let output = maker?.outputs.first { $0.value.digest == object.digest }
        let path = store.path(of: object)
        print(output?.value.title ?? "Artifact")
        show("kind", output?.value.kind ?? object.extension)
        show("digest", object.digest.hex)
        if let logical = output?.value.logical { show("logical", logical.hex) }
        show("file", path + (FileManager.default.fileExists(atPath: path) ? "" : " (missing)"))
        try store.check(object)
        if object.extension == "h5" && FileManager.default.fileExists(atPath: path) {
            try showContents(path)
        }
        if let maker {
            showRecipe(maker, role: output?.key ?? "")
        } else {
            print("no recipe in this store makes it")
        }
        showHistory(ancestry.dropFirst())
    }

    private func show(_ name: String, _ value: String) {
        print("  \(name.padding(toLength: 20, withPad: " ", startingAt: 0))\(value)")
    }

    private func showContents(_ path: String) throws {
        print("contents")
        let file = try HDF5File.open(at: path)
        for object in try file.listing()
        where object.kind != .group || object.path == "/" || !object.attributes.isEmpty {
            print("  \(object)")
        }
    }

    private func showRecipe(_ record: RecipeRecord, role: String) {
        let recipe = record.recipe
        print("recipe \(recipe.digest.hex)")
        show("stage", "\(recipe.stage), output \(role)")
        for (name, value) in recipe.parameters.sorted(by: { $0.key < $1.key }) { show(name, value.text) }
        show("code", recipe.code)
        for (name, version) in recipe.libraries.sorted(by: { $0.key < $1.key }) { show(name, version) }
        for (role, input) in recipe.inputs.sorted(by: { $0.key < $1.key }) {
            for digest in input.digests { show("input", "\(role) \(digest.hex)") }
        }
        if let adopted = record.run["adopted"] {
            let sample = (adopted["equal"]?.values ?? []).compactMap(\.string).map { $0.prefix(12) + "…" }
            print(
                "adopted, not computed with this code: \(sample.count) others gave the same digests with the old and new code"
            )
            show("from recipe", adopted["from"]?.string ?? "")
            show("sample", sample.joined(separator: " "))
            print("computed with earlier code")
        } else {
            print("computed")
        }
        for name in ["started", "seconds", "threads", "cpu", "host", "peak_memory_bytes"] {
            if let value = record.run[name] { show(name, value.string ?? value.text) }
        }
        let command = record.command
        if !command.isEmpty { show("command", command.joined(separator: " ")) }
    }

    private func showHistory(_ ancestors: ArraySlice<Ancestor>) {
        if ancestors.isEmpty { return }
        print("history")
        for ancestor in ancestors {
            let indent = String(repeating: "  ", count: ancestor.depth)
            let how = ancestor.recipe.map { "by \($0.recipe.stage)" } ?? "raw file"
            print("\(indent)\(ancestor.digest.short)…  \(ancestor.title) (\(how))")
        }
    }
}
