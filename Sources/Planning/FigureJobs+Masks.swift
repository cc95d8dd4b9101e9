import Model
import Specification

extension FigureJobs {
    /// The mask of a network, after the masks that it is made of.
    func maskJobs(_ network: NetworkSpecification) -> [Job] {
        network.isFull ? [fullMaskJob(network)] : maskJobs(network, network.wiring ?? .bernoulli)
    }

    private func fullMaskJob(_ network: NetworkSpecification) -> Job {
        let output = Job.File(role: .output, path: network.maskPath)
        return Job(
            stage: .buildMask, title: "full mask of \(network.hiddenNodes) nodes", outputs: [output],
            inputs: [],
            arguments: ["full", "--size", "\(network.hiddenNodes)"] + Job.options([output]),
            cost: TimeModel.start)
    }

    /// Made again when its description changes, or one of its files.
    private func importJob(_ network: NetworkSpecification, _ connectome: ConnectomeDescription) -> Job {
        func raw(_ role: FileRole, _ name: String) -> Job.File {
            Job.File(
                role: role, path: "\(pipelineFolder)/data/\(connectome.name)/\(name)", isInStore: false)
        }
        let description = Job.File(
            role: .description, path: "\(pipelineFolder)/connectomes/\(connectome.name).yaml",
            isInStore: false)
        let from = raw(.from, connectome.file)
        let tables = connectome.tables.map { raw($0.role, $0.file) }
        let output = Job.File(role: .output, path: network.maskPath(Wiring(connectome: connectome.name)))
        let expected = [
            "--expect-nodes", "\(connectome.nodes)", "--expect-connections", "\(connectome.connections)",
        ]
        return Job(
            stage: .buildMask, title: "import \(connectome.title)", outputs: [output],
            inputs: [description, from] + tables,
            arguments: [Wiring.imported] + Job.options([from] + tables) + connectome.options
                + ["--name", connectome.name] + expected + Job.options([output]),
            cost: TimeModel.importing(connectome), memory: MemoryModel.importing(connectome))
    }

    private func maskJobs(_ network: NetworkSpecification, _ wiring: Wiring) -> [Job] {
        if wiring.rule == Wiring.imported {
            return (wiring.connectome.flatMap(Catalogue.connectome)).map { [importJob(network, $0)] } ?? []
        }
        let output = Job.File(role: .output, path: network.maskPath(wiring))
        let seed = "\(network.drawingSeed)"
        let source = wiring.sourceWiring
        let from = source.map { [Job.File(role: .from, path: network.maskPath($0))] } ?? []
        let isDrawn = WiringRule(rawValue: wiring.rule)?.isDrawn ?? true
        let drawn =
            source == nil
            ? ["--size", "\(network.hiddenNodes)", "--density", network.density.canonical] : []
        let others = wiring.distinguishing.map { ", " + $0.label } ?? ""
        let job = Job(
            stage: .buildMask,
            title:
                "mask of \(network.hiddenNodes) nodes, density \(network.density.brief)\(others), seed \(seed)",
            outputs: [output], inputs: from,
            arguments: [wiring.rule] + Job.options(from) + drawn + (isDrawn ? ["--seed", seed] : [])
                + wiring.options + Job.options([output]),
            cost: TimeModel.mask(network), memory: MemoryModel.mask(network))
        return (source.map { maskJobs(network, $0) } ?? []) + [job]
    }
}

extension Wiring {
    /// The paper's sparse networks.
    fileprivate static let bernoulli = Wiring(rule: WiringRule.bernoulli.name)
}
