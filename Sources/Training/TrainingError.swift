/// Why a network cannot be trained, or cannot be trained any further.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// A batch of less than one image.
    case batch(Int)
    /// A learning rate that is not a positive number.
    case learningRate(Double)
    /// No examples, nothing in them, or no hidden nodes.
    case empty(String)
    /// A label without a class.
    case label(part: String, index: Int, label: UInt8, classes: Int)
    /// Dense products, but a mask that leaves connections out.
    case products(String, connections: Int, pairs: Int)
    /// A state whose generator or counters are impossible.
    case state(String)
    /// The loss is no longer a finite number.
    case diverged(step: Int, loss: Float, learningRate: Double)

    /// One sentence for people.
    public var description: String {
        switch self {
        case .batch(let batch):
            "The batch is \(batch) images; it must be at least 1."
        case .learningRate(let rate):
            "The learning rate is \(rate); it must be a positive number, for instance 0.001."
        case .empty(let what):
            "There are no \(what) to train with."
        case .label(let part, let index, let label, let classes):
            "\(part) example \(index) has label \(label), but the dataset has \(classes) classes."
        case .products(let products, let connections, let pairs):
            "Products \"\(products)\" need a mask with all \(pairs) connections, but this one has \(connections); "
                + "use \"automatic\"."
        case .state(let problem):
            "The training state cannot be used: \(problem)."
        case .diverged(let step, let loss, let rate):
            "Training diverged in step \(step): the loss is \(loss); try a learning rate below \(rate)."
        }
    }
}
