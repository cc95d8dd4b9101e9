import ArgumentParser
import ArtifactStore
import Foundation
import StageKit

struct ListCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "Lists links with size and the beginning of their digest.",
        help: """
            EXAMPLES
              artifacts ls
              artifacts ls runs/mnist
              artifacts ls --snapshots
            """)

    @Argument(help: "Only links that begin with this, relative to the store.")
    var prefix = ""
    @Flag(help: "Weights of networks by epoch, with their test accuracy.")
    var snapshots = false
    @OptionGroup var options: StoreOptions

    func perform() throws {
        let store = try options.requireStore()
        if snapshots {
            for line in try Snapshots(store: store).lines(prefix: prefix) { print(line) }
            return
        }
        for link in store.links() where link.hasPrefix(prefix) {
            guard let object = store.object(linkedBy: store.root + "/" + link) else { continue }
            print("\(object.digest.short)  \(padded(sizeText(of: link, in: store)))  \(link)")
        }
    }
}

/// The size of the object that a link in the store names, or `dropped` or `missing`.
func sizeText(of link: String, in store: Store) -> String {
    if let bytes = store.size(ofLink: link) { return readableSize(bytes) }
    let object = store.object(ofLink: link)
    return object.map { store.isDropped($0.digest, extension: $0.extension) } ?? false ? "dropped" : "missing"
}

/// Bytes for people: `812 B`, `1.4 MB`.
func readableSize(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 1000 && unit < units.count - 1 {
        value /= 1000
        unit += 1
    }
    return unit == 0 ? "\(bytes) B" : String(format: "%.1f %@", value, units[unit])
}
