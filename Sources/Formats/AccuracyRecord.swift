/// Test accuracy of one network after one epoch: a row of the tidy table.
public struct AccuracyRecord: Equatable, Sendable {
    /// Name of the dataset, for instance `mnist`.
    public var dataset: String
    /// `rnn` (recurrent) or `feedforward`.
    public var network: String
    /// `relu` or `tanh`.
    public var nonlinearity: String
    /// Hidden nodes, N.
    public var hiddenNodes: Int
    /// Connection probability that was asked for.
    public var density: Double
    /// Connections that there are.
    public var connections: Int
    /// Seed of the network.
    public var seed: Int
    /// Epochs of training; 0 is before training.
    public var epoch: Int
    /// Training images used.
    public var trainingImages: Int
    /// Test images used.
    public var testImages: Int
    /// Fraction of test images classified correctly, 0...1.
    public var testAccuracy: Double
    /// Mean cross entropy over the test images, in nats.
    public var testLoss: Double

    /// A row; see the properties.
    public init(
        dataset: String, network: String, nonlinearity: String, hiddenNodes: Int, density: Double,
        connections: Int, seed: Int, epoch: Int, trainingImages: Int, testImages: Int, testAccuracy: Double,
        testLoss: Double
    ) {
        self.dataset = dataset
        self.network = network
        self.nonlinearity = nonlinearity
        self.hiddenNodes = hiddenNodes
        self.density = density
        self.connections = connections
        self.seed = seed
        self.epoch = epoch
        self.trainingImages = trainingImages
        self.testImages = testImages
        self.testAccuracy = testAccuracy
        self.testLoss = testLoss
    }
}
