import Model

/// A dataset, or a part of it.
package struct DatasetSelection: Codable, Hashable, Sendable {
    /// Name in the catalogue, for instance `mnist`.
    package var name: String
    /// Only the first examples to learn from; nil for all.
    package var trainLimit: Int?
    /// Only the first examples to test on; nil for all.
    package var testLimit: Int?

    /// A dataset with its limits.
    package init(name: String, trainLimit: Int? = nil, testLimit: Int? = nil) {
        self.name = name
        self.trainLimit = trainLimit
        self.testLimit = testLimit
    }

    /// What limits add to its name in paths: `-train300-test200`.
    var limits: String {
        (trainLimit.map { "-train\($0)" } ?? "") + (testLimit.map { "-test\($0)" } ?? "")
    }

    /// Name in paths, with a number of examples per class: `mnist`, `mnist-train300-test200` or `mnist-50perclass`.
    package func folder(perClass: Int? = nil) -> String {
        name + limits + (perClass.map { "-\($0)perclass" } ?? "")
    }

    /// Where the fetched dataset lies in the store; limits are options of the stages, not of the file.
    package var path: String { "data/\(name).h5" }

    /// How many examples networks learn from and are tested on.
    package func examples(perClass: Int?) -> (training: Int, test: Int) {
        guard let full = Catalogue.dataset(name) else { return (0, 0) }
        let all = min(trainLimit ?? .max, full.trainingExamples)
        return (perClass.map { $0 * full.classes } ?? all, min(testLimit ?? .max, full.testExamples))
    }

    enum CodingKeys: String, CodingKey {
        case name
        case trainLimit = "train-limit"
        case testLimit = "test-limit"
    }
}

/// One network to train: everything that decides its numbers except the number of epochs.
///
/// Two panels or figures that ask for the same specification share the network and all its files.
@dynamicMemberLookup
package struct NetworkSpecification: Hashable, Sendable {
    /// What it learns.
    package var dataset: DatasetSelection { didSet { complete() } }
    /// Everything else; a mask's seed only where it is not the network's own. Name and images of the dataset follow from it.
    package var conditions: Conditions { didSet { complete() } }
    /// Epochs without a lower test loss after which training ends; nil: it does not.
    package var patience: Int?

    /// A network; see the properties.
    package init(dataset: DatasetSelection, _ conditions: Conditions, patience: Int? = nil) {
        self.dataset = dataset
        self.conditions = conditions
        self.patience = patience
        complete()
    }

    private mutating func complete() {
        var complete = conditions
        complete.dataset = dataset.name
        (complete.trainingImages, complete.testImages) = dataset.examples(perClass: conditions.perClass)
        if complete != conditions { conditions = complete }
    }

    /// A condition.
    package subscript<Value>(dynamicMember member: WritableKeyPath<Conditions, Value>) -> Value {
        get { conditions[keyPath: member] }
        set { conditions[keyPath: member] = newValue }
    }

    /// Where its files lie in the store: `runs/mnist/rnn-relu/n1000-p0.1/s0`. Patience is not part of the path: networks with
    /// and without it share what is trained before it can matter.
    package var folder: String { conditions.folder(limits: dataset.limits) }

    /// Where its mask lies in the store; all seeds of a size share the full one.
    package var maskPath: String { isFull ? "masks/full/n\(self.hiddenNodes).h5" : maskPath(self.wiring) }

    /// Where the mask lies outside of which weights start at zero.
    package var startMaskPath: String? { startNetwork?.maskPath }

    /// A network whose mask is the one outside of which weights start at zero: wired as in the paper.
    package var startNetwork: NetworkSpecification? {
        self.startDensity.map { density in
            var start = self
            (start.density, start.startDensity, start.wiring) = (density, nil, nil)
            return start
        }
    }

    /// Where a mask of its size, density and seed lies, wired in this way.
    package func maskPath(_ wiring: Wiring?) -> String {
        if let wiring, wiring.rule == Wiring.imported { return "masks/imported/\(wiring.source ?? "").h5" }
        let rule = wiring?.rule ?? WiringRule.bernoulli.name
        let source = wiring?.sourceWiring.map { "-of-" + $0.path } ?? ""
        return
            "masks/\(rule)/n\(self.hiddenNodes)-p\(self.density.canonical)\(wiring?.pathOfParameters ?? "")"
            + "\(source)-s\(drawingSeed).h5"
    }

    /// The seed of its mask.
    package var drawingSeed: Int { self.maskSeed ?? self.seed }

    /// True when every node is connected to every node, so that no connection is drawn.
    package var isFull: Bool { self.density == 1 }
}

extension NetworkSpecification: Comparable {
    /// By what they learn, then as their conditions: the order of jobs.
    package static func < (left: Self, right: Self) -> Bool {
        if left.dataset != right.dataset { return left.dataset.folder() < right.dataset.folder() }
        if left.conditions != right.conditions { return left.conditions < right.conditions }
        return left.patience ?? -1 < right.patience ?? -1
    }
}
