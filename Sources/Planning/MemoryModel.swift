import Model
import Specification

/// How much memory a job needs at most, in bytes: an upper bound, based on what the engine holds.
///
/// Everything is float32. P: numbers of a network, N: hidden nodes, E: connections, B: examples in a batch, padded to
/// a multiple of 16, T: steps of an example.
package struct MemoryModel {
    /// A program with its libraries and whatever else it needs at any size. This is a few MB more than was measured,
    /// since the kernel's choice of pages differs between machines.
    package static let program = 64 << 20

    /// A dataset's numbers, as programs hold them.
    static func dataset(_ selection: DatasetSelection, perClass: Int? = nil) -> Int {
        guard let dataset = Catalogue.dataset(selection.name) else { return 0 }
        let examples = selection.examples(perClass: perClass)
        return (min(examples.training, dataset.trainingExamples) + examples.test) * dataset.timeSteps
            * dataset.inputs * dataset.bytesPerNumber
    }

    /// A dataset while it is read, before a limit cuts it down.
    private static func wholeDataset(_ selection: DatasetSelection) -> Int {
        dataset(DatasetSelection(name: selection.name))
    }

    /// Training holds the weights, the gradient and both moments. Sparse networks also hold tiles and the weights in
    /// a second order; recurrent networks also hold the nodes of every step. When training ends, the connections'
    /// gradient is freed. The nodes are freed if each array is large enough to be returned to the system. Parameters
    /// and moments are then held a second time, to be written.
    package static func training(_ network: NetworkSpecification) -> Int {
        let sizes = Sizes(network)
        let whileTraining = 4 * sizes.parameters + sizes.activations
        let whileWriting =
            7 * sizes.parameters - sizes.connections + sizes.maskOnFile / 4
            + (sizes.keepsActivations ? sizes.activations : 0)
        let signs = network.dale == nil ? 0 : sizes.connections
        let computing =
            dataset(network.dataset, perClass: network.perClass) + sizes.tiles + signs + 4
            * max(whileTraining, whileWriting)
        return program + max(wholeDataset(network.dataset), computing)
    }

    /// What training needs of a device's memory: weights, gradient and both moments, tiles and the weights in a second order, signs
    /// under Dale's principle, the nodes of every step, and what the driver takes. The rest stays with the processor.
    package static func onDevice(_ network: NetworkSpecification) -> Int {
        let sizes = Sizes(network)
        // Flags and lists of active nodes, and what is after the end of each array.
        let more = network.hiddenNodes * 64 + (1 << 16)
        return DeviceUse.contextBytes + 4 * (4 * sizes.parameters + sizes.activations) + sizes.tiles
            + sizes.connections + more
    }

    /// A network that is read, with its dataset, to be evaluated or to compute one gradient.
    static func evaluation(_ network: NetworkSpecification) -> Int {
        let sizes = Sizes(network)
        return program + wholeDataset(network.dataset) + sizes.tiles + sizes.maskOnFile
            + 4 * (3 * sizes.parameters + sizes.activations)
    }

    /// A dataset that is being decoded: the unpacked raw files, and what is made from them.
    static func fetching(_ name: String) -> Int { program + 2 * dataset(DatasetSelection(name: name)) }

    /// Tables of accuracies: one row for each epoch of each file.
    static func analysis(files: Int) -> Int { program + (files << 16) }

    /// A figure: tables, measures, and the datasets that it shows.
    static func report(files: Int, datasets: [DatasetSelection]) -> Int {
        program + (files << 18) + Set(datasets).map { dataset($0) }.reduce(0, +)
    }

    /// A connectome: its rows, of which a pair may have several, and names of nodes.
    static func importing(_ connectome: ConnectomeDescription) -> Int {
        program + 100 * connectome.connections + 1000 * connectome.nodes
    }

    /// A drawn mask, and a copy to be written.
    static func mask(_ network: NetworkSpecification) -> Int {
        program + 3 * Sizes(network).maskOnFile + 64 * network.hiddenNodes
    }

    /// Activations of one block of nodes after another, and what a measure makes of all of them.
    static func measure(_ network: NetworkSpecification) -> Int {
        let examples = Catalogue.dataset(network.dataset.name)?.testExamples ?? 0
        let activations = 4 * network.hiddenNodes * min(network.dataset.testLimit ?? .max, examples)
        return evaluation(network) + 2 * activations
    }

    /// Sizes of a network that is held in memory.
    private struct Sizes {
        let parameters: Int
        let connections: Int
        let activations: Int
        /// Whether each activation array is smaller than what is taken from the system as whole pages
        /// (`AlignedArray`).
        let keepsActivations: Bool
        /// Bytes.
        let tiles: Int
        /// Bytes: columns, and one-byte values.
        let maskOnFile: Int

        init(_ network: NetworkSpecification) {
            let dataset = Catalogue.dataset(network.dataset.name)
            let isRecurrent = network.network == .rnn
            let (hidden, steps) = (network.hiddenNodes, dataset?.timeSteps ?? 1)
            let inputs = (dataset?.inputs ?? 0) * (isRecurrent ? 1 : steps)
            // A draw of E out of N² pairs scatters by less than √E; five times that is never exceeded.
            let mean = Double(hidden) * Double(hidden) * network.density
            connections = network.isFull ? hidden * hidden : Int(mean + 5 * mean.squareRoot())
            parameters = connections + hidden * (inputs + 2 + (dataset?.classes ?? 0))
            let stride = (network.batch + 15) / 16 * 16
            activations = stride * (hidden * (isRecurrent ? steps + 2 : 4) + (dataset?.inputs ?? 0) * steps)
            keepsActivations = 4 * stride * hidden < 1 << 20
            // Two bytes each for column, row and place; four for the weight in the other order; there are fewer
            // starts than either.
            tiles = network.isFull ? 0 : 10 * connections + 8 * hidden + Self.starts(network)
            maskOnFile = network.isFull ? 0 : 5 * connections
        }

        /// Bytes for where the rows of each tile begin; the side of tiles follows from the density (`TileLayout`), and tiles that are too
        /// full are halved.
        private static func starts(_ network: NetworkSpecification) -> Int {
            let density = network.density
            var side = density >= 0.04 ? 128 : density >= 0.004 ? 1024 : density >= 0.0005 ? 2048 : 8192
            switch network.wiring?.evenness ?? .even {
            case .even: break
            case .local:
                // At worst, all inputs of a tile's nodes come from within the tile. Their number scatters.
                let inputs = 1.1 * Double(network.hiddenNodes) * density
                while side > 128 && Double(side) * min(Double(side), inputs) > 65_535 { side /= 2 }
            case .uneven:
                // Enough if a node's connections are to a hundredth of all nodes.
                side = max(128, side / 4)
            }
            let tiles = (network.hiddenNodes + side - 1) / side
            return 4 * tiles * tiles * (side + 1)
        }
    }
}

extension Wiring {
    fileprivate enum Evenness {
        /// Any two parts of the matrix have about as many connections.
        case even
        /// Nodes have about as many inputs, from nodes near them.
        case local
        /// Some parts of the matrix may have many more connections than others.
        case uneven
    }

    fileprivate var evenness: Evenness {
        switch WiringRule(rawValue: rule) {
        case .bernoulli, .full, .inDegree, .erdosRenyi, .reciprocal, .degreeCorrelated, .shuffled: .even
        case .distance, .smallWorld: .local
        case .scaleFree, .lognormal, .blocks, .rewired, .reversed, nil: .uneven
        }
    }
}
