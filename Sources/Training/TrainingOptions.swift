import Compute
import Model
import Networks

/// How a network is trained. Threads and instruction set decide the time, everything else decides the result.
@dynamicMemberLookup
package struct TrainingOptions: Equatable, Sendable {
    /// The network: its kind, nonlinearity, seed, Dale's principle, learning rate and batch count here.
    package var conditions: Conditions
    /// Epochs without a lower test loss after which training ends (the paper's 20 where data are limited); nil: it goes on.
    package var patience: Int?
    /// How products with the weights between hidden nodes are computed.
    package var products: ProductChoice
    /// Threads, the calling one included.
    package var threads: Int
    /// Vector instructions; nil: the fastest, or what SPARSE_CORTEX_ISA says.
    package var instructionSet: InstructionSet?

    /// The paper's network unless told otherwise.
    package init(
        _ conditions: Conditions = .paper, patience: Int? = nil, products: ProductChoice = .automatic,
        threads: Int = 1, instructionSet: InstructionSet? = nil
    ) {
        self.conditions = conditions
        self.patience = patience
        self.products = products
        self.threads = threads
        self.instructionSet = instructionSet
    }

    /// A condition of the network.
    package subscript<Value>(dynamicMember member: WritableKeyPath<Conditions, Value>) -> Value {
        get { conditions[keyPath: member] }
        set { conditions[keyPath: member] = newValue }
    }
}
