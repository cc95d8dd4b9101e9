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

    private func maskJobs(_ network: NetworkSpecification, _ wiring: Wiring) -> [Job] {
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
                "mask of \(network.hiddenNodes) nodes, density \(network.density.canonical)\(others), seed \(seed)",
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
