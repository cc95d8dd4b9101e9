/// Which network was trained on what: everything that distinguishes it from others.
///
/// `Conditions.fields` is the one table of these members. Specifications, recipes, paths, attributes, tables and sentences all
/// go by it; a new member is a property here, its place in the initialiser, and a row there.
package struct Conditions: Hashable, Sendable {
    /// Name of the dataset, for instance `mnist`.
    package var dataset: String
    /// How hidden nodes are arranged.
    package var network: NetworkKind
    /// The hidden nodes' function.
    package var nonlinearity: Nonlinearity
    /// Hidden nodes, N.
    package var hiddenNodes: Int
    /// Connection probability that was asked for, in (0, 1].
    package var density: Double
    /// Connections that there are, E; 0 where none were drawn yet.
    package var connections: Int
    /// Seed of initial weights and batch orders.
    package var seed: Int
    /// Seed of the mask; nil: it is not drawn, or, in a plan, `seed` is its seed.
    package var maskSeed: Int?
    /// Dale's principle; nil: weights of any sign.
    package var dale: DaleRule?
    /// How nodes are connected; nil: as in the paper, each connection by itself or all of them (`Wiring.distinguishing`).
    package var wiring: Wiring?
    /// Whether weights between hidden nodes are trained.
    package var recurrentWeights: RecurrentWeights
    /// Where the magnitudes of initial weights between hidden nodes come from.
    package var initialWeights: InitialWeights
    /// Standard deviation of the logarithms of initial weights between hidden nodes, which are lognormal; nil: they are uniform.
    package var weightSpread: Double?
    /// g of initial weights between hidden nodes that scale with their number for each node: uniform in ±g/√(E/N); nil: ±0.001.
    package var weightGain: Double?
    /// Fraction of hidden nodes that get inputs of their own; nil: all do.
    package var inputFraction: Double?
    /// Fraction of hidden nodes that the read-out sees; nil: all.
    package var readoutFraction: Double?
    /// The group of nodes that get inputs of their own, as the mask names groups; nil: of any.
    package var inputGroup: String?
    /// The group of nodes that the read-out sees; nil: of any.
    package var readoutGroup: String?
    /// Factors of initial weights by the group of the presynaptic node; nil: none has one.
    package var groupGains: GroupGains?
    /// Density of the mask outside of which weights start at zero (sparse to dense); nil: none do.
    package var startDensity: Double?
    /// Adam's step size.
    package var learningRate: Double
    /// Images a step.
    package var batch: Int
    /// Training images used.
    package var trainingImages: Int
    /// How many training images of each class were drawn; nil if none were left out for that.
    package var perClass: Int?
    /// Test images used.
    package var testImages: Int

    /// Conditions; the paper's (Methods) unless told otherwise.
    package init(
        dataset: String = "", network: NetworkKind = .rnn, nonlinearity: Nonlinearity = .relu,
        hiddenNodes: Int = 0, density: Double = 1, connections: Int = 0, seed: Int = 0, maskSeed: Int? = nil,
        dale: DaleRule? = nil, wiring: Wiring? = nil, recurrentWeights: RecurrentWeights = .trained,
        initialWeights: InitialWeights = .drawn, weightSpread: Double? = nil, weightGain: Double? = nil,
        inputFraction: Double? = nil, readoutFraction: Double? = nil, inputGroup: String? = nil,
        readoutGroup: String? = nil, groupGains: GroupGains? = nil, startDensity: Double? = nil,
        learningRate: Double = 0.001, batch: Int = 100, trainingImages: Int = 0, perClass: Int? = nil,
        testImages: Int = 0
    ) {
        self.dataset = dataset
        self.network = network
        self.nonlinearity = nonlinearity
        self.hiddenNodes = hiddenNodes
        self.density = density
        self.connections = connections
        self.seed = seed
        self.maskSeed = maskSeed
        self.dale = dale
        self.wiring = wiring
        self.recurrentWeights = recurrentWeights
        self.initialWeights = initialWeights
        self.weightSpread = weightSpread
        self.weightGain = weightGain
        self.inputFraction = inputFraction
        self.readoutFraction = readoutFraction
        self.inputGroup = inputGroup
        self.readoutGroup = readoutGroup
        self.groupGains = groupGains
        self.startDensity = startDensity
        self.learningRate = learningRate
        self.batch = batch
        self.trainingImages = trainingImages
        self.perClass = perClass
        self.testImages = testImages
    }

    /// Those of the paper, where it does not say otherwise.
    package static let paper = Conditions()

    /// The same for networks that differ in nothing but their seeds, and so in the connections drawn.
    package var unseeded: Conditions {
        var shared = self
        (shared.connections, shared.seed, shared.maskSeed) = (0, 0, nil)
        return shared
    }

    /// Steps in an epoch; the last batch may be smaller than the others.
    package var stepsPerEpoch: Int { (trainingImages + batch - 1) / batch }
}

extension Conditions: Comparable {
    /// By the fields in their order, seeds last: the order of tables.
    package static func < (left: Conditions, right: Conditions) -> Bool {
        for attribute in orderedAttributes {
            let (one, other) = (attribute.get(left), attribute.get(right))
            if one != other { return ConditionValue.precedes(one, other) }
        }
        return false
    }

    private static let orderedAttributes =
        (fields.filter { !$0.isOfSeed } + [.seed, .maskSeed, .connections]).flatMap(\.attributes)
}
