import Specification
import Testing

/// Every mistake in a figure is refused with file, line, and what would be right.
struct WrongFigureTests {
    @Test func theSampleItselfIsRight() throws {
        #expect(try complaint(replacing: "figure: sample", by: "figure: sample") == nil)
    }

    @Test(arguments: [
        (
            "title: Epochs", "titel: Epochs",
            "11: unknown key \"titel\" in a panel; did you mean \"title\"? known keys: name,"
        ),
        (
            "        epochs: 2", "        colour: 2",
            "23: unknown key \"colour\" in a profile of panel C; known keys: sizes,"
        ),
        (
            "densities: [0.5]", "densities: [1.5]",
            "26: density 1.5 is outside (0, 1]; give a fraction such as 0.1"
        ),
        (
            "densities: [0.5]", "densities: [0]",
            "26: density 0 is outside (0, 1]; give a fraction such as 0.1"
        ),
        (
            "sizes: [100]", "sizes: [0]",
            "25: size 0 is outside [1, 10000000]; give a number of hidden nodes such as 1000"
        ),
        ("sizes: [100]", "sizes: [100.5]", "25: size is \"100.5\", but must be a whole number"),
        (
            "sizes: [32, 64]", "sizes: [32, 64, 32]",
            "20: size 32 is given twice (first on line 20); keep one"
        ),
        ("sizes: [100]", "sizes: 100", "25: sizes is \"100\", but must be a list such as [100, 300]"),
        (
            "name: C", "name: B",
            "14: the panel \"B\" is given twice (first on line 9); rename or remove one"
        ),
        (
            "title: A sample", "figure: again",
            "2: the key \"figure\" is given twice in one mapping (first on line 1)"
        ),
        (
            "fashion-mnist", "mnits",
            "17: dataset \"mnits\" is not known; did you mean \"mnist\"? known: mnist, fashion-mnist, "
                + "cifar10, cifar10-jpeg, sleep-edf, sleep-edf-sample"
        ),
        ("tanh", "sigmoid", "17: nonlinearity \"sigmoid\" is not known; known: relu, tanh"),
        (
            "accuracy-grid", "acuracy-grid",
            "15: shows \"acuracy-grid\" is not known; did you mean \"accuracy-grid\"?"
        ),
        ("seeds: 1", "seeds: []", "27: seeds is empty; give at least one value, such as [0, 1, 2]"),
        ("seeds: 1", "seeds: 0", "27: seeds 0 is outside [1, 100000]; give how many, such as 3, or a list"),
        ("seeds: 1", "seeds: [-1]", "27: seed -1 is outside [0, 4294967295]; give a seed such as 0"),
        (
            "snapshots: [1]", "snapshots: [5]",
            "13: snapshot 5 is outside [0, 3]; give an epoch that is trained"
        ),
        ("laptop:", "labtop:", "24: unknown key \"labtop\" in profiles of panel C; did you mean \"laptop\"?"),
        ("sizes: [64]", "sizes: [64, 65]", "13: panel B has 2 sizes, but accuracy-by-epoch draws 1 at most"),
        (
            "learning-rate: 0.01", "learning-rate: 0",
            "4: learning-rate 0 is outside (0, 1]; give a step size such as 0.001"
        ),
        (
            "figure: sample", "figure: other",
            "1: the figure is called \"other\" in a file for \"sample\"; make them equal"
        ),
        ("name: A", "name: A/B", "6: the panel name \"A/B\" must be letters, digits, - and _ only"),
        ("title: A sample", "layout: sample.png", "2: \"title\" is missing"),
        (
            "title: A sample", "title: A\nlayout: ../x.gp",
            "3: the layout name \"../x\" must be letters, digits"
        ),
    ])
    func isRefused(old: String, new: String, says: String) throws {
        let said = try complaint(replacing: old, by: new) ?? "nothing"
        // A missing key is reported where the mapping starts.
        let expected =
            says.contains("is missing") ? "sample.yaml:1: \"title\" is missing" : "sample.yaml:\(says)"
        #expect(said.hasPrefix(expected), "\(said)")
    }

    @Test func aPanelWithoutNetworksTakesNoProfiles() throws {
        let said = try complaint(
            replacing: "title: Images", by: "title: Images\n    profiles: {smoke: {epochs: 1}}")
        #expect(
            said?.contains("panel A shows dataset-examples, which needs no networks; remove \"profiles\"")
                == true)
    }

    @Test func aProfileMissingForAPanelIsNamed() throws {
        let figure = try sample()
        let profiles = try Profiles(YAMLValue.parse(sampleProfiles, file: "profiles.yaml"))
        let laptop = try profiles.named("laptop")
        #expect(!figure.covers(laptop))
        let error = try #require(throws: YAMLError.self) { try figure.resolved(for: laptop) }
        #expect(
            error.description.hasPrefix(
                "sample.yaml:9: panel B does not say what to run in profile laptop; add"))
    }

    @Test func anUnknownProfileOrAMistakeInOneIsNamed() throws {
        let profiles = try Profiles(YAMLValue.parse(sampleProfiles, file: "profiles.yaml"))
        let error = try #require(throws: UnknownName.self) { try profiles.named("labtop") }
        #expect(
            error.description
                == "there is no profile \"labtop\" in profiles.yaml; did you mean \"laptop\"? known: smoke, laptop"
        )
        let wrong = try #require(throws: YAMLError.self) {
            try Profiles(
                YAMLValue.parse("smoke:\n  description: d\n  time: t\n  train-limit: 0\n", file: "p.yaml"))
        }
        #expect(wrong.description.hasPrefix("p.yaml:4: train-limit 0 is outside [1, "))
    }
}
