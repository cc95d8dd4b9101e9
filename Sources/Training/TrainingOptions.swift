import Compute
import Formats
import Networks

/// How a network is trained. Threads and instruction set decide the time, everything else decides the result.
package struct TrainingOptions: Equatable, Sendable {
    /// How hidden nodes are arranged.
    package var kind: NetworkKind
    /// The hidden nodes' function; the paper's is ReLU.
    package var nonlinearity: Nonlinearity
    /// Seed of initial weights and batch orders, as for `torch.manual_seed`.
    package var seed: UInt64
    /// Adam's learning rate; the paper's is 0.001.
    package var learningRate: Double
    /// Images in a batch; the paper's is 100.
    package var batch: Int
    /// Epochs without a lower test loss after which training ends (the paper's 20 where data are limited); nil: it goes on.
    package var patience: Int?
    /// Dale's principle; nil: weights of any sign.
    package var dale: DaleRule?
    /// How products with the weights between hidden nodes are computed.
    package var products: ProductChoice
    /// Threads, the calling one included.
    package var threads: Int
    /// Vector instructions; nil: the fastest, or what SPARSE_CORTEX_ISA says.
    package var instructionSet: InstructionSet?

    /// The paper's values unless told otherwise.
    package init(
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
