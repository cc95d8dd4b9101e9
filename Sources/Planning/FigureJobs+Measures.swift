import Specification

/// The jobs that measure single networks: `analyze` on their weights, on activations that are recorded first, or on their
/// metrics.
extension FigureJobs {
    /// Measures that read activations.
    private static let ofActivations: Set = ["sparsity", "mutual-information", "correlation", "dropout"]

    /// Every measure of every network once, each after the activations that it reads.
    var measureJobs: [Job] {
        var seen: Set<String> = []
        return places.flatMap(jobs).filter { seen.insert($0.outputs[0].path).inserted }
    }

    /// What `report` reads of them, in the order of panels.
    var shownMeasures: [Job.File] {
        var seen: Set<String> = []
        return places.map { output($0) }.filter { seen.insert($0.path).inserted }
    }

    /// A measure of one network at one time.
    private struct Place {
        let measure: String
        let network: NetworkSpecification
        /// Epochs finished.
        let epoch: Int
    }

    private var places: [Place] {
        figure.panels.flatMap { panel -> [Place] in
            guard let measure = Catalogue.panelKind(panel.shows)?.measure, let grid = panel.grid else {
                return []
            }
            let epochs =
                switch measure.time {
                case .last, .course: [grid.epochs]
                case .snapshots: grid.snapshots
                case .sinceStart: grid.snapshots.filter { $0 > 0 }
                }
            return panel.networks.flatMap { network in
                epochs.map { Place(measure: measure.name, network: network, epoch: $0) }
            }
        }
    }

    private func output(_ place: Place) -> Job.File {
        Job.File(
            role: "output", path: place.network.measurePath(place.measure, epoch: place.epoch))
    }

    private func jobs(_ place: Place) -> [Job] {
        let network = place.network
        let data = Job.File(role: "data", path: network.dataset.path)
        let weights = Job.File(role: "weights", path: network.weightsPath(epoch: place.epoch))
        let activations = Job.File(
            role: "activations", path: network.measurePath("activations", epoch: place.epoch))
        let recorded = Self.ofActivations.contains(place.measure)
        let inputs: [Job.File] =
            switch place.measure {
            case "dropout": [weights, activations]
            case "gradients": [weights, data]
            case "weight-change":
                [
                    Job.File(role: "weights", path: network.weightsPath(epoch: 0)),
                    Job.File(role: "later", path: weights.path),
                ]
            case "delay":
                segments(of: network).filter { $0.to > 0 && $0.to <= place.epoch }
                    .map { Job.File(role: "metrics", path: network.metricsPath($0)) } + [data]
            default: [activations]
            }
        let job = measureJob(place, inputs: inputs, output: output(place))
        guard recorded else { return [job] }
        let recording = Place(measure: "activations", network: network, epoch: place.epoch)
        return [measureJob(recording, inputs: [weights, data], output: output(recording)), job]
    }

    private func measureJob(_ place: Place, inputs: [Job.File], output: Job.File) -> Job {
        let network = place.network
        let metrics = inputs.filter { $0.role == "metrics" }
        let others = inputs.filter { $0.role != "metrics" }
        return Job(
            stage: "analyze", title: title(place), outputs: [output], inputs: inputs,
            arguments: [place.measure] + list(metrics) + options(others + [output]),
            execution: ["--threads", "$(THREADS)", "--store", "$(STORE)"], cost: TimeModel.measure(network),
            memory: MemoryModel.measure(network))
    }

    private func title(_ place: Place) -> String {
        let network = place.network
        let dale = network.dale.map { ", Dale \($0.variant)" } ?? ""
        let epoch = place.epoch == 0 ? "untrained" : "after epoch \(place.epoch)"
        return "analyze \(place.measure) of \(network.network)-\(network.nonlinearity)\(dale) on "
            + "\(network.dataset.folder): \(network.hidden) nodes, density \(canonical(network.density)), seed "
            + "\(network.seed), \(epoch)"
    }
}
