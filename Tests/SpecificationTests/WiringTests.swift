import Model
import Specification
import Testing

/// Wiring rules in specifications.
struct WiringTests {
    private static let profiles = "laptop: {description: all, time: an hour}"
    private let extent = "{sizes: [100], densities: [0.1, 1], seeds: 1, epochs: 1}"

    private func panel(_ wiring: String, _ extent: String? = nil) throws -> ResolvedPanel {
        try samplePanel(
            "accuracy-by-size", networks: "{wiring: \(wiring)}", extent ?? self.extent,
            profiles: Self.profiles, profile: "laptop")
    }

    private func complaint(_ wiring: String, _ extent: String? = nil) throws -> String {
        try #require(throws: YAMLError.self) { try panel(wiring, extent) }.description
    }

    @Test func aListComparesRulesWithTheirNulls() throws {
        let panel = try panel(
            "[bernoulli, {rule: distance, length: 0.3}, {rule: rewired, of: {rule: distance, length: 0.3}}]")
        let networks = panel.networks
        #expect(
            networks.map { $0.wiring?.label } == [
                nil, nil, "distance, length 0.3", "rewired of distance, length 0.3",
            ], "a dense network is wired by no rule, and there once")
        #expect(networks.map(\.density) == [0.1, 1, 0.1, 0.1])
        #expect(Set(networks.map(\.folder)).count == 4)
        #expect(
            Set(networks.map(\.maskPath)) == [
                "masks/full/n100.h5", "masks/bernoulli/n100-p0.1-s0.h5",
                "masks/distance/n100-p0.1-length0.3-s0.h5",
                "masks/rewired/n100-p0.1-of-distance-length0.3-s0.h5",
            ])
    }

    /// A wiring says all of its parameters, whether they were given or not.
    @Test func usualValuesNeedNotBeGiven() throws {
        let given = try panel("{rule: distance, length: 0.1, dimensions: 2}").networks
        #expect(try panel("distance").networks == given)
        #expect(
            given[0].wiring?.words == "distance, length 0.1, dimensions 2, decay exponential, periodic true")
        #expect(try panel("{rule: bernoulli, self-connections: yes}").networks == panel("bernoulli").networks)
        #expect(try panel("{rule: bernoulli, self-connections: no}").networks != panel("bernoulli").networks)
    }

    @Test func listsOfNumbersAreParameters() throws {
        let blocks = try panel("{rule: blocks, groups: [4, 1], probabilities: [0.1, 0.2, 0.3, 0.1]}")
        #expect(blocks.networks[0].wiring?.path == "blocks-groups4_1-probabilities0.1_0.2_0.3_0.1")
        let rows = try panel("{rule: blocks, groups: [4, 1], probabilities: [[0.1, 0.2], [0.3, 0.1]]}")
        #expect(rows.networks == blocks.networks)
    }

    /// Rows are compared with the groups: as many numbers in other places would be other probabilities.
    @Test(arguments: [
        ("[4, 1]", "[[0.1, 0.2, 0.3], [0.3]]", "row 1 of probabilities has 3 numbers for 2 groups"),
        ("[4, 1]", "[[0.1], [0.2], [0.3], [0.1]]", "probabilities are 4 rows for 2 groups"),
        ("[4, 1]", "[[0.1, 0.2, 0.3], 0.3]", "row 1 of probabilities has 3 numbers"),
        ("[4, 1]", "[[0.1, 0.2], 0.3]", "row 2 of probabilities is one number"),
        ("[4]", "[0.1, 0.2]", "yaml:"),
    ])
    func raggedProbabilitiesAreRefused(groups: String, probabilities: String, words: String) throws {
        let message = try complaint("{rule: blocks, groups: \(groups), probabilities: \(probabilities)}")
        #expect(message.contains(words) && message.contains("yaml:"), "\(message)")
    }

    /// Names of files have at most 255 bytes, however many groups there are, and in masks made of such masks.
    @Test func pathsOfManyGroupsAreShort() throws {
        func blocks(_ last: Double) -> String {
            let numbers = (0..<63).map { "0.\(100 + $0)" } + ["\(last)"]
            return
                "{rule: blocks, groups: [1, 2, 3, 4, 5, 6, 7, 8], probabilities: [\(numbers.joined(separator: ", "))]}"
        }
        var paths: Set<String> = []
        for one in [blocks(0.3), blocks(0.4)] {
            for wiring in [one, "{rule: rewired, of: {rule: reversed, of: \(one)}}"] {
                let network = try panel(wiring).networks[0]
                paths.formUnion([network.folder, network.maskPath])
                let parts = (network.folder + "/" + network.maskPath).split(separator: "/")
                #expect(parts.allSatisfy { $0.utf8.count <= 255 }, "\(parts)")
                #expect(network.folder.contains("blocks-groups1_2_3_4_5_6_7_8-probabilities0.1_"))
            }
        }
        #expect(paths.count == 8, "other probabilities, another path")
    }

    /// What only some masks say is asked of none of the others.
    @Test(arguments: [
        ("{dale: enforced, inhibitory: mask, wiring: distance}", "inhibitory mask needs signs of nodes"),
        ("{dale: enforced, inhibitory: mask}", "networks of density 0.1 are wired by bernoulli; choose"),
        ("{initial-weights: connectome, wiring: {rule: rewired, of: distance}}", "needs weights"),
        ("{input-group: a, wiring: degree-correlated}", "need groups of nodes"),
        ("{group-gains: {a: 2}}", "need groups of nodes"),
    ])
    func whatAMaskDoesNotSayIsRefused(networks: String, words: String) {
        let message = #expect(throws: YAMLError.self) {
            try samplePanel(
                "accuracy-by-size", networks: networks, extent, profiles: Self.profiles, profile: "laptop")
        }?.description
        #expect(message?.contains(words) == true && message?.contains("yaml:") == true, "\(message ?? "")")
    }

    @Test(arguments: [
        ("distanze", "did you mean \"distance\"?"),
        ("full", "is not known"), ("full", "reversed, imported"), ("importd", "did you mean \"imported\"?"),
        (
            "{rule: distance, lenght: 0.3}",
            "unknown key \"lenght\" in the wiring rule distance; did you mean \"length\"?"
        ),
        ("{rule: distance, length: far}", "length is far, but must be"),
        ("{rule: distance, dimensions: 4}", "dimensions is 4, but must be"),
        ("{length: 0.3}", "wiring has no \"rule\""),
        ("blocks", "needs groups"),
        ("rewired", "changes another rule's; give {rule: rewired, of: distance}"),
        ("{rule: rewired}", "\"of\" is missing"),
        ("{rule: distance, of: in-degree}", "unknown key \"of\""),
        ("{rule: reciprocal, reciprocity: 20}", "panel A: "),
        ("[distance, {rule: distance, length: 0.1}]", "is given twice"),
    ])
    func whatIsWrongIsSaid(wiring: String, words: String) throws {
        let message = try complaint(wiring)
        #expect(message.contains(words), "\(message)")
        #expect(message.contains("yaml:"), "with file and line: \(message)")
    }

    /// Whether a rule can be drawn depends on sizes and densities, which a profile says.
    @Test func densitiesThatARuleCannotHaveAreRefused() throws {
        let message = try complaint(
            "{rule: erdos-renyi, self-connections: no}",
            "{sizes: [10], densities: [0.95], seeds: 1, epochs: 1}")
        #expect(message.contains("density 0.95 is out of range for 10 hidden nodes"), "\(message)")
    }

    /// The fifth line would look like the first. Rows of a grid have no such bound.
    @Test func linesThatLookAlikeAreRefused() throws {
        let sparse = "{sizes: [100], densities: [0.1], seeds: 1, epochs: 1}"
        let four = "bernoulli, in-degree, distance, small-world"
        #expect(try panel("[\(four)]", sparse).networks.count == 4)
        let five = try complaint("[\(four), lognormal]", sparse)
        #expect(
            five.contains(
                "yaml:")
                && five.contains("has 5 wiring rules, but accuracy-by-size draws 4 at most; remove some"),
            "\(five)")
        let dense = try complaint("[in-degree, distance, small-world, lognormal]")
        #expect(dense.contains("has 5 wiring rules (that of dense networks"), "\(dense)")
        let rules = "wiring: [bernoulli, in-degree, distance]"
        func networks(_ shows: String, _ networks: String) throws -> Int {
            try samplePanel(
                shows, networks: networks, sparse, profiles: Self.profiles, profile: "laptop"
            ).networks.count
        }
        #expect(try networks("wiring-numbers", "{\(rules)}") == 3)
        for (shows, more, words) in [
            ("degree-distribution", "", "has 3 wiring rules, but degree-distribution draws 2 at most"),
            ("accuracy-by-epoch", "dale: [none, enforced], ", "has 6 combinations of "),
        ] {
            let error = try #require(throws: YAMLError.self) {
                try networks(shows, "{\(more)\(rules)}")
            }
            #expect(error.description.contains(words), "\(error)")
        }
    }

    @Test func inhibitoryNodesCanBeThoseOfTheMask() throws {
        func dale(_ networks: String) throws -> DaleRule? {
            try samplePanel(
                "accuracy-by-size", networks: networks,
                "{sizes: [100], densities: [0.1], seeds: 1, epochs: 1}",
                profiles: Self.profiles, profile: "laptop"
            ).networks.first?.dale
        }
        let rule = try #require(try dale("{wiring: degree-correlated, dale: enforced, inhibitory: mask}"))
        #expect(rule == DaleRule().ofMask && rule.variantName == "enforced")
        #expect(
            try dale("{wiring: degree-correlated, dale: notebook, inhibitory: mask}")?.variantName
                == "notebook")
        let error = try #require(throws: YAMLError.self) { try dale("{dale: enforced, inhibitory: cells}") }
        #expect(error.description.contains("a fraction such as 0.115, or mask"))
        #expect(throws: YAMLError.self) { try dale("{inhibitory: mask}") }
    }
}
