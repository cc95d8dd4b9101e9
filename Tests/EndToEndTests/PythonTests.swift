import Foundation
import Testing

/// Other programs must be able to read what is published.
@Suite struct PythonTests {
    static let python = ProcessInfo.processInfo.environment["SPARSE_CORTEX_PYTHON"]

    @Test(.enabled(if: python != nil, "SPARSE_CORTEX_PYTHON names no Python with h5py, scipy and anndata"))
    func everyKindIsReadByH5pyAndAnndata() throws {
        let project = try Project()
        #expect(try project.make("figure2").status == 0)
        let script = Project.repository + "/Tests/EndToEndTests/fixtures/read_artifacts.py"
        let outcome = try run(try #require(Self.python), [script, "artifacts"], in: project.folder)
        #expect(outcome.status == 0, "\(outcome.errors)\(outcome.output)")
        #expect(outcome.output.split(separator: "\n").count == 6)
    }

    /// FORMAT.md's definition of logical digests, written a second time.
    @Test(.enabled(if: python != nil, "SPARSE_CORTEX_PYTHON names no Python with h5py, scipy and anndata"))
    func logicalDigestsAreThoseOfFORMAT() throws {
        let project = try FinishedFigure.shared().project
        let folder = NSTemporaryDirectory() + "ledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ledger = try run(
            "\(Project.programs)/artifacts",
            [
                "ledger", "--profile", "smoke", "--pipeline", folder, "--store",
                project.folder + "/artifacts",
            ], in: project.folder)
        #expect(ledger.status == 0, "\(ledger.errors)")
        let script = Project.repository + "/Tests/EndToEndTests/fixtures/logical_digests.py"
        let outcome = try run(
            try #require(Self.python), [script, "artifacts", folder + "/ledger/smoke.tsv"],
            in: project.folder)
        #expect(outcome.status == 0, "\(outcome.errors)\(outcome.output)")
        for kind in ["accuracy", "mask", "metrics", "state", "weights"] {
            #expect(outcome.output.contains(kind), "\(outcome.output)")
        }
    }

    /// The block of the README as it stands, for networks of every density.
    @Test(.enabled(if: python != nil, "SPARSE_CORTEX_PYTHON names no Python with h5py, scipy and anndata"))
    func theLinesOfTheReadmeReadAnySnapshot() throws {
        let readme = try String(contentsOfFile: Project.repository + "/README.md", encoding: .utf8)
        let section = try #require(readme.range(of: "## Read them in Python"))
        let lines = readme[section.upperBound...].components(separatedBy: "\n")
            .drop { !$0.hasPrefix("    ") }.prefix { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }
        let weights = try FinishedFigure.shared().project.links().keys.filter {
            $0.contains("/weights-e1.h5")
        }
        #expect(lines.count > 3 && weights.count > 3)
        let documented = "artifacts/runs/mnist/rnn-relu/n1000-p0.1/s0"
        let script = """
            import os, sys
            for path in sys.argv[1:]:
                exec(\"\"\"\(lines.joined(separator: "\n"))\"\"\".replace("\(documented)", os.path.dirname(path)))
                assert scipy.sparse.issparse(w) and w.shape[0] == w.shape[1] and w.nnz > 0, path
                assert 0 <= accuracy[-1] <= 1 and len(loss) > 0, path
                print(w.nnz)
            """
        let outcome = try run(
            try #require(Self.python), ["-c", script] + weights.map { "artifacts/\($0)" },
            in: try FinishedFigure.shared().project.folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(Set(outcome.output.split(separator: "\n")).count > 2, "\(outcome.output)")
    }
}
