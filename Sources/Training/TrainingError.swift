/// Why a network cannot be trained, or cannot be trained any further.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// A batch of less than one image.
    case batch(Int)
    /// A learning rate that is not a positive number.
    case learningRate(Double)
    /// No examples, nothing in them, or no hidden nodes.
    case empty(String)
    /// A class with fewer training examples than are to be drawn from it.
    case tooFew(class: String, wanted: Int, found: Int)
    /// A patience of less than one epoch.
    case patience(Int)
    /// A seed or fraction that Dale's rule cannot be drawn with.
    case dale(String)
    /// A mask that does not say what is wanted of its connections or nodes.
    case connectome(String)
    /// A mask to start on that has another number of nodes.
    case startMask(nodes: Int, wanted: Int)
    /// A label without a class.
    case label(part: String, index: Int, label: UInt8, classes: Int)
    /// Dense products, but a mask that leaves connections out.
    case products(String, connections: Int, pairs: Int)
    /// A state whose generator or counters are impossible.
    case state(String)

    /// One sentence for people.
    package var description: String {
        switch self {
        case .batch(let batch):
            "The batch is \(batch) images; it must be at least 1."
        case .learningRate(let rate):
            "The learning rate is \(rate); it must be a positive number, for instance 0.001."
        case .empty(let what):
            "There are no \(what) to train with."
        case .tooFew(let name, let wanted, let found):
            "Class \(name) has \(found) training examples, fewer than the \(wanted) to be drawn; draw at most \(found)."
        case .patience(let epochs):
            "The patience is \(epochs) epochs; it must be at least 1."
        case .dale(let problem):
            "Dale's rule: \(problem)."
        case .connectome(let problem):
            "Connectome: \(problem)."
        case .startMask(let nodes, let wanted):
            "The mask to start on has \(nodes) hidden nodes, but the network \(wanted); draw one of \(wanted)."
        case .label(let part, let index, let label, let classes):
            "\(part) example \(index) has label \(label), but the dataset has \(classes) classes."
        case .products(let products, let connections, let pairs):
            "Products \"\(products)\" need a mask with all \(pairs) connections, but this one has \(connections); "
                + "use \"automatic\"."
        case .state(let problem):
            "The training state cannot be used: \(problem)."
        }
    }
}
