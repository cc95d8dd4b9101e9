@testable import Model
import Networks
import Random
import Testing

@testable import Training

/// Weights that are not trained, drawn otherwise, or not there.
@Suite struct FixedWeightsTests {
    private let dataset = TestNetworks.mnist(training: 400, test: 50)
    private let mask = TestNetworks.mask(60, 0.3, seed: 3)

    private func trainer(
        _ change: (inout Conditions) -> Void, kind: NetworkKind = .rnn, epochs: Int
    ) throws -> Trainer {
        var conditions = Conditions(network: kind, seed: 3, learningRate: 0.003)
        change(&conditions)
        let trainer = try Trainer(TrainingOptions(conditions, threads: 2), mask: mask, dataset: dataset)
        for _ in 0..<epochs { try trainer.runEpoch() }
        return trainer
    }

    @Test(arguments: NetworkKind.allCases) func fixedWeightsStayAndAllElseLearns(kind: NetworkKind) throws {
        let before = try trainer({ _ in }, kind: kind, epochs: 0).parameters
        let fixed = try trainer({ $0.recurrentWeights = .fixed }, kind: kind, epochs: 2)
        let after = fixed.parameters
        #expect(after.recurrentWeights == before.recurrentWeights)
        for field in NetworkParameters.fields where field.path != \.recurrentWeights {
            #expect(after[keyPath: field.path] != before[keyPath: field.path], "\(field.name)")
        }
        // Their gradients are measured all the same: those of the first step are the same as if they were trained.
        let trained = try trainer({ _ in }, kind: kind, epochs: 1)
        #expect(fixed.metrics.meanAbsGradient[0] == trained.metrics.meanAbsGradient[0])
        #expect(fixed.metrics.meanAbsGradient.allSatisfy { $0 > 0 })
    }

    @Test func fixedWeightsStayWhenTrainingIsResumed() throws {
        let first = try trainer({ $0.recurrentWeights = .fixed }, epochs: 1)
        let later = try Trainer(first.options, mask: mask, dataset: dataset, resuming: first.takeState())
        try first.runEpoch()
        try later.runEpoch()
        let same = try first.takeState().parameters == later.takeState().parameters
        #expect(same)
    }

    /// Magnitudes have the mean of uniform ones and the spread that was asked for; signs are those of uniform ones.
    @Test func spreadWeightsAreLognormal() throws {
        let large = TestNetworks.mask(400, 0.5, seed: 1)
        func weights(_ spread: Double?, dale: DaleRule? = nil) throws -> [Float] {
            let conditions = Conditions(seed: 5, dale: dale, weightSpread: spread)
            return try Trainer(TrainingOptions(conditions), mask: large, dataset: dataset).parameters
                .recurrentWeights
        }
        let (uniform, spread) = (try weights(nil), try weights(0.8))
        #expect(zip(uniform, spread).allSatisfy { ($0 < 0) == ($1 < 0) })
        let magnitudes = spread.map { Double(abs($0)) }
        let mean = magnitudes.reduce(0, +) / Double(magnitudes.count)
        #expect(abs(mean / 0.0005 - 1) < 0.02, "\(mean)")
        let logarithms = magnitudes.map(ElementaryFunctions.log)
        let centre = logarithms.reduce(0, +) / Double(logarithms.count)
        let variance =
            logarithms.map { ($0 - centre) * ($0 - centre) }.reduce(0, +) / Double(logarithms.count)
        #expect(abs(variance.squareRoot() - 0.8) < 0.01, "\(variance)")
        // NumPy's first normal number of seed 5 is 0.44122748688504143.
        let first = 0.0005 * ElementaryFunctions.exp(0.8 * 0.44122748688504143 - 0.32)
        #expect(abs(magnitudes[0] / first - 1) < 1e-6)

        let one = try weights(0.8, dale: DaleRule(inhibitoryFraction: 0.5))
        let ten = try weights(0.8, dale: DaleRule(inhibitoryFraction: 0.5, inhibitoryScale: 10))
        #expect(zip(one, ten).allSatisfy { $0 < 0 ? $1 == 10 * $0 : $1 == $0 })
        #expect(one.contains { $0 < 0 })
    }

    /// The same draws, scaled: their bound is g/√(E/N), so that masks of any density have the same spectral radius.
    @Test func gainScalesWeightsByTheirNumber() throws {
        for (density, inputs) in [(0.1, 40.0), (1, 400)] {
            let mask = TestNetworks.mask(400, density, seed: 1)
            func weights(_ conditions: Conditions) throws -> [Float] {
                try Trainer(TrainingOptions(conditions), mask: mask, dataset: dataset).parameters
                    .recurrentWeights
            }
            let bound = 0.02 / (Double(mask.count) / 400).squareRoot()
            #expect(abs(Double(mask.count) / 400 / inputs - 1) < 0.05)
            let (usual, scaled) = (
                try weights(Conditions(seed: 5)), try weights(Conditions(seed: 5, weightGain: 0.02))
            )
            #expect(
                scaled.allSatisfy { abs(Double($0)) <= bound }
                    && scaled.contains { Double($0) > 0.99 * bound })
            let factor = Float(bound / 0.001)
            #expect(zip(usual, scaled).allSatisfy { abs($0 * factor - $1) <= Float(bound) * 1e-6 })
            let dale = Conditions(seed: 5, dale: DaleRule(inhibitoryFraction: 0.5), weightGain: 0.02)
            #expect(try weights(dale).allSatisfy { abs(Double($0)) <= bound })
            let spread = try weights(Conditions(seed: 5, weightSpread: 0.8, weightGain: 0.02))
            let mean = spread.map { Double(abs($0)) }.reduce(0, +) / Double(spread.count)
            #expect(abs(mean / (bound / 2) - 1) < 0.05, "\(mean)")
        }
    }

    @Test func weightsOutsideOfTheStartMaskStayZero() throws {
        let start = TestNetworks.mask(60, 0.1, seed: 9)
        func weights(_ spread: Double?) throws -> [Float] {
            let options = TrainingOptions(Conditions(seed: 5, weightSpread: spread))
            return try Trainer(options, mask: mask, startingOn: start, dataset: dataset).parameters
                .recurrentWeights
        }
        #expect(zip(try weights(nil), try weights(1)).allSatisfy { ($0 == 0) == ($1 == 0) })
    }

    @Test(arguments: NetworkKind.allCases)
    func onlyChosenNodesGetInputsAndAreRead(kind: NetworkKind) throws {
        let trainer = try trainer(
            { ($0.inputFraction, $0.readoutFraction) = (0.25, 0.5) }, kind: kind, epochs: 2)
        let chosen = try #require(try ChosenNodes(trainer.options.conditions, nodes: 60))
        let (inputs, read) = (try #require(chosen.withInputs), try #require(chosen.read))
        #expect(inputs.count { $0 } == 15 && read.count { $0 } == 30)
        #expect(zip(inputs, read).allSatisfy { !($0 && $1) }, "as few as possible are both")
        let parameters = trainer.parameters
        let width = parameters.inputWeights.count / 60
        for node in 0..<60 {
            let row = parameters.inputWeights[node * width..<(node + 1) * width]
            #expect(row.contains { $0 != 0 } == inputs[node])
            let column = stride(from: node, to: parameters.readoutWeights.count, by: 60)
            #expect(column.contains { parameters.readoutWeights[$0] != 0 } == read[node])
        }
    }

    /// What is measured of the mask's connections and nodes, for instance numbers of synapses and kinds of cells.
    private var connectome: Connectome {
        let weights = (0..<mask.count).map { connection -> Double in
            let count = Double(connection % 7 + 1)
            return connection % 5 == 0 ? -count : count
        }
        let kinds = ["skin", "", "muscle"]
        return Connectome(mask: mask, weights: weights, groups: (0..<60).map { kinds[$0 % 3] })
    }

    /// Magnitudes are those of the connectome times one factor, with the mean of uniform ones; signs are those of uniform ones.
    @Test func weightsCanBeThoseOfAConnectome() throws {
        func weights(_ initial: InitialWeights, dale: DaleRule? = nil) throws -> [Float] {
            let options = TrainingOptions(Conditions(seed: 5, dale: dale, initialWeights: initial))
            return try Trainer(options, mask: mask, connectome: connectome, dataset: dataset).parameters
                .recurrentWeights
        }
        let measured = try #require(connectome.weights).map(abs)
        let (drawn, scaled) = (try weights(.drawn), try weights(.connectome))
        #expect(zip(drawn, scaled).allSatisfy { ($0 < 0) == ($1 < 0) } && drawn.contains { $0 < 0 })
        let factor =
            Double(InitialParameters.recurrentBound) / 2 / (measured.reduce(0, +) / Double(measured.count))
        #expect(zip(scaled, measured).allSatisfy { abs($0) == Float(factor * $1) })
        let ten = try weights(.connectome, dale: DaleRule(inhibitoryFraction: 0.5, inhibitoryScale: 10))
        for (weight, count) in zip(ten, measured) {
            let magnitude = Float(factor * count) * (weight < 0 ? 10 : 1)
            #expect(abs(weight) == magnitude)
        }
        #expect(ten.contains { $0 < 0 } && ten.contains { $0 > 0 })
    }

    @Test func initialWeightsAreMultipliedByGroup() throws {
        func weights(_ gains: GroupGains?, dale: DaleRule? = nil) throws -> [Float] {
            let options = TrainingOptions(Conditions(seed: 5, dale: dale, groupGains: gains))
            return try Trainer(options, mask: mask, connectome: connectome, dataset: dataset).parameters
                .recurrentWeights
        }
        var nodes: [Int] = []
        mask.forEachPresynapticNode { nodes.append($0) }
        for dale in [nil, DaleRule(inhibitoryFraction: 0.5, inhibitoryScale: 10)] {
            let (drawn, scaled) = (
                try weights(nil, dale: dale), try weights(GroupGains("skin=0,muscle=3"), dale: dale)
            )
            for (node, (one, other)) in zip(nodes, zip(drawn, scaled)) {
                #expect(other == (node % 3 == 0 ? 0 : node % 3 == 2 ? 3 : 1) * one)
            }
        }
    }

    @Test func onlyNodesOfAGroupGetInputsAndAreRead() throws {
        let options = TrainingOptions(
            Conditions(seed: 3, inputGroup: "skin", readoutGroup: "muscle", learningRate: 0.003))
        let trainer = try Trainer(options, mask: mask, connectome: connectome, dataset: dataset)
        try trainer.runEpoch()
        let later = try Trainer(
            options, mask: mask, connectome: connectome, dataset: dataset, resuming: trainer.takeState())
        try later.runEpoch()
        let parameters = later.parameters
        let width = parameters.inputWeights.count / 60
        for node in 0..<60 {
            let row = parameters.inputWeights[node * width..<(node + 1) * width]
            #expect(row.contains { $0 != 0 } == (node % 3 == 0))
            let column = stride(from: node, to: parameters.readoutWeights.count, by: 60)
            #expect(column.contains { parameters.readoutWeights[$0] != 0 } == (node % 3 == 2))
        }
    }

    @Test func whatTheMaskDoesNotSayIsRefused() throws {
        func complaint(_ conditions: Conditions, _ connectome: Connectome?) throws -> String {
            try #require(throws: TrainingError.self) {
                try Trainer(
                    TrainingOptions(conditions), mask: mask, connectome: connectome, dataset: dataset)
            }.description
        }
        let bare = Connectome(mask: mask)
        #expect(try complaint(Conditions(initialWeights: .connectome), nil).contains("imported with weights"))
        #expect(
            try complaint(Conditions(initialWeights: .connectome), bare).contains("imported with weights"))
        #expect(
            try complaint(Conditions(initialWeights: .connectome, weightSpread: 1), connectome).contains(
                "no spread"))
        #expect(
            try complaint(Conditions(inputGroup: "bone"), connectome).contains("its groups are: muscle, skin")
        )
        #expect(
            try complaint(Conditions(groupGains: GroupGains("skin=2,bone=1")), connectome).contains(
                "no node of the mask is in group “bone”"))
        #expect(try complaint(Conditions(readoutGroup: "skin"), bare).contains("--node-group"))
        #expect(
            try complaint(Conditions(inputFraction: 0.5, inputGroup: "skin"), connectome).contains(
                "by group and by fraction"))
    }

    @Test func allNodesAreChosenWhereNothingIsSaid() throws {
        #expect(try ChosenNodes(Conditions(), nodes: 10) == nil)
        let all = try #require(
            try ChosenNodes(Conditions(inputFraction: 1, readoutFraction: 0.001), nodes: 10))
        #expect(all.withInputs?.allSatisfy { $0 } == true && all.read?.count { $0 } == 1)
        let whole = try trainer({ $0.inputFraction = 1 }, epochs: 1).takeState().parameters
        let usual = try trainer({ _ in }, epochs: 1).takeState().parameters
        let same = whole == usual
        #expect(same)
    }
}
