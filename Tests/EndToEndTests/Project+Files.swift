import Foundation

extension Project {
    /// A folder of data of its own, with MNIST, in place of the repository's, to which that of a project leads.
    func takeOwnData() throws {
        let data = folder + "/pipeline/data"
        try FileManager.default.removeItem(atPath: data)
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: data + "/mnist", withDestinationPath: Project.repository + "/pipeline/data/mnist")
    }

    /// Writes a file, and makes its folder.
    func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}
