import ArtifactStore
import Foundation
import HDF5
import Model

/// The snapshots of networks in a store, with the accuracy that each had.
struct Snapshots {
    let store: Store

    /// What the name of a file in a network's folder says: `weights-e50-patience20.h5`, `metrics-e10-e50-patience20.h5`.
    private struct Name {
        let role: FileRole
        /// Epochs after which the file was written.
        let epoch: Int
        /// `patience20`; empty for networks that train to the end.
        let course: String

        init?(link: String) {
            let parts = ((link as NSString).lastPathComponent as NSString).deletingPathExtension
                .split(separator: "-")
            let epochs = parts.map { $0.hasPrefix("e") ? Int($0.dropFirst()) : nil }
            guard let last = epochs.lastIndex(where: { $0 != nil }), let epoch = epochs[last] else {
                return nil
            }
            role = FileRole(rawValue: String(parts[0]))
            self.epoch = epoch
            course = parts[(last + 1)...].joined(separator: "-")
        }
    }

    /// What the metrics of one course of training say.
    private struct Course {
        /// Test accuracy by epoch.
        var accuracies: [Int: Double] = [:]
        /// The epochs that were finished, by the number asked for; fewer if training ended early.
        var finished: [Int: Int] = [:]
    }

    /// One line for each snapshot: epoch, accuracy, digest, size, link; in order of networks and epochs.
    func lines(prefix: String) throws -> [String] {
        let links = store.links().filter { $0.hasPrefix(prefix) }
        let byFolder = Dictionary(grouping: links) { ($0 as NSString).deletingLastPathComponent }
        return try byFolder.sorted { $0.key < $1.key }.flatMap { folder, links in
            let named = links.compactMap { link in Name(link: link).map { ($0, link) } }
            let snapshots = named.filter { $0.0.role == .weights }.sorted {
                ($0.0.epoch, $0.1) < ($1.0.epoch, $1.1)
            }
            if snapshots.isEmpty { return [String]() }
            let courses = try courses(named.filter { $0.0.role == .metrics })
            return [folder]
                + snapshots.map { name, link in line(name, courses[name.course] ?? Course(), link) }
        }
    }

    private func courses(_ metrics: [(Name, String)]) throws -> [String: Course] {
        var found: [String: Course] = [:]
        for (name, link) in metrics {
            let path = "\(store.root)/\(link)"
            // In this case its accuracies are not known, but its snapshots still are.
            if sizeText(of: link, in: store) == "dropped" { continue }
            try store.checkObject(linkedBy: path, role: FileRole.metrics.rawValue)
            let file = try HDF5File.open(at: path)
            let test = try file.root.group("test")
            let epochs = try test.read("epoch", as: Int64.self)
            var course = found[name.course] ?? Course()
            for (epoch, accuracy) in zip(epochs, try test.read("accuracy", as: Double.self)) {
                course.accuracies[Int(epoch)] = accuracy
            }
            course.finished[name.epoch] = try file.root.attribute("epoch", as: Int.self)
            found[name.course] = course
        }
        return found
    }

    private func line(_ name: Name, _ course: Course, _ link: String) -> String {
        let object = store.object(ofLink: link)
        let finished = course.finished[name.epoch] ?? name.epoch
        let accuracy = course.accuracies[finished]
        let percent = accuracy.map { String(format: "%6.2f %%", $0 <= 1 ? $0 * 100 : $0) } ?? "       ?"
        let size = sizeText(of: link, in: store)
        let number = padded("\(name.epoch)", to: 5)
        let end = finished < name.epoch ? ", ended after epoch \(finished)" : ""
        return
            "  epoch\(number)  \(percent)  \(object?.digest.short ?? "")  \(size)  \((link as NSString).lastPathComponent)\(end)"
    }
}
