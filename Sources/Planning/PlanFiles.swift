import Foundation

/// Where the plan of a figure lies, relative to the store.
package struct PlanFiles: Hashable, Sendable {
    /// Name of the figure.
    package let name: String
    /// Name of the profile.
    package let profile: String

    /// The plan's files for a figure in a profile.
    package init(figure: String, profile: String) {
        name = figure
        self.profile = profile
    }

    /// The rules, which the Makefile includes.
    package var rules: String { "plan/\(name)-\(profile).mk" }
    /// The rules whose commands a scheduler runs.
    package var clusterRules: String { "plan/\(name)-\(profile).cluster.mk" }
    /// The digest of what the rules were made from, which says whether they are old.
    package var inputs: String { "plan/\(name)-\(profile).inputs" }
    /// The same for the rules of a scheduler.
    package var clusterInputs: String { "plan/\(name)-\(profile).cluster.inputs" }
    /// The file that stands for a file of the project in rules: its digest, written only where that changes.
    package static func seen(_ path: String) -> String { "plan/seen/\(path.replacing("/", with: "_"))" }
    /// The figure with everything decided for the profile; `analyze` and `report` read it.
    package var figure: String { "plan/\(name)-\(profile).json" }
    /// The jobs, for `plan status` and `plan why`.
    package var jobs: String { "plan/\(name)-\(profile).jobs.json" }
    /// What of the jobs stages need to know to say how far the figure is.
    package var progress: String { "plan/\(name)-\(profile).progress" }
}

/// The JSON of `value`: sorted keys, shortest numbers, one trailing line feed.
func canonicalJSON(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
}

/// Writes `bytes` at `path` unless they are there already, so that what is made from it stays up to date.
///
/// A reader sees the old bytes or the new ones, never a part.
/// - Returns: true when the file was written.
@discardableResult
func writeIfChanged(_ bytes: Data, to path: String) throws -> Bool {
    if FileManager.default.contents(atPath: path) == bytes { return false }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
    return true
}
