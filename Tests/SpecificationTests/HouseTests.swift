import Foundation
import Testing

/// What modules may depend on (CONTRIBUTING.md, "The house").
@Suite struct HouseTests {
    private static let manifest = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Package.swift")

    /// The dependencies of each target within the package, as the manifest says them.
    private static func dependencies() throws -> [String: [String]] {
        let text = try String(contentsOf: manifest, encoding: .utf8)
        var found: [String: [String]] = [:]
        let target = /\.target\(\s*name: "(\w+)"(?:,\s*dependencies:\s*\[([^\]]*)\])?/
        for match in text.matches(of: target) {
            found[String(match.1)] = (match.2 ?? "").split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespacesAndNewlines.union(["\""]))
            }
        }
        return found
    }

    private static func reach(_ module: String, _ all: [String: [String]]) -> Set<String> {
        (all[module] ?? []).reduce(into: []) { $0.formUnion(reach($1, all).union([$1])) }
    }

    @Test(arguments: [
        "Model", "Random", "Compute", "Connectivity", "Networks", "Training", "Analysis", "Datasets",
    ])
    func scienceKnowsNeitherHDF5NorYAML(module: String) throws {
        let all = try Self.dependencies()
        #expect(all[module] != nil, "the manifest has no target \(module)")
        let reached = Self.reach(module, all)
        #expect(
            reached.isDisjoint(with: ["HDF5", "CHDF5", "Formats", "Specification", "LocatedYAML", "yams"]),
            "\(reached)")
    }

    @Test func theModelDependsOnNothing() throws {
        #expect(try Self.dependencies()["Model"] == [])
        #expect(Self.reach("Formats", try Self.dependencies()).contains("CHDF5"), "the manifest is read")
    }

    /// So that a new mirror makes no mask old.
    @Test func connectomesKnowNoDatasets() throws {
        let all = try Self.dependencies()
        #expect(all["Connectomes"]?.contains("HDF5") == true)
        let reached = Self.reach("Connectomes", all)
        #expect(reached.isDisjoint(with: ["Datasets", "Formats", "Specification", "yams"]), "\(reached)")
    }

    /// So that a new mirror, or another message about YAML, makes no measure old.
    @Test func analyzeReadsNoSpecification() throws {
        let text = try String(contentsOf: Self.manifest, encoding: .utf8)
        let analyze = try #require(text.firstMatch(of: /stage\("analyze", \[([^\]]*)\]/)).1
        let all = try Self.dependencies()
        let modules = analyze.split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines.union(["\""]))
        }
        let reached = modules.reduce(into: Set(modules)) { $0.formUnion(Self.reach($1, all)) }
        #expect(
            reached.isDisjoint(with: ["Specification", "Datasets", "LocatedYAML", "yams"]), "\(reached)")
    }

    /// So that another kind of panel makes no dataset old.
    @Test func fetchDataReadsNoFigures() throws {
        let text = try String(contentsOf: Self.manifest, encoding: .utf8)
        let fetch = try #require(text.firstMatch(of: /stage\("fetch-data", \[([^\]]*)\]/)).1
        let all = try Self.dependencies()
        let modules = fetch.split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines.union(["\""]))
        }
        let reached = modules.reduce(into: Set(modules)) { $0.formUnion(Self.reach($1, all)) }
        #expect(reached.contains("LocatedYAML") && !reached.contains("Specification"), "\(reached)")
    }
}
