import Foundation
import Specification
import Testing

@testable import Judging

/// Where claims say that they are: in figures and panels that there are.
@Suite struct ClaimPlacesTests {
    private static let folder = RenderTests.root.path + "/pipeline"

    /// All figures of the pipeline, as the page of all figures knows them.
    private static func pipelineFigures() throws -> [ResolvedPaper.Figure] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/figures")
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }
        let profiles = try Profiles.read(path: "\(folder)/profiles.yaml")
        let connectomes = try ConnectomeDescription.all(in: folder)
        return try Catalogue.with([], connectomes: connectomes) {
            try names.sorted().map { name in
                let path = "\(folder)/figures/\(name).yaml"
                let figure = try FigureSpecification.read(path: path, profiles: profiles)
                    .resolved(for: profiles.named(ResolvedPaper.referenceProfile))
                return .init(figure: name, title: "", source: "", paperPanels: figure.panels)
            }
        }
    }

    @Test func theProjectsClaimsNameFiguresAndPanelsThatThereAre() throws {
        let figures = try Self.pipelineFigures()
        #expect(figures.count > 10 && figures.allSatisfy { $0.paperPanels?.isEmpty == false })
        let claims = try Claim.read(path: ClaimTests.file.path, figures: figures)
        #expect(claims == (try Claim.read(path: ClaimTests.file.path)))
    }

    private static func claim(_ id: String, _ rest: String) -> String {
        "- id: \(id)\n  kind: shape\n  claim: x\n  \(rest)"
    }

    @Test(arguments: [
        (
            claim("A", "figure: 99Z"), 4,
            "figure \"99Z\" is not known; known: 2, 5, 6, S3, with or without a panel as in 2C; text, Methods, notebook"
        ),
        (claim("A", "figure: 7"), 4, "figure \"7\" is not known"),
        (claim("A", "figure: figure2"), 4, "figure \"figure2\" is not known"),
        (claim("A", "figure: 20"), 4, "figure \"20\" is not known; did you mean \"2\"?"),
        (claim("A", "figure: 2C and S9"), 4, "did you mean \"S3\"?"),
        (claim("A", "figure: methods"), 4, "did you mean \"Methods\"?"),
        (claim("A", "figure: 2Z"), 4, "figure2 has no panel \"Z\" as in \"2Z\"; its panels: A, B, C"),
        (claim("A", "figure: 2c"), 4, "figure2 has no panel \"c\""),
        (claim("F99-x", "figure: text"), 4, "figure \"99\" is not known"),
        (claim("F2Z-x", "figure: text"), 4, "figure2 has no panel \"Z\""),
        (claim("overfit", "figure: text"), 4, "claim overfit names no figure"),
        (claim("A", "figure: Methods\n  judged-with: figure22"), 5, "did you mean \"figure2\"?"),
        (claim("A", "figure: 2C\n  judged-with: 5"), 5, "known: figure2, figure5, figure6, figureS3, mine"),
        (claim("A", "figure: 9\n  judged-with: figure5"), 4, "figure \"9\" is not known"),
    ])
    func placesThatThereAreNotAreRefused(text: String, line: Int, words: String) throws {
        let document = try YAMLValue.parse(text, file: "claims.yaml")
        let error = try #require(throws: YAMLError.self) {
            try Claim.claims(in: document, figures: Self.figures())
        }
        #expect(error.line == line && error.message.contains(words), "\(error)")
        #expect(throws: Never.self, "who does not know the figures takes it") {
            try Claim.claims(in: document)
        }
    }

    @Test(arguments: [
        ("A", "2C"), ("A", "2"), ("A", "5E"), ("A", "2C and S3"), ("A", "6Q"), ("A", "Methods"),
        ("A", "notebook"), ("F2-x", "text"), ("F5E-x", "text"), ("x", "text\n  judged-with: mine"),
    ])
    func placesThatThereAreAreTaken(id: String, figure: String) throws {
        let text = Self.claim(id, "figure: \(figure)")
        let document = try YAMLValue.parse(text, file: "claims.yaml")
        #expect(try Claim.claims(in: document, figures: Self.figures()).map(\.id) == [id])
    }

    /// Two of the project's figures; of the others the paper's profile has no panels.
    private static func figures() throws -> [ResolvedPaper.Figure] {
        try ["figure2", "figure5", "figure6", "figureS3", "mine"].map { name in
            let panels =
                ["figure2", "figure5"].contains(name)
                ? try PipelineFiguresTests.figure(name, "paper").panels : nil
            return .init(figure: name, title: "", source: "", paperPanels: panels)
        }
    }
}
