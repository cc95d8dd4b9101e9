@testable import Model
import Specification
import Testing

/// Grids over other things than sizes, and profiles that extend others.
struct GridTests {
    private static let profiles = """
        smoke: {description: few, time: a minute, train-limit: 300, download: false}
        laptop: {description: all, time: an hour}
        jpeg: {description: other data, time: an hour, extends: laptop, datasets: {cifar10: cifar10-jpeg}}
        """

    private func panel(
        _ shows: String, networks: String = "{}", _ extent: String, profile: String = "laptop"
    ) throws -> ResolvedPanel {
        try samplePanel(shows, networks: networks, extent, profiles: Self.profiles, profile: profile)
    }

    private func complaint(_ shows: String, networks: String = "{}", _ extent: String) throws -> String {
        try #require(throws: YAMLError.self) { try panel(shows, networks: networks, extent) }.description
    }

    @Test func sizesGiveEveryDensityTheSameNumberOfConnections() throws {
        let panel = try panel(
            "accuracy-by-connections",
            "{connections: [10000, 90000], densities: [0.01, 0.25, 1], seeds: 2, epochs: 1}")
        let grid = try #require(panel.grid)
        #expect(grid.conditions.map(\.hiddenNodes) == [1000, 200, 100, 3000, 600, 300])
        #expect(panel.networks.count == 12)
        for cell in grid.conditions {
            let connections = cell.density * Double(cell.hiddenNodes * cell.hiddenNodes)
            #expect([10000, 90000].contains { abs(connections / $0 - 1) < 0.01 })
        }
    }

    /// More seeds of small networks than of large ones.
    @Test func aListOfExtentsHasTheNetworksOfEach() throws {
        let panel = try panel(
            "accuracy-grid",
            """
            [{sizes: [100, 500], densities: [0.1, 1], seeds: 3, epochs: 1}, {sizes: [2000], densities: [0.1], seeds: [0], epochs: 1}]
            """)
        let grid = try #require(panel.grid)
        #expect(grid.sizes == [100, 500, 2000] && grid.seeds == [0, 1, 2])
        #expect(panel.networks.count == 2 * 2 * 3 + 1)
        #expect(panel.networks.filter { $0.hiddenNodes == 2000 }.map(\.seed) == [0])
        #expect(grid.leftOut?.map(\.seed) == [1, 2])
        let one = try self.panel(
            "accuracy-grid", "[{sizes: [100], densities: [0.1], seeds: 3, epochs: 1}]")
        #expect(one.grid?.leftOut == nil && one.networks.count == 3)
    }

    @Test func entriesOfAListAreShownAtTheSameTime() throws {
        let message = try complaint(
            "accuracy-grid",
            """
            [{sizes: [100], densities: [1], seeds: 3, epochs: 1}, {sizes: [200], densities: [1], seeds: 3, epochs: 2}]
            """)
        #expect(message.contains("give each entry of the list the same epochs"))
        #expect(try complaint("accuracy-grid", "[]").contains("a profile of panel"))
    }

    @Test func aGridKeepsWhatIsAskedFor() throws {
        let panel = try panel(
            "accuracy-grid", "{sizes: [100, 500], densities: [0.1, 1], seeds: 2, epochs: 1}")
        let grid = try #require(panel.grid)
        let kept = try #require(grid.filtered { $0.hiddenNodes == 100 && ($0.density == 1 || $0.seed == 1) })
        #expect(
            kept.networks(of: panel.dataset).map { "\($0.density) \($0.seed)" } == [
                "0.1 1", "1.0 0", "1.0 1",
            ])
        #expect(kept.sizes == [100] && kept.leftOut?.count == 1)
        #expect(grid.filtered { _ in true } == grid && grid.filtered { _ in false } == nil)
    }

    @Test func examplesPerClassAreAnAxis() throws {
        let panel = try panel(
            "best-accuracy-by-examples", networks: "{patience: 20}",
            "{sizes: [500], densities: [0.1, 1], per-class: [50, all], seeds: 3, epochs: 50}")
        #expect(panel.grid?.values(\.perClass) == [50, nil] && panel.grid?.patience == 20)
        let folders = Set(panel.networks.map { $0.dataset.folder(perClass: $0.perClass) })
        #expect(folders == ["mnist", "mnist-50perclass"])
        #expect(panel.networks.allSatisfy { $0.patience == 20 })
    }

    @Test func networksNonlinearitiesAndLearningRatesAreAxes() throws {
        let curves = try panel(
            "accuracy-by-epoch", networks: "{network: [rnn, feedforward]}",
            "{sizes: [100], densities: [0.1, 1], seeds: 1, epochs: 2}")
        #expect(Set(curves.networks.map(\.network)) == [.rnn, .feedforward] && curves.networks.count == 4)
        let gradients = try panel(
            "gradient-by-nonlinearity", networks: "{nonlinearity: [tanh, relu]}",
            "{sizes: [100], densities: [0.1], seeds: 1, epochs: 1}")
        #expect(gradients.networks.map(\.nonlinearity) == [.tanh, .relu])
        let rates = try panel(
            "accuracy-by-learning-rate",
            "{sizes: [100], densities: [1], learning-rates: [0.01, 0.001], seeds: 1, epochs: 1}")
        #expect(rates.networks.map(\.learningRate) == [0.01, 0.001])
        #expect(Set(rates.networks.map(\.folder)).count == 2)
    }

    @Test func whatAPanelCannotShowIsRefused() throws {
        #expect(
            try complaint(
                "accuracy-grid", networks: "{network: [rnn, feedforward]}",
                "{sizes: [1], densities: [1], seeds: 1, epochs: 1}"
            )
            .hasPrefix(
                "sample.yaml:7: panel A has 2 networks, but accuracy-grid draws 1 at most; remove some"))
        #expect(
            try complaint(
                "accuracy-grid", "{sizes: [1], per-class: [5, 6], densities: [1], seeds: 1, epochs: 1}"
            )
            .contains("2 numbers of examples per class, but accuracy-grid draws 1 at most"))
        #expect(
            try complaint("accuracy-grid", "{connections: [100], densities: [1], seeds: 1, epochs: 1}")
                .contains("shows accuracy-grid, which takes sizes; remove \"connections\""))
        #expect(
            try complaint("accuracy-by-connections", "{sizes: [100], densities: [1], seeds: 1, epochs: 1}")
                .contains("which takes numbers of connections; remove \"sizes\""))
        #expect(
            try complaint(
                "accuracy-grid", networks: "{patience: 20}",
                "{sizes: [1], densities: [1], seeds: 1, epochs: 1}"
            )
            .contains("for which networks must not end early; remove \"patience\""))
        #expect(
            try complaint(
                "accuracy-by-epoch", networks: "{network: [rnn, rnn]}",
                "{sizes: [1], densities: [1], seeds: 1, epochs: 1}"
            )
            .contains("network rnn is given twice"))
    }

    @Test func aProfileThatExtendsAnotherRunsItsNetworksOnItsDatasets() throws {
        let extent = "{sizes: [100], densities: [1], seeds: 1, epochs: 1}"
        let panel = try panel("accuracy-grid", networks: "{dataset: cifar10}", extent, profile: "jpeg")
        #expect(panel.dataset.name == "cifar10-jpeg" && panel.networks.count == 1)
        let plain = try self.panel("accuracy-grid", networks: "{dataset: mnist}", extent, profile: "jpeg")
        #expect(plain.dataset.name == "mnist")
    }

    @Test func profilesExtendEarlierOnesOnly() throws {
        let profiles = try Profiles(YAMLValue.parse(Self.profiles, file: "p.yaml"))
        #expect(try !profiles.named("smoke").downloads && profiles.named("jpeg").downloads)
        #expect(try profiles.named("jpeg").bases == ["laptop"])
        let wrong = try #require(throws: YAMLError.self) {
            try Profiles(YAMLValue.parse("a: {description: d, time: t, extends: b}\n", file: "p.yaml"))
        }
        #expect(wrong.description.hasPrefix("p.yaml:1: extends \"b\" is not known"))
    }

    /// Networks that may end early share what is trained before they can.
    @Test func patienceIsNoPartOfAFolder() {
        var network = NetworkSpecification(
            dataset: DatasetSelection(name: "mnist"), Conditions(hiddenNodes: 64, density: 0.1))
        let folder = network.folder
        network.patience = 20
        #expect(network.folder == folder)
        network.maskSeed = 42
        #expect(network.maskPath == "masks/bernoulli/n64-p0.1-s42.h5")
        #expect(network.folder == "runs/mnist/rnn-relu-m42/n64-p0.1/s0")
    }

    @Test func dalesPrincipleIsAnAxisAndPartOfThePath() throws {
        let extent = "{sizes: [100], densities: [1], seeds: 1, epochs: 2, snapshots: [0]}"
        let both = try panel("accuracy-by-epoch", networks: "{dale: [enforced, notebook]}", extent)
        #expect(both.networks.map(\.dale?.variantName) == ["enforced", "notebook"])
        #expect(both.networks[0].dale?.isEnforced == true && both.grid?.snapshots == [0, 2])
        let strong = try panel(
            "accuracy-by-epoch", networks: "{dale: enforced, inhibitory: 0.5, inhibitory-scale: 10}", extent)
        #expect(strong.networks[0].folder == "runs/mnist/rnn-relu-dale-enforced0.5x10/n100-p1/s0")
        let others = try samplePanel(
            "accuracy-by-epoch", networks: "{inhibitory: 0.5}", extent,
            ofFigure: "{dale: [enforced, notebook]}")
        #expect(others.networks.map(\.dale?.variantName) == ["enforced", "notebook"])
        #expect(others.networks.allSatisfy { $0.dale?.inhibitoryFraction == 0.5 })
        let dense = try panel("accuracy-by-epoch", networks: "{start-density: 0.1}", extent)
        #expect(dense.networks[0].folder == "runs/mnist/rnn-relu-from0.1/n100-p1/s0")
        #expect(dense.networks[0].startMaskPath == "masks/bernoulli/n100-p0.1-s0.h5")
        #expect(dense.networks[0].maskPath == "masks/full/n100.h5")
        #expect(
            try complaint("accuracy-grid", networks: "{dale: strict}", extent).contains(
                "dale \"strict\" is not known"))
        #expect(
            try complaint("accuracy-grid", networks: "{inhibitory: 0.5}", extent)
                .contains("inhibitory needs dale: enforced or notebook beside it"))
    }
}
