import Specification
import Testing

/// Panels of measures: untrained networks, snapshots, networks that start sparse.
struct MeasurePanelTests {
    private func complaint(_ shows: String, networks: String = "{}", _ extent: String) throws -> String {
        try #require(throws: YAMLError.self) { try samplePanel(shows, networks: networks, extent) }
            .description
    }

    @Test func onlyDistributionsAreOfUntrainedNetworks() throws {
        let untrained = "{sizes: [32], densities: [0.1, 1], seeds: 1, epochs: 0}"
        #expect(try samplePanel("correlation-distribution", untrained).grid?.snapshots == [0])
        for shows in ["accuracy-by-epoch", "active-nodes-by-epoch", "delay-by-size"] {
            #expect(try complaint(shows, untrained).contains("epochs 0 is outside"), "\(shows)")
        }
    }

    @Test func aPictureOfANetworkIsOfOne() throws {
        let shows = "connection-matrix"
        let panel = try samplePanel(shows, "{sizes: [32], densities: [0.1], seeds: 1, epochs: 0}")
        #expect(panel.networks.count == 1 && panel.grid?.snapshots == [0])
        #expect(
            try complaint(shows, "{sizes: [32], densities: [0.1, 1], seeds: 1, epochs: 0}")
                .contains("has 2 densities, but connection-matrix draws 1 at most"))
        #expect(
            try complaint(shows, "{sizes: [32], densities: [0.1], seeds: 3, epochs: 0}")
                .contains("draws 1 network; give one seed"))
    }

    @Test func changesAreSinceTheStart() throws {
        let extent = "{sizes: [32], densities: [1], seeds: 1, epochs: 4, snapshots: [2]}"
        #expect(try samplePanel("sign-changes-by-epoch", extent).grid?.snapshots == [0, 2, 4])
        #expect(try samplePanel("active-nodes-by-epoch", extent).grid?.snapshots == [2, 4])
    }

    @Test func networksThatStartSparseAreDenserThanTheirStart() throws {
        let extent = "{sizes: [32], densities: [0.1, 1], seeds: 2, epochs: 1}"
        let networks = "{dale: enforced, start-density: [none, 0.1]}"
        let panel = try samplePanel("accuracy-by-epoch", networks: networks, extent)
        let kinds = panel.networks.map { "\($0.density) \($0.startDensity ?? 0)" }
        #expect(kinds == ["0.1 0.0", "0.1 0.0", "1.0 0.0", "1.0 0.0", "1.0 0.1", "1.0 0.1"])
        #expect(
            try complaint("accuracy-by-epoch", networks: "{start-density: [none, none]}", extent)
                .contains("start density none is given twice"))
        #expect(
            try complaint("accuracy-by-epoch", networks: "{start-density: 2}", extent)
                .contains("start-density 2 is outside (0, 1]"))
        #expect(
            try complaint("delay-by-size", networks: "{start-density: [none, 0.1]}", extent)
                .contains("has 2 start densities, but delay-by-size draws 1 at most"))
    }

    @Test func factorsOfGroupsAreReadAndChecked() throws {
        let extent = "{sizes: [32], densities: [0.1], seeds: 1, epochs: 1}"
        let blocks = "wiring: {rule: blocks, groups: [4, 1], probabilities: [0.1, 0.2, 0.3, 0.1]}"
        let panel = try samplePanel(
            "accuracy-by-epoch", networks: "{\(blocks), group-gains: [none, {skin: 2, bone: 0.5}]}", extent)
        #expect(panel.networks.map { $0.groupGains?.text } == [nil, "bone=0.5,skin=2"])
        for (wrong, problem) in [
            ("2", "group-gains is \"2\", but must be a mapping"), ("{}", "group-gains is empty"),
            ("{skin: x}", "group-gains of skin is \"x\", but must be a number"),
            ("{skin: -1}", "group-gains of skin -1 is outside [0, 1000]"),
            ("{\"a,b\": 1}", "“a,b” cannot be the name of a group"),
        ] {
            #expect(
                try complaint("accuracy-by-epoch", networks: "{group-gains: \(wrong)}", extent).contains(
                    problem),
                "\(wrong)")
        }
    }

    @Test func aMeasurePanelOfSeveralSizesIsRefused() throws {
        #expect(
            try complaint("mutual-information", "{sizes: [32, 64], densities: [1], seeds: 1, epochs: 1}")
                .contains("has 2 sizes, but mutual-information draws 1 at most"))
    }
}
