import ArtifactStore
import Foundation
import HDF5

/// The snapshots of networks in a store, with the accuracy that each had.
struct Snapshots {
    let store: Store

    /// One line a snapshot: epoch, accuracy, digest, size, link; in order of networks and epochs.
    func lines(prefix: String) throws -> [String] {
        let links = store.links().filter { $0.hasPrefix(prefix) }
        let byFolder = Dictionary(grouping: links) { ($0 as NSString).deletingLastPathComponent }
        return try byFolder.sorted { $0.key < $1.key }.flatMap { folder, names in
            let snapshots = names.compactMap { name in epoch(name).map { ($0, name) } }.sorted { $0.0 < $1.0 }
            if snapshots.isEmpty { return [String]() }
            let accuracies = try accuracies(
                names.filter { ($0 as NSString).lastPathComponent.hasPrefix("metrics-") })
            return [folder] + snapshots.map { epoch, name in line(epoch, accuracies[epoch], name) }
        }
    }

    /// The epoch of `…/weights-e10.h5`.
    private func epoch(_ link: String) -> Int? {
        let name = ((link as NSString).lastPathComponent as NSString).deletingPathExtension
        return name.hasPrefix("weights-e") ? Int(name.dropFirst("weights-e".count)) : nil
    }

    private func accuracies(_ links: [String]) throws -> [Int: Double] {
        var found: [Int: Double] = [:]
        for link in links {
            let path = "\(store.root)/\(link)"
            // Its accuracies are not known then; the snapshots still are.
            if sizeText(of: link, in: store) == "dropped" { continue }
            try store.checkObject(linkedBy: path, role: "metrics")
            let test = try HDF5File.open(at: path).root.group("test")
            let epochs = try test.read("epoch", as: Int64.self)
            for (epoch, accuracy) in zip(epochs, try test.read("accuracy", as: Double.self)) {
                found[Int(epoch)] = accuracy
            }
        }
        return found
    }

    private func line(_ epoch: Int, _ accuracy: Double?, _ link: String) -> String {
        let object = store.object(linkedBy: "\(store.root)/\(link)")
        let percent = accuracy.map { String(format: "%6.2f %%", $0 <= 1 ? $0 * 100 : $0) } ?? "       ?"
        let size = sizeText(of: link, in: store)
        let number = String(repeating: " ", count: max(0, 5 - "\(epoch)".count)) + "\(epoch)"
        return
            "  epoch\(number)  \(percent)  \(object?.digest.short ?? "")  \(size)  \((link as NSString).lastPathComponent)"
    }
}
