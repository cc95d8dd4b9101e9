import Model
import Specification

/// The jobs that measure single networks: `analyze` on their weights, on activations that are recorded first, or on their
/// metrics.
extension FigureJobs {
    /// Every measure of every network once, each after the activations that it reads.
    var measureJobs: [Job] {
        places.flatMap(jobs).distinct
    }

    /// What `report` reads of them, in the order of panels.
    var shownMeasures: [Job.File] {
        places.map(output).distinct(by: \.path)
    }

    /// A measure of one network at one time.
    private struct Place {
        let measure: MeasureKind
        let network: NetworkSpecification
        /// Epochs finished.
        let epoch: Int
    }

    private var places: [Place] {
        figure.panels.flatMap { panel -> [Place] in
            guard let measure = panel.shows.measurement, let grid = panel.grid else {
                return []
            }
            return panel.networks.flatMap { network in
                measure.epochs(of: grid).map { Place(measure: measure.kind, network: network, epoch: $0) }
            }
        }
    }

    private func output(_ place: Place) -> Job.File {
        Job.File(
            role: .output, path: place.network.measurePath(place.measure.name, epoch: place.epoch))
    }

    private func jobs(_ place: Place) -> [Job] {
        let job = measureJob(
            place.measure.name, place, inputs: place.measure.inputs.flatMap { files(of: place, $0) },
            output: output(place))
        guard place.measure.inputs.contains(.activations) else { return [job] }
        let recorded = [.weights, .data].flatMap { files(of: place, $0) }
        let activations = Job.File(role: .output, path: files(of: place, .activations)[0].path)
        return [measureJob("activations", place, inputs: recorded, output: activations), job]
    }

    /// What a measure reads. Of two snapshots, the untrained one is the weights, the other the later ones.
    private func files(of place: Place, _ input: MeasureKind.Input) -> [Job.File] {
        let network = place.network
        func weights(_ role: FileRole, _ epoch: Int) -> [Job.File] {
            [Job.File(role: role, path: network.weightsPath(epoch: epoch))]
        }
        switch input {
        case .weights:
            let isLater = place.measure.inputs.contains(.untrainedWeights)
            return weights(isLater ? .later : .weights, place.epoch)
        case .untrainedWeights: return weights(.weights, 0)
        case .activations:
            let path = network.measurePath("activations", epoch: place.epoch)
            return [Job.File(role: .activations, path: path)]
        case .data: return [Job.File(role: .data, path: network.dataset.path)]
        case .metrics:
            return segments(of: network).filter { $0.to <= place.epoch }
                .map { Job.File(role: .metrics, path: network.metricsPath($0)) }
        }
    }

    private func measureJob(
        _ measure: String, _ place: Place, inputs: [Job.File], output: Job.File
    ) -> Job {
        let metrics = inputs.filter { $0.role == .metrics }
        let others = inputs.filter { $0.role != .metrics }
        let epoch = place.epoch == 0 ? "untrained" : "after epoch \(place.epoch)"
        return Job(
            stage: .analyze, title: "analyze \(measure) of \(place.network.title), \(epoch)",
            outputs: [output], inputs: inputs,
            arguments: [measure] + Job.list(metrics) + Job.options(others + [output]),
            execution: ["--threads", "$(THREADS)", "--store", "$(STORE)"],
            cost: TimeModel.measure(place.network), memory: MemoryModel.measure(place.network))
    }
}

extension NetworkSpecification {
    /// In titles of jobs: `rnn-relu on mnist: 1000 nodes, density 0.1, seed 0`, and whatever else is not as in the paper.
    var title: String {
        let said: [ConditionField] = [
            .dataset, .network, .nonlinearity, .hiddenNodes, .density, .connections, .seed, .trainingImages,
            .perClass, .testImages,
        ]
        let others = Conditions.fields.filter { !said.contains($0) }
        let parts =
            ["\(self.hiddenNodes) nodes", "density \(self.density.brief)"] + others.words(conditions)
            + ["seed \(self.seed)"]
        return "\(self.network)-\(self.nonlinearity) on \(dataset.folder(perClass: self.perClass)): "
            + parts.joined(separator: ", ")
    }
}
