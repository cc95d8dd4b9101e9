import Testing

@testable import Model

/// What a wiring says reads back as the same wiring, in words and in paths.
@Suite struct WiringTests {
    private static let distance = Wiring(rule: "distance", values: ["length": .real(0.3)]).complete
    private static let all: [Wiring] = [
        distance, Wiring(rule: "in-degree"), Wiring(rule: "celegans"),
        Wiring(rule: "bernoulli", values: ["self-connections": .flag(false)]),
        Wiring(
            rule: "blocks",
            values: ["groups": .reals([4, 1]), "probabilities": .reals([0.1, 0.2, 0.3, 0.1])]),
        Wiring(rule: "rewired", values: ["rounds": .integer(20)], source: distance.words),
        Wiring(rule: "reversed", source: Wiring(rule: "rewired", source: distance.words).words),
    ]

    @Test(arguments: all) func wordsReadBack(wiring: Wiring) {
        #expect(Wiring(words: wiring.words) == wiring)
        #expect(wiring.distinguishing == wiring)
    }

    /// A state is that of its network only if both say the same: names from elsewhere may look like words of ours.
    @Test(arguments: [
        Wiring(rule: "imported", source: "worm.csv"), Wiring(rule: "imported", source: "a, of b, length 3"),
        Wiring(rule: "mine, of old"), Wiring(rule: "distance, length 0.3"), Wiring(rule: "distance, seed 3"),
        Wiring(rule: "rewired", values: ["rounds": .integer(20)], source: "imported, of worm.csv, seed 3"),
        Wiring(rule: ", of "), Wiring(rule: "imported", source: "bernoulli"),
    ])
    func whatTellsNetworksApartReadsBack(wiring: Wiring) throws {
        let written = try #require(wiring.distinguishing)
        #expect(Wiring(words: written.words) == written)
        #expect(written.distinguishing == written)
    }

    @Test func thePapersNetworksHaveNone() {
        #expect(Wiring(rule: "bernoulli").distinguishing == nil)
        #expect(Wiring(rule: "full").distinguishing == nil)
        // What goes without saying does not make another wiring.
        #expect(
            Wiring(rule: "bernoulli", values: ["self-connections": .flag(true)]).distinguishing == nil)
    }

    /// Networks that differ in nothing but seeds are one sample.
    @Test func seedsOfSourcesDoNotTellNetworksApart() {
        let drawn = Wiring(rule: "shuffled", source: Self.distance.words + ", seed 3")
        #expect(drawn.distinguishing == Wiring(rule: "shuffled", source: Self.distance.words))
        let ofPaper = Wiring(rule: "shuffled", source: "bernoulli, seed 3")
        #expect(ofPaper.distinguishing?.words == "shuffled, of bernoulli")
    }

    @Test func onlyWhatIsUnusualIsInLabelsAndPaths() {
        #expect(Self.distance.label == "distance, length 0.3")
        #expect(Self.distance.path == "distance-length0.3")
        let gaussian = Wiring(
            rule: "distance", values: ["decay": .text("gaussian"), "periodic": .flag(false)]
        ).complete
        #expect(gaussian.label == "distance, decay gaussian, periodic no")
        #expect(gaussian.path == "distance-decay-gaussian-periodic-no")
        #expect(Self.all[5].label == "rewired of distance, length 0.3")
        #expect(Self.all[5].path == "rewired-of-distance-length0.3")
        #expect(Self.all[4].path == "blocks-groups4_1-probabilities0.1_0.2_0.3_0.1")
    }

    @Test func optionsSayEveryParameter() {
        #expect(
            Self.distance.options == [
                "--length", "0.3", "--dimensions", "2", "--decay", "exponential", "--periodic", "yes",
            ])
    }
}
