import Compute
import Model
import Networks

extension Trainer {
    /// Refuses what cannot be trained, before anything is allocated.
    static func check(_ options: TrainingOptions, _ mask: ConnectivityMask, _ dataset: Dataset)
        throws(TrainingError)
    {
        guard options.batch >= 1 else { throw .batch(options.batch) }
        guard options.learningRate > 0, options.learningRate.isFinite else {
            throw .learningRate(options.learningRate)
        }
        if let patience = options.patience, patience < 1 { throw .patience(patience) }
        if let dale = options.dale { try check(dale, seed: options.seed) }
        guard mask.hiddenNodes > 0 else { throw .empty("hidden nodes") }
        guard options.products.accepts(mask) else {
            throw .products(
                options.products.rawValue, connections: mask.count, pairs: mask.hiddenNodes * mask.hiddenNodes
            )
        }
        guard dataset.training.count > 0 else { throw .empty("training examples") }
        guard dataset.test.count > 0 else { throw .empty("test examples") }
        guard dataset.training.steps > 0, dataset.training.inputs > 0 else {
            throw .empty("time steps or inputs")
        }
        guard (1...256).contains(dataset.classNames.count) else {
            throw .empty("classes (1 to 256)")
        }
        try checkLabels(dataset.training, "training", dataset.classNames.count)
        try checkLabels(dataset.test, "test", dataset.classNames.count)
    }

    /// Refuses what needs a connectome that says more of its connections and nodes than this one does.
    static func check(_ options: TrainingOptions, _ connectome: Connectome?) throws(TrainingError) {
        if options.initialWeights == .connectome {
            guard let weights = connectome?.weights, weights.contains(where: { $0 != 0 }) else {
                throw .connectome(
                    "initial weights of the connectome need a mask that was imported with weights, or a null of one; import one, or draw weights"
                )
            }
            guard options.weightSpread == nil else {
                throw .connectome(
                    "initial weights of the connectome have no spread of their own; leave one of the two out")
            }
        }
        try checkGroup(options.inputGroup, options.inputFraction, connectome, "inputs")
        try checkGroup(options.readoutGroup, options.readoutFraction, connectome, "the read-out")
        for group in options.groupGains?.factors.keys.sorted() ?? [] {
            try checkGroup(group, nil, connectome, "factors of initial weights")
        }
    }

    private static func checkGroup(
        _ group: String?, _ fraction: Double?, _ connectome: Connectome?, _ what: String
    ) throws(TrainingError) {
        guard let group else { return }
        guard fraction == nil else {
            throw .connectome(
                "nodes for \(what) are chosen by group and by fraction; leave one of the two out")
        }
        let groups = connectome?.groups ?? []
        guard groups.contains(group) else {
            let known = Set(groups).subtracting([""]).sorted()
            let listed = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : "")
            throw .connectome(
                "no node of the mask is in group “\(group)”, which \(what) need; "
                    + (known.isEmpty
                        ? "import it with groups (--node-group), or draw one by the rule blocks"
                        : "its groups are: \(listed)"))
        }
    }

    private static func check(_ dale: DaleRule, seed: Int) throws(TrainingError) {
        guard CountRange.seed.contains(seed) else {
            throw .dale("seed \(seed) is outside 0 to \(UInt32.max), as NumPy has them")
        }
        guard (0...1).contains(dale.inhibitoryFraction) else {
            throw .dale("the inhibitory fraction \(dale.inhibitoryFraction) is outside 0 to 1")
        }
        guard dale.inhibitoryScale > 0, dale.inhibitoryScale.isFinite else {
            throw .dale("the inhibitory scale \(dale.inhibitoryScale) is not a positive number")
        }
    }

    private static func checkLabels(_ examples: LabelledExamples, _ part: String, _ classes: Int)
        throws(TrainingError)
    {
        for (index, label) in examples.labels.enumerated() where Int(label) >= classes {
            throw .label(part: part, index: index, label: label, classes: classes)
        }
    }

    /// The sign of each connection's presynaptic node.
    static func signs(
        _ mask: ConnectivityMask, _ isInhibitory: [Bool], _ network: Network
    ) -> AlignedArray<UInt8> {
        var signs: [UInt8] = []
        signs.reserveCapacity(mask.count)
        mask.forEachPresynapticNode { signs.append(isInhibitory[$0] ? Engine.negative : Engine.positive) }
        return network.parameters.inMemoryOrder(signs)
    }

    /// Those that the mask names or that are drawn, under Dale's rule; nil without it.
    static func inhibitoryNodes(_ options: TrainingOptions, _ mask: ConnectivityMask) throws -> [Bool]? {
        guard let dale = options.dale else { return nil }
        guard dale.drawing == .mask else {
            return try dale.inhibitoryNodes(of: mask.hiddenNodes, seed: UInt32(options.seed))
        }
        guard let signs = mask.signs else {
            throw TrainingError.dale(
                "the mask does not say which nodes are inhibitory (rule \(mask.rule)); give a fraction of them, or a mask that "
                    + "does, such as one of degree-correlated, of blocks with inhibitory-groups, or an imported one with signs"
            )
        }
        return signs.map { $0 < 0 }
    }
}
