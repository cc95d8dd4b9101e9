import Compute
import Formats
import Networks

/// How a network is trained. Threads and instruction set decide the time, everything else decides the result.
public struct TrainingOptions: Equatable, Sendable {
    /// How hidden nodes are arranged.
    public var kind: NetworkKind
    /// The hidden nodes' function; the paper's is ReLU.
    public var nonlinearity: Nonlinearity
    /// Seed of initial weights and batch orders, as for `torch.manual_seed`.
    public var seed: UInt64
    /// Adam's learning rate; the paper's is 0.001.
    public var learningRate: Double
    /// Images in a batch; the paper's is 100.
    public var batch: Int
    /// Epochs without a lower test loss after which training ends (the paper's 20 where data are limited); nil: it goes on.
    public var patience: Int?
    /// Dale's principle; nil: weights of any sign.
    public var dale: DaleRule?
    /// How products with the weights between hidden nodes are computed.
    public var products: ProductChoice
    /// Threads, the calling one included.
    public var threads: Int
    /// Vector instructions; nil: the fastest, or what SPARSE_CORTEX_ISA says.
    public var instructionSet: InstructionSet?

    /// The paper's values unless told otherwise.
    public init(
        kind: NetworkKind = .rnn, nonlinearity: Nonlinearity = .relu, seed: UInt64 = 0,
        learningRate: Double = 0.001, batch: Int = 100, patience: Int? = nil, dale: DaleRule? = nil,
        products: ProductChoice = .automatic, threads: Int = 1, instructionSet: InstructionSet? = nil
    ) {
        self.kind = kind
        self.nonlinearity = nonlinearity
        self.seed = seed
        self.learningRate = learningRate
        self.batch = batch
        self.patience = patience
        self.dale = dale
        self.products = products
        self.threads = threads
        self.instructionSet = instructionSet
    }
}
