import LocatedYAML
import Model
import Testing

@testable import Specification

/// Connectomes that `pipeline/connectomes` describes, by themselves and as wirings of figures.
struct ConnectomeDescriptionTests {
    private static let worm = """
        title: C. elegans
        origin: White et al. 1986
        file: worm.csv
        nodes: 50
        connections: 500
        """

    private func described(_ text: String, name: String = "worm") throws -> ConnectomeDescription {
        try ConnectomeDescription(YAMLValue.parse(text, file: "worm.yaml"), name: name)
    }

    private func panel(_ networks: String, _ extent: String = "{seeds: 2, epochs: 1}") throws -> ResolvedPanel
    {
        try Catalogue.with([], connectomes: [described(Self.worm)]) {
            try samplePanel(
                "accuracy-by-epoch", networks: networks, extent,
                profiles: "laptop: {description: all, time: an hour}", profile: "laptop")
        }
    }

    @Test func filesAndOptionsAreRead() throws {
        let worm = try described(
            Self.worm + "\nnode-table: cells.csv\noptions: --take kind=chemical --largest-component\n")
        #expect(worm.files == ["worm.csv", "cells.csv"] && worm.tables[0].role == .nodes)
        #expect(worm.options == ["--take", "kind=chemical", "--largest-component"])
        #expect(worm.density == 0.2)
        let spaced = try described(Self.worm + "\noptions: [--pre, cell a, --post, cell b]\n")
        #expect(spaced.options == ["--pre", "cell a", "--post", "cell b"])
    }

    @Test(arguments: [
        ("nodes: 50", "nodes: 0", "a number of nodes"),
        ("connections: 500", "connections: 2501", "50 nodes cannot have 2501 connections"),
        ("connections: 500", "", "\"connections\" is missing"),
        ("file: worm.csv", "file: ../worm.csv", "cannot be the name of a file"),
        ("origin: White et al. 1986", "", "\"origin\" is missing"),
        ("nodes: 50", "nodes: 50\noptions: --output here.h5", "leave it out"),
        ("nodes: 50", "nodes: 50\noptions: --nodes=cells.csv", "node-table"),
        ("title: C. elegans", "titel: C. elegans", "did you mean \"title\"?"),
    ])
    func whatIsWrongIsSaid(line: String, other: String, words: String) throws {
        let text = Self.worm.replacing(line, with: other)
        #expect(text != Self.worm)
        let message = try #require(throws: YAMLError.self) { try described(text) }.description
        #expect(message.contains(words) && message.contains("worm.yaml:"), "\(message)")
    }

    /// Options of `build-mask imported`, at their line.
    @Test(arguments: [
        ("--takes kind=chemical", "did you mean \"--take\"?"), ("-pre a", "did you mean \"--pre\"?"),
        ("--take kind = chemical", "--take is \"kind\"; give column=value,…"),
        ("--largest-component yes", "\"yes\", which is no option of build-mask imported"),
        ("--take", "--take has no value; give column=value,…"), ("--pre= --post b", "--pre has no value"),
        ("--pre --post b", "--pre has no value before --post"), ("--inhibitory -1", "as --inhibitory=-1"),
        ("--rows post-synaptic", "--rows is \"post-synaptic\"; give pre or post"),
        ("--self-connections=false", "give yes or no"), ("--least two", "give a positive number"),
        ("--least 0", "--least is \"0\"; give a positive number"), ("--least=-1", "give a positive number"),
        ("--keep-zeros=yes", "--keep-zeros takes no value; leave out =yes"),
        ("--take a=b --take a=c", "--take twice"), ("--expect-nodes 50", "say it with nodes"),
        ("--quiet", "make gives itself"), ("-- worm.csv", "\"--\", which is no option"),
    ])
    func wrongOptionsAreFound(options: String, words: String) throws {
        for (text, line) in [
            ("\(Self.worm)\noptions: \(options)", 6),
            (
                "\(Self.worm)\noptions:\n  - --drop-isolated\n  - "
                    + options.split(separator: " ").joined(separator: "\n  - "), 0
            ),
        ] {
            let error = try #require(throws: YAMLError.self) { try described(text) }
            #expect(error.message.contains(words), "\(error)")
            #expect(line == 0 ? error.line > 7 : error.line == line, "\(error)")
        }
    }

    @Test(arguments: [
        "--pre=a --post b --weight none --no-header", "--node-sign nt --inhibitory -", "--inhibitory=-1,-2",
        "--take a=b=c --least 1e3 --keep-zeros", "--part v1,lm --rows pre --self-connections=no",
        "--node-name id --node-group class --drop-isolated",
    ])
    func rightOptionsAreKept(options: String) throws {
        #expect(
            try described("\(Self.worm)\noptions: >\n  \(options)\n").options
                == options.split(separator: " ").map(String.init))
    }

    @Test func namesOfRulesAreTaken() throws {
        for name in ["distance", "imported", "../worm"] {
            #expect(throws: YAMLError.self) { try described(Self.worm, name: name) }
        }
    }

    /// Size and density are the connectome's, for its nulls as well.
    @Test func aConnectomeDecidesSizeAndDensity() throws {
        let panel = try panel(
            "{wiring: [{rule: imported, of: worm}, {rule: rewired, of: {rule: imported, of: worm}}]}")
        let networks = panel.networks
        #expect(networks.count == 4 && networks.allSatisfy { $0.hiddenNodes == 50 && $0.density == 0.2 })
        #expect(networks.map { $0.wiring?.connectome } == ["worm", "worm", "worm", "worm"])
        #expect(
            Set(networks.map(\.maskPath)) == [
                "masks/imported/worm.h5", "masks/rewired/n50-p0.2-of-imported-of-worm-s0.h5",
                "masks/rewired/n50-p0.2-of-imported-of-worm-s1.h5",
            ], "seeds share what is measured, not what is drawn")
        #expect(Set(networks.map(\.folder)).count == 4)
    }

    /// Weights, signs and groups may be a connectome's, and its nulls keep them; whether its files have them is known when they are read.
    @Test(
        arguments: [
            "initial-weights: connectome", "dale: enforced, inhibitory: mask", "input-group: sensory",
            "readout-group: motor", "group-gains: {sensory: 2}",
        ],
        [
            "{rule: imported, of: worm}", "{rule: shuffled, of: {rule: imported, of: worm}}",
            "{rule: rewired, of: {rule: shuffled, of: {rule: imported, of: worm}}}",
        ])
    func whatAConnectomeMaySayIsTaken(option: String, wiring: String) throws {
        let networks = try panel("{\(option), wiring: \(wiring)}").networks
        #expect(networks.count == 2 && networks.allSatisfy { $0.wiring?.connectome == "worm" })
    }

    /// Beside other rules, which need sizes.
    @Test func otherRulesHaveSizesOfTheirOwn() throws {
        let panel = try panel(
            "{wiring: [bernoulli, {rule: imported, of: worm}]}",
            "{sizes: [30], densities: [0.1], seeds: 1, epochs: 1}")
        #expect(panel.networks.map(\.hiddenNodes).sorted() == [30, 50])
    }

    @Test(arguments: [
        ("{wiring: {rule: imported, of: fly}}", "{seeds: 1, epochs: 1}", "\"fly\" is not described"),
        ("{wiring: {rule: imported, of: fly}}", "{seeds: 1, epochs: 1}", "there: worm"),
        ("{wiring: {rule: shuffled, of: {rule: imported, of: fly}}}", "{seeds: 1, epochs: 1}", "fly.yaml"),
        ("{wiring: imported}", "{seeds: 1, epochs: 1}", "give {rule: imported, of:"),
        ("{wiring: {rule: imported}}", "{seeds: 1, epochs: 1}", "\"of\" is missing"),
        (
            "{wiring: {rule: imported, of: worm}}", "{sizes: [50], seeds: 1, epochs: 1}",
            "remove \"sizes\""
        ),
        (
            "{wiring: [bernoulli, {rule: imported, of: worm}]}", "{seeds: 1, epochs: 1}",
            "\"sizes\" is missing"
        ),
    ])
    func panelsAreChecked(networks: String, extent: String, words: String) throws {
        let message = try #require(throws: YAMLError.self) { try panel(networks, extent) }.description
        #expect(message.contains(words) && message.contains("yaml:"), "\(message)")
    }
}
