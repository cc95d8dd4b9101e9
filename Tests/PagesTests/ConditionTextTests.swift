import Foundation
import Model
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// What tells networks apart is in every table and sentence of a page.
@Suite struct ConditionTextTests {
    private static let network = Conditions(
        dataset: "mnist", hiddenNodes: 100, density: 0.5, connections: 5000, trainingImages: 60_000,
        testImages: 10_000)

    private static let others: [Conditions] = {
        let changes: [(inout Conditions) -> Void] = [
            { $0.dataset = "cifar10" }, { $0.network = .feedforward }, { $0.nonlinearity = .tanh },
            { $0.dale = DaleRule() }, { $0.dale = DaleRule(inhibitoryFraction: 0.5) },
            { $0.dale = DaleRule(inhibitoryScale: 2) },
            { $0.dale = DaleRule(drawing: .replacement, isEnforced: false) },
            { $0.dale = DaleRule(isEnforced: false) },
            { $0.dale = DaleRule(drawing: .replacement) }, { $0.startDensity = 0.1 },
            { $0.startDensity = 0.2 }, { $0.learningRate = 0.01 }, { $0.batch = 20 }, { $0.perClass = 7 },
            { $0.wiring = Wiring(rule: "in-degree") }, { $0.recurrentWeights = .fixed },
            { $0.weightSpread = 1 }, { $0.weightGain = 0.01 }, { $0.inputFraction = 0.5 },
            { $0.readoutFraction = 0.5 }, { $0.initialWeights = .connectome }, { $0.inputGroup = "a" },
            { $0.inputGroup = "b" }, { $0.readoutGroup = "a" }, { $0.groupGains = GroupGains("a=2") },
            { $0.groupGains = GroupGains("a=2,b=1") },
        ]
        return changes.map { change in
            var other = network
            change(&other)
            return other
        }
    }()

    private static var all: [Conditions] { [network] + others }

    @Test func tablesOfTextTellNetworksApart() {
        let records = Self.all.map { AccuracyRecord($0, epoch: 1, testAccuracy: 0.5, testLoss: 1) }
        let lines = String(decoding: tidyTable(records), as: UTF8.self).split(separator: "\n")
        #expect(Set(lines).count == Self.all.count + 1)
        let columns = TextColumns(seeds: false, time: "epochs", networks: Self.all)
        #expect(Set(Self.all.map { columns.texts($0, epoch: 1) }).count == Self.all.count)
        let varied = VariedColumns(Self.all.map { SharedConditions($0, epoch: 1) })
        let cells = Self.all.map { varied.cells(SharedConditions($0, epoch: 1)) }
        #expect(Set(cells).count == Self.all.count)
    }

    @Test func sentencesTellNetworksApart() throws {
        let texts = try Self.all.map { conditions in
            var yaml = ["dataset: \(conditions.dataset)", "hidden: 100", "density: 0.5", "epochs: 1"]
            for field in Selection.fields where !field.isUsual(conditions) {
                guard field != .dale, let value = field.attributes[0].get(conditions) else { continue }
                guard ![.dataset, .hiddenNodes, .density].contains(field) else { continue }
                let text = value.canonicalText
                yaml.append(
                    "\(field.key): "
                        + (field == .groupGains ? "{\(text.replacing("=", with: ": "))}" : text))
            }
            let text = "- {id: A, figure: 2C, kind: value, mean: 1, \(yaml.joined(separator: ", "))}"
            var claim = try #require(try Claim.claims(in: YAMLValue.parse(text, file: "a")).first)
            claim.dale = conditions.dale
            let results = try RunResults(figure: Self.figure(grid: nil), records: [], panels: [])
            return Judge(results).words(of: claim)
        }
        #expect(Set(texts).count == Self.all.count, "\(texts)")
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
}
