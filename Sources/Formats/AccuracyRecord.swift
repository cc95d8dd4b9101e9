/// Test accuracy of one network after one epoch: a row of the tidy table.
package struct AccuracyRecord: Hashable, Sendable {
    /// Name of the dataset, for instance `mnist`.
    package var dataset: String
    /// `rnn` (recurrent) or `feedforward`.
    package var network: String
    /// `relu` or `tanh`.
    package var nonlinearity: String
    /// Hidden nodes, N.
    package var hiddenNodes: Int
    /// Connection probability that was asked for.
    package var density: Double
    /// Connections that there are.
    package var connections: Int
    /// Seed of the network.
    package var seed: Int
    /// Dale's principle, if the network has it.
    package var dale: DaleRule?
    /// Density of the mask on which initial weights were drawn, if other connections could become nonzero later.
    package var startDensity: Double?
    /// Adam's step size.
    package var learningRate: Double
    /// Images a step.
    package var batch: Int
    /// Epochs of training; 0 is before training.
    package var epoch: Int
    /// True when training ended early after this epoch.
    package var endsTraining: Bool
    /// Training images used.
    package var trainingImages: Int
    /// How many training images of each class were drawn; nil if none were left out for that.
    package var perClass: Int?
    /// Test images used.
    package var testImages: Int
    /// Fraction of test images classified correctly, 0...1.
    package var testAccuracy: Double
    /// Mean cross entropy over the test images, in nats.
    package var testLoss: Double
    /// Mean magnitude of the gradient of the weights between hidden nodes, over the steps of the epoch; nil before training.
    package var meanAbsGradient: Double?

    /// A row; see the properties.
    package init(
        dataset: String, network: String, nonlinearity: String, hiddenNodes: Int, density: Double,
        connections: Int, seed: Int, dale: DaleRule? = nil, startDensity: Double? = nil,
        learningRate: Double = 0.001, batch: Int = 100, epoch: Int,
        endsTraining: Bool = false, trainingImages: Int, perClass: Int? = nil, testImages: Int,
        testAccuracy: Double, testLoss: Double, meanAbsGradient: Double? = nil
    ) {
        self.dataset = dataset
        self.network = network
        self.nonlinearity = nonlinearity
        self.hiddenNodes = hiddenNodes
        self.density = density
        self.connections = connections
        self.seed = seed
        self.dale = dale
        self.startDensity = startDensity
        self.learningRate = learningRate
        self.batch = batch
        self.epoch = epoch
        self.endsTraining = endsTraining
        self.trainingImages = trainingImages
        self.perClass = perClass
        self.testImages = testImages
        self.testAccuracy = testAccuracy
        self.testLoss = testLoss
        self.meanAbsGradient = meanAbsGradient
    }

    /// A row about the network that is described.
    package init(
        _ network: NetworkDescription, epoch: Int, endsTraining: Bool, testAccuracy: Double, testLoss: Double,
        meanAbsGradient: Double?
    ) {
        self.init(
            dataset: network.dataset, network: network.network, nonlinearity: network.nonlinearity,
            hiddenNodes: network.hiddenNodes, density: network.density, connections: network.connections,
            seed: network.seed, dale: network.dale, startDensity: network.startDensity,
            learningRate: network.learningRate, batch: network.batch, epoch: epoch,
            endsTraining: endsTraining, trainingImages: network.trainingImages, perClass: network.perClass,
            testImages: network.testImages, testAccuracy: testAccuracy, testLoss: testLoss,
            meanAbsGradient: meanAbsGradient)
    }
}
