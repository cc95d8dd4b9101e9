import Foundation
import Specification
import Testing

@testable import Figures

@Suite struct ClaimTests {
    static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "pipeline/claims.yaml")

    @Test func theProjectsClaimsAreRead() throws {
        let claims = try Claim.read(path: Self.file.path)
        #expect(claims.count == 54)
        let sparse = try #require(claims.first { $0.id == "F2C-sparse" })
        #expect(sparse.kind == .value && sparse.figure == "2C" && sparse.dataset == "mnist")
        #expect(sparse.hidden == 20_000 && sparse.density == 0.1 && sparse.epochs == 1)
        #expect(sparse.mean == 90.3 && sparse.sd == 2 && sparse.seeds == 10)
        #expect(sparse.network == "rnn" && sparse.nonlinearity == "relu" && sparse.metric == "test accuracy")
        let converge = try #require(claims.first { $0.id == "F2B-converge" })
        #expect(converge.left == .density(0.1) && converge.right == .density(1) && converge.epochs == 80)
        let order = try #require(claims.first { $0.id == "F2C-order" })
        #expect(order.left == .claim("F2C-sparse") && order.right == .claim("F2C-dense"))
        let overfit = try #require(claims.first { $0.id == "F2D-overfit" })
        #expect(overfit.claim?.hasSuffix("end below dense ones") == true)
        let limited = try #require(claims.first { $0.id == "F4A-50-sparse" })
        #expect(limited.perClass == 50 && limited.epochs == 50 && limited.measure == .bestAccuracy)
        let whole = try #require(claims.first { $0.id == "F4A-full-sparse" })
        #expect(whole.perClass == nil && whole.epochs == 50)
        let gradient = try #require(claims.first { $0.id == "F3-gradient-relu" })
        #expect(gradient.criterion == .withinFactor(1.5) && gradient.measure == .gradient)
        let tanh = try #require(claims.first { $0.id == "F3B-tanh" })
        #expect(
            tanh.criterion
                == .sizes(
                    .noImprovement,
                    SizeRange(
                        density: 0.1, sizes: 10_000...100_000, leastSizes: 1, standardErrors: 2, margin: 2)))
    }

    /// Whatever a figure of the pipeline runs at the paper's sizes can judge every claim of that figure.
    @Test func claimsOfOurFiguresCanBeJudged() throws {
        let claims = try Claim.read(path: Self.file.path)
        for figure in ["figure2", "figure3", "figure4", "figureS2", "figureS3"] {
            for claim in claims.filter({ $0.belongs(to: figure) }) {
                #expect(claim.measure != nil, "\(claim.id)")
                #expect(claim.kind != .shape || claim.criterion != nil, "\(claim.id)")
                #expect(claim.kind != .value || claim.sd != nil || claim.criterion != nil, "\(claim.id)")
            }
        }
    }

    @Test func claimsKnowTheirFigure() throws {
        let claims = try Claim.read(path: Self.file.path)
        let own = claims.filter { $0.belongs(to: "figure2") }.map(\.id)
        #expect(own.count == 12)
        #expect(
            own.contains("F2D-overfit") && !own.contains("S2-weights")
                && !own.contains("F3A-feedforward-small"))
        #expect(claims.filter { $0.belongs(to: "figureS2") }.map(\.id) == ["S2-weights"])
        #expect(
            claims.filter { $0.belongs(to: "figureS3") }.map(\.id) == ["F3A-feedforward-small"],
            "3A and S3 is both")
        #expect(claims.filter { $0.belongs(to: "figure") }.isEmpty)
    }

    @Test(arguments: [
        (
            "- {id: A, figure: 2C, kind: shape, claim: x}\n- {id: B, figure: 2C, kind: shape, words: x}", 2,
            "words"
        ),
        ("- {id: A, figure: 2C, kind: valu, mean: 3}", 1, "valu"),
        (
            "- {id: A, figure: 2C, kind: shape, claim: x}\n\n- {id: A, figure: 2D, kind: shape, claim: x}", 3,
            "twice"
        ),
        ("- {id: A, figure: 2C, kind: value}", 1, "mean"),
        ("- {id: A, figure: 2C, kind: greater, left: B, right: A}", 1, "compares B"),
        ("- {id: A, figure: 2C, kind: equal, left: {density: 0.1}}", 1, "left and right"),
        ("- {id: A, figure: 2C, kind: equal, left: {size: 0.1}, right: {density: 1}}", 1, "size"),
        ("- {id: A, figure: 2C, kind: value, mean: 1, density: 1.5}", 1, "1.5"),
        ("- {id: A, figure: 2C, kind: shape, claim: x,\n   criterion: {rule: best, density: 1}}", 2, "best"),
        ("- {figure: 2C, kind: shape, claim: x}", 1, "id"),
        ("- {id: A, figure: 2C, kind: shape, claim: x,\n   criterion: {rule: within-factor}}", 2, "factor"),
        (
            "- {id: A, figure: 2C, kind: shape, claim: x,\n   criterion: {rule: within-factor, factor: 2, margin: 1}}",
            2,
            "margin"
        ),
        (
            "- {id: A, figure: 2C, kind: shape, claim: x,\n   criterion: {rule: equivalent, density: 0.1, smallest: 1, "
                + "largest: 2, least-sizes: 1, standard-errors: 2}}", 2, "margin"
        ),
        (
            "- {id: A, figure: 2C, kind: shape, claim: x,\n   criterion: {rule: overfit, density: 0.1, peak: [20], "
                + "least-epochs: 60, standard-errors: 2}}", 2, "peak"
        ),
        ("- {id: A, figure: 4A, kind: value, mean: 1, per-class: few}", 1, "few"),
    ])
    func wrongClaimsAreRefusedWithFileAndLine(text: String, line: Int, named: String) {
        do {
            _ = try Claim.claims(in: YAMLValue.parse(text, file: "claims.yaml"))
            Issue.record("accepted: \(text)")
        } catch let error as YAMLError {
            #expect(error.line == line, "\(error)")
            #expect(error.description.hasPrefix("claims.yaml:\(line): "))
            #expect(error.message.contains(named), "\(error)")
        } catch {
            Issue.record("another error: \(error)")
        }
    }
}
