import ArtifactStore
import Foundation
import Model
import Planning
import StageKit

extension JobList {
    /// The jobs of all plans in a store, in the order of their names.
    static func all(in store: String) -> [JobList] {
        let folder = "\(store)/plan"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".jobs.json") }.sorted().compactMap { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)")
                .flatMap { try? JSONDecoder().decode(JobList.self, from: $0) }
        }
    }
}

extension RunTimes {
    /// How long the jobs of all plans in a store took, if they were run and their links exist: on one core, so it is
    /// wall-clock seconds times threads. What a device computed tells nothing of jobs of the processor (`SPARSE_CORTEX_DEVICE`).
    init(recordedIn store: Store) {
        let environment = ProcessInfo.processInfo.environment
        let ofProcessor = ((try? DeviceOptions.choice(of: environment)) ?? .processor) == .processor
        let jobs = JobList.all(in: store.root).flatMap(\.jobs).distinct
        let made = jobs.compactMap { job in
            store.object(linkedBy: "\(store.root)/\(job.outputs[0].path)").map { (job, $0.digest) }
        }
        let records = store.records(makingEach: made.map(\.1))
        self.init(
            zip(made, records).compactMap { made, records in
                records.filter { !ofProcessor || $0.run["device"] == nil }.compactMap { record in
                    record.run["seconds"]?.number.map { $0 * (record.run["threads"]?.number ?? 1) }
                }.min().map { .init(made.0, seconds: $0) }
            })
    }
}
