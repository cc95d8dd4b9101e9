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
}
