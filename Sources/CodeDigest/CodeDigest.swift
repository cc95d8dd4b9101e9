import Foundation
import PackagePlugin

/// Gives a stage the constant `codeDigest`: SHA-256 over the sources of the stage and of every module that it
/// depends on in this package, without those that decide no bit of an output (artifacts/FORMAT.md, "Code digest").
@main
struct CodeDigest: BuildToolPlugin {
    private static let without: Set = ["StageKit", "ArtifactStore", "Processes"]

    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let closure = [target] + target.recursiveTargetDependencies
        let ours = closure.filter { other in
            !Self.without.contains(other.name)
                && other.directoryURL.path.hasPrefix(context.package.directoryURL.path + "/Sources/")
        }
        let folders = Set(ours.map(\.directoryURL.path)).sorted()
        let files = folders.flatMap(Self.files)
        let script = context.package.directoryURL.appending(path: "pipeline/code-digest.sh")
        let output = context.pluginWorkDirectoryURL.appending(path: "CodeDigest.swift")
        return [
            .buildCommand(
                displayName: "Code digest of \(target.name)", executable: URL(filePath: "/bin/sh"),
                arguments: [script.path, context.package.directoryURL.path, output.path] + folders,
                inputFiles: files + [script], outputFiles: [output])
        ]
    }

    private static func files(in folder: String) -> [URL] {
        let names = FileManager.default.subpaths(atPath: folder) ?? []
        return names.sorted().map { URL(filePath: folder + "/" + $0) }
            .filter { ["swift", "c", "h", "cl", "inc", "modulemap"].contains($0.pathExtension) }
    }
}
