import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

@Suite struct ClaimTests {
    static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "pipeline/claims.yaml")

    @Test func theProjectsClaimsAreRead() throws {
        let claims = try Claim.read(path: Self.file.path)
        let ours = claims.filter { !Claim.isOfPaper($0.id) }
        #expect(claims.judged.count == 70 + ours.count && claims.checks.count == 2)
        #expect(ours.count == 18 && ours == claims.filter { $0.figure.hasPrefix("X") })
        let sparse = try #require(claims.first { $0.id == "F2C-sparse" })
        #expect(sparse.kind == .value && sparse.figure == "2C" && sparse.dataset == "mnist")
        #expect(sparse.hidden == 20_000 && sparse.density == 0.1 && sparse.epochs == 1)
        #expect(sparse.mean == 90.3 && sparse.sd == 2 && sparse.seeds == 10)
        #expect(sparse.network == .rnn && sparse.nonlinearity == .relu && sparse.metric == "test accuracy")
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
                        density: 0.1, sizes: 10_000...100_000, leastSizes: 1, margin: 1)))
    }

    /// Names of the paper's claims, by where it says them, so that none is lost or judged by nothing.
    static let ofMeasures = [
        "figure5": [
            "F5B-sparse", "F5B-dense", "F5B-order", "F5B-silent", "F5C-magnitude", "F5-mi-sparse",
            "F5-mi-dense",
            "F5-mi-test",
            "F5E-0-sparse", "F5E-0-dense", "F5E-50-sparse", "F5E-50-dense", "F5E-90-sparse", "F5E-90-dense",
            "F5E-all-levels", "F5E-barely", "F5E-10-epochs", "M-density",
        ],
        "figure6": [
            "F6B-delay", "F6C-size", "F6D-correlation", "F6E-gradients", "F6E-first-epoch", "F6-activations",
            "F6-efficient", "F6F-balanced", "N-run-dale",
        ],
        "figureS5": ["S5A-signs", "S5B-sparse-to-dense", "S5B-later-peak", "S5C-strong-inhibition"],
    ]

    /// Whatever a figure of the pipeline runs at the paper's sizes can judge every claim of that figure.
    @Test func everyClaimCanBeJudged() throws {
        let claims = try Claim.read(path: Self.file.path)
        for (figure, names) in Self.ofMeasures {
            #expect(claims.filter { $0.belongs(to: figure) }.map(\.id) == names)
        }
        let figures =
            ["figure2", "figure3", "figure4", "figureS2", "figureS3", "figureX2", "figureX3"]
            + Self.ofMeasures.keys
        for claim in claims {
            #expect(figures.contains { claim.belongs(to: $0) }, "\(claim.id) belongs to no figure")
            if claim.kind == .check { continue }
            #expect(claim.measure != nil, "\(claim.id)")
            #expect(claim.kind != .shape || claim.criterion != nil, "\(claim.id)")
            #expect(claim.kind != .value || claim.sd != nil || claim.criterion != nil, "\(claim.id)")
        }
    }

    @Test func conditionsOfMeasuredClaimsAreRead() throws {
        let claims = try Claim.read(path: Self.file.path)
        func claim(_ id: String) throws -> Claim { try #require(claims.first { $0.id == id }) }
        let signs = try claim("S5A-signs")
        #expect(signs.dale == nil && signs.hidden == 10_000 && signs.dataset == "mnist")
        #expect(try claim("F6F-balanced").dale?.inhibitoryFraction == 0.5)
        #expect(try claim("S5C-strong-inhibition").dale?.inhibitoryScale == 10)
        #expect(try claim("F6C-size").hidden == nil && claim("F6C-size").dale?.isEnforced == true)
        #expect(try claim("F5E-90-dense").dropped == 0.9 && claim("F5E-90-dense").measure == .dropoutLoss)
        #expect(try claim("F5E-50-dense").measure == .dropoutAccuracy)
        #expect(
            try claim("F6E-gradients").criterion
                == .comparison(
                    Comparison(
                        left: Self.selection("density: 0.1"), right: .networks(Self.selection("density: 1")),
                        relation: .timesAbove(10),
                        epochs: .each(1...20))))
        #expect(
            try claim("F6F-balanced").criterion
                == .noDelay(NoDelay(eachDensity: [0.1, 1], leastSizes: 1, chance: 0.1135)))
        guard case .all(let parts)? = try claim("S5B-sparse-to-dense").criterion else {
            Issue.record("one criterion only")
            return
        }
        let networks = try Self.selection("density: 1, start-density: 0.1")
        #expect(parts.first == .noDelay(NoDelay(networks: networks, leastSizes: 1, chance: 0.1135)))
    }

    /// What a side of a comparison says.
    private static func selection(_ text: String) throws -> Selection {
        var selection = Selection()
        let keys = try YAMLValue.parse("{\(text)}", file: "a").mapping("a side", known: Selection.keys)
        try selection.read(keys)
        return selection
    }

    @Test func claimsKnowTheirFigure() throws {
        let claims = try Claim.read(path: Self.file.path)
        let own = claims.filter { $0.belongs(to: "figure2") }.map(\.id)
        #expect(own.count == 16 && own.last == "M-per-class")
        #expect(
            own.contains("F2D-overfit") && !own.contains("S2-weights")
                && !own.contains("F3A-feedforward-small"))
        #expect(claims.filter { $0.belongs(to: "figureS2") }.map(\.id) == ["S2-weights"])
        #expect(
            claims.filter { $0.belongs(to: "figureS3") }.map(\.id)
                == ["F3A-feedforward-small", "S3-feedforward-large"],
            "3A and S3 is both")
        #expect(claims.filter { $0.belongs(to: "figure") }.isEmpty)
    }

    /// A claim in words with a criterion on its second line.
    static func shape(_ criterion: String) -> String {
        "- {id: A, figure: 2C, kind: shape, claim: x,\n   criterion: \(criterion)}"
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
                + "largest: 2, least-sizes: 1}}", 2, "margin"
        ),
        (
            "- {id: A, figure: 2C, kind: shape, claim: x,\n   criterion: {rule: overfit, density: 0.1, peak: [20], "
                + "least-epochs: 60}}", 2, "peak"
        ),
        ("- {id: A, figure: 4A, kind: value, mean: 1, per-class: few}", 1, "few"),
        (
            "- {id: A, figure: 5A, kind: value, mean: 1,\n   criterion: {rule: examples, datasets: {mnist: [1, 2]}}}",
            1, "kind check"
        ),
        (shape("{rule: within-factor, factor: 2}"), 1, "kind value"),
        (shape("{rule: pairs-differ, p: 0.05}"), 1, "kind greater"),
        (shape("[{rule: within-factor, factor: 2}]"), 2, "list"),
        (shape("{rule: greter, left: {density: 1}}"), 2, "greater"),
        (shape("{rule: greater, right: {density: 1}}"), 2, "left"),
        (shape("{rule: greater, left: {}, right: {}, standard-errors: 2}"), 2, "standard-errors"),
        (shape("{rule: alike, left: {density: 1}, right: {density: 0.1}}"), 2, "margin"),
        (shape("{rule: alike, left: {density: 1}, right: {density: 0.1}, margin: 0}"), 2, "margin"),
        (shape("{rule: below, of: {}, number: 1, each-per-class: [few]}"), 2, "few"),
        (shape("{rule: below, of: {}, number: 1, each-dropped: [2]}"), 2, "each-dropped"),
        (shape("{rule: below, of: {}, number: 1, each-dropped: [0], each-density: [1]}"), 2, "several"),
        (shape("{rule: difference-narrows, density: 0.1, epochs: 1}"), 2, "epochs"),
        (shape("{rule: advantage-grows, density: 0.1, least-numbers: 3}"), 2, "each-per-class"),
        (shape("{rule: printed-run, accuracies: [101], margin: 1}"), 2, "accuracies"),
        (shape("{rule: examples-per-class, datasets: {mnst: 6000}}"), 2, "mnst"),
        (
            shape("{rule: better, density: 0.1, sparser: yes, smallest: 1, largest: 2, least-sizes: 1}"), 2,
            "sparser"
        ),
        ("- {id: A, figure: 4A, kind: value, mean: 1, also: {dale: notebook}}", 1, "also"),
        ("- {id: A, figure: 4A, kind: shape, claim: x, also: {dale: note}}", 1, "note"),
        (shape("{rule: greater, left: {densty: 1}, right: {density: 0.1}}"), 2, "densty"),
        (
            shape("{rule: greater, left: {metric: luck}, right: {density: 0.1}}"), 2,
            "luck"
        ),
        (shape("{rule: greater, left: {}, right: {density: 2}}"), 2, "outside"),
        (shape("{rule: times-greater, left: {}, right: {density: 1}, factor: 0.5}"), 2, "factor"),
        (shape("{rule: times-greater, left: {}, right: {}, factor: 2, epochs: first}"), 2, "last"),
        (
            shape("{rule: times-greater, left: {}, right: {}, factor: 2, epochs: [5, 2]}"), 2,
            "a first and a last epoch"
        ),
        (shape("{rule: above, of: {density: 1}}"), 2, "number"),
        (shape("{rule: no-delay, least-sizes: 1, chance: 0.1}"), 2, "\"of\""),
        (
            shape("{rule: no-delay, of: {density: 1}, each-density: [1], least-sizes: 1, chance: 0.1}"), 2,
            "both"
        ),
        (shape("{rule: no-delay, each-density: [1], least-sizes: 1}"), 2, "chance"),
        (
            shape("{rule: delay-by-size, least-sizes: 3, chance: 0.1}"), 2,
            "large"
        ),
        (
            shape(
                "{rule: delay-by-density, least-delay: 3, least-densities: 3, chance: 0.1}"
            ),
            2, "each-density"
        ),
        (shape("{rule: network-density, value: 0.1}"), 2, "decimals"),
        (shape("{rule: network-density, value: 0.1, decimals: 3}"), 1, "of kind check"),
        ("- {id: A, figure: Methods, kind: check, claim: B}", 1, "criterion"),
        (
            "- {id: A, figure: Methods, kind: check, criterion: {rule: network-density, value: 0.1, decimals: 3}}",
            1, "words"
        ),
        (shape("{rule: examples, datasets: {mnst: [1, 2]}}"), 2, "mnst"),
        (shape("{rule: examples, datasets: {mnist: [1]}}"), 2, "mnist"),
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
