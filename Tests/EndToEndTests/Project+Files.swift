import Foundation
import Testing

extension Project {
    /// A folder of data of its own, with MNIST, in place of the repository's, to which that of a project leads.
    func takeOwnData() throws {
        let data = folder + "/pipeline/data"
        try FileManager.default.removeItem(atPath: data)
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: data + "/mnist", withDestinationPath: Project.repository + "/pipeline/data/mnist")
    }

    /// The repository's other figures, for a profile that tests do not run: the page of all figures refuses claims of figures that
    /// there are not.
    func nameOtherFigures() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Self.repository + "/pipeline/figures"
        ).filter { $0.hasSuffix(".yaml") }
        for name in names where !FileManager.default.fileExists(atPath: "\(folder)/pipeline/figures/\(name)")
        {
            try write(
                """
                figure: \(name.dropLast(".yaml".count))
                title: Another figure
                layout: panels.gp
                networks: {dataset: mnist}
                panels:
                  - name: A
                    shows: accuracy-grid
                    title: Grid
                    profiles:
                      laptop: {sizes: [16], densities: [1], seeds: 1, epochs: 1}

                """, to: "pipeline/figures/\(name)")
        }
    }

    /// A project with MNIST, `data.h5`, and masks of 48 nodes that `build-mask` makes of these arguments: a rule, its options, `--output`.
    static func withMNIST(masks: [String]...) throws -> Project {
        let project = try Project()
        try project.expectSuccess(
            "fetch-data", ["mnist", "--offline", "--output", "data.h5", "--project-data", "pipeline/data"])
        for mask in masks { try project.expectSuccess("build-mask", mask + ["--size", "48"]) }
        return project
    }

    private func expectSuccess(_ program: String, _ arguments: [String]) throws {
        let outcome = try run("\(Project.programs)/\(program)", arguments, in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// Names of the subcommands that a program's help lists.
    static func subcommands(of program: String) throws -> [String] {
        let help = try run("\(programs)/\(program)", ["--help"], in: "/").output
        let list = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").dropFirst().last)
        // Names stand two columns in, descriptions further.
        return list.components(separatedBy: "\n\n")[0].split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
            return line.split(separator: " ").first.map(String.init)
        }
    }

    /// Writes a file, and makes its folder.
    func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}
