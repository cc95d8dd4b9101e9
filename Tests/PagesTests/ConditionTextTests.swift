import Foundation
import Model
import NetworkSamples
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// What tells networks apart is in every table and sentence of a page.
@Suite struct ConditionTextTests {
    private static let network = NetworkSample.plain
    private static let all = NetworkSample.all

    /// What no claim says, and what tables of samples leave out: these attributes differ among the networks of one sample, or follow from
    /// others.
    private static let unsaid: Set = ["connections", "seed", "mask_seed", "train_images", "test_images"]

    @Test func everyAttributeIsTried() {
        #expect(NetworkSample.namesOfTried == Conditions.attributes.map(\.name))
    }

    @Test func tablesOfTextTellNetworksApart() {
        let records = Self.all.map { AccuracyRecord($0, epoch: 1, testAccuracy: 0.5, testLoss: 1) }
        let lines = String(decoding: tidyTable(records), as: UTF8.self).split(separator: "\n")
        #expect(Set(lines).count == Self.all.count + 1)
        let columns = TextColumns(seeds: false, time: "epochs", networks: Self.all)
        let samples = Set(Self.all.map(\.unseeded))
        #expect(Set(Self.all.map { columns.texts($0, epoch: 1) }).count == samples.count)
    }

    /// Size and density have columns of their own beside these.
    @Test func tablesOfPagesTellNetworksApart() {
        let varied = VariedColumns(Self.all.map { SharedConditions($0, epoch: 1) })
        func cells(_ network: Conditions) -> [String] { varied.cells(SharedConditions(network, epoch: 1)) }
        let elsewhere = Self.unsaid.union(["hidden_nodes", "density"])
        for (name, other) in NetworkSample.others {
            let isApart = cells(other) != cells(NetworkSample.unusual)
            #expect(isApart != elsewhere.contains(name), "\(name)")
        }
        let said = Set(
            Self.all.map { network in
                var own = network.unseeded
                (own.hiddenNodes, own.density, own.trainingImages, own.testImages) = (1, 1, 1, 1)
                return own
            })
        #expect(Set(Self.all.map(cells)).count == said.count)
    }

    @Test func sentencesTellNetworksApart() throws {
        let unusual = try Self.sentence(of: NetworkSample.unusual)
        for (name, other) in NetworkSample.others {
            let text = try Self.sentence(of: other)
            #expect((text != unusual) != Self.unsaid.contains(name), "\(name): \(text)")
        }
        let said = Set(
            Self.all.map { network in
                var own = network.unseeded
                (own.trainingImages, own.testImages) = (1, 1)
                return own
            })
        let texts = try Set(Self.all.map { try Self.sentence(of: $0) })
        #expect(texts.count == said.count, "\(texts.sorted())")
    }

    /// What a page says of a claim about these networks.
    private static func sentence(of conditions: Conditions) throws -> String {
        var yaml = [
            "dataset: \(conditions.dataset)", "hidden: \(conditions.hiddenNodes)",
            "density: \(conditions.density.canonical)", "epochs: 1",
        ]
        for field in Selection.fields where !field.isUsual(conditions) {
            guard ![.dataset, .hiddenNodes, .density, .dale].contains(field) else { continue }
            if let value = written(field, conditions) { yaml.append("\(field.key): \(value)") }
        }
        let text = "- {id: A, figure: 2C, kind: value, mean: 1, \(yaml.joined(separator: ", "))}"
        var claim = try #require(try Claim.claims(in: YAMLValue.parse(text, file: "a")).first)
        // Claims have words for the two variants of the paper only.
        claim.dale = conditions.dale
        let results = try RunResults(figure: figure(grid: nil), records: [], panels: [])
        return Judge(results).words(of: claim)
    }

    /// A field as a claim says it.
    private static func written(_ field: ConditionField, _ conditions: Conditions) -> String? {
        if field == .wiring, let wiring = conditions.wiring {
            let parameters = wiring.said.map { ", \($0.parameter.name): \($0.value.words)" }.joined()
            return "{rule: \(wiring.rule)\(parameters)}"
        }
        let text = field.attributes[0].get(conditions)?.canonicalText
        return field == .groupGains ? text.map { "{\($0.replacing("=", with: ": "))}" } : text
    }

    private static func figure(grid: NetworkGrid?) -> ResolvedFigure {
        ResolvedFigure(
            figure: "figure6", title: "", caption: "", source: "", profile: "laptop", layout: "",
            panels: [
                ResolvedPanel(
                    name: "A", shows: .accuracyByEpoch, title: "",
                    dataset: DatasetSelection(name: "mnist"),
                    grid: grid)
            ])
    }

    /// A figure of both variants is not complete with one of them.
    @Test func aMissingVariantIsMissed() throws {
        let variants = [DaleRule(), DaleRule(drawing: .replacement, isEnforced: false)].map { rule in
            var network = Self.network
            network.dale = rule
            return network
        }
        let figure = Self.figure(grid: NetworkGrid(variants, seeds: [0, 1], epochs: 2))
        func records(_ networks: [Conditions], epoch: Int = 2) -> [AccuracyRecord] {
            networks.flatMap { network in
                [0, 1].map { seed in
                    var own = network
                    (own.seed, own.maskSeed) = (seed, seed)
                    return AccuracyRecord(own, epoch: epoch, testAccuracy: 0.5, testLoss: 1)
                }
            }
        }
        #expect(figure.missing(in: records(variants)) == nil)
        let missing = try #require(figure.missing(in: records([variants[0]])))
        #expect(missing.contains("panel A needs") && missing.contains("notebook"), "\(missing)")
        #expect(figure.missing(in: records(variants, epoch: 1)) != nil)
    }

    /// The same of measures, each after each epoch that a panel shows.
    @Test func aMissingMeasureIsMissed() throws {
        var figure = Self.figure(
            grid: NetworkGrid([Self.network], seeds: [0, 1], epochs: 2, snapshots: [0, 2]))
        figure.panels[0].shows = .activeNodesByEpoch
        let all = [0, 1].flatMap { seed in
            var own = Self.network
            own.seed = seed
            return [0, 2].map { (measure: "sparsity", network: own, epoch: $0) }
        }
        #expect(figure.missing(among: all) == nil)
        for index in all.indices {
            var others = all
            let lost = others.remove(at: index)
            let missing = try #require(figure.missing(among: others))
            #expect(
                missing.hasPrefix("panel A needs sparsity of the")
                    && missing.hasSuffix("after epoch \(lost.epoch)"))
            #expect(figure.missing(among: others + [("dropout", lost.network, lost.epoch)]) != nil)
        }
    }
}
