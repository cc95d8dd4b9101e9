import Formats
import Model
import StageKit

/// The files that a segment is trained on, and goes on from.
extension Segment {
    func readDataset() throws -> Dataset {
        let dataset = try Dataset(readingFrom: arguments.data)
            .limited(training: arguments.trainLimit, test: arguments.testLimit)
        guard let perClass = arguments.perClass else { return dataset }
        return try dataset.limited(perClass: perClass, seed: UInt32(arguments.seed))
    }

    /// The mask, and what its file says of connections and nodes, if that is asked for.
    func readMask() throws -> (ConnectivityMask, Connectome?) {
        let asked = arguments.conditions
        guard
            asked.initialWeights == .connectome || asked.inputGroup != nil || asked.readoutGroup != nil
                || asked.groupGains != nil
        else { return (try ConnectivityMask(readingFrom: arguments.mask), nil) }
        let connectome = try Connectome(readingFrom: arguments.mask)
        return (connectome.mask, connectome)
    }

    func readStartMask(nodes: Int) throws -> ConnectivityMask? {
        guard let path = arguments.startMask else { return nil }
        let start = try ConnectivityMask(readingFrom: path)
        guard start.hiddenNodes == nodes else {
            throw StageFailure.badData(
                "\(path): attribute hidden_nodes: is \(start.hiddenNodes), but \(arguments.mask) has \(nodes); give a mask of "
                    + "\(nodes) nodes")
        }
        return start
    }

    func readState(
        _ path: String, of network: Conditions, mask: String
    ) throws -> TrainingState {
        let state = try TrainingState(readingFrom: path, of: network, mask: mask)
        if state.hasStopped && arguments.patience == nil {
            throw StageFailure.badData(
                "\(path) is the state of a training that ended early, after epoch \(state.epoch); go on from it with the "
                    + "same --patience")
        }
        guard state.epoch == arguments.fromEpoch || state.hasStopped && state.epoch < arguments.fromEpoch
        else {
            throw StageFailure.badData(
                "\(path) is the state after epoch \(state.epoch), but --from-epoch is \(arguments.fromEpoch)")
        }
        return state
    }
}
