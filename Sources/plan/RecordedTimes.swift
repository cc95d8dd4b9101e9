import ArtifactStore
import Foundation
import Planning

/// How long the jobs of all plans in a store took, if they were run and their links exist.
struct RecordedTimes {
    private let store: Store

    init(_ store: Store) { self.store = store }

    /// On one core: wall-clock seconds times threads.
    var times: RunTimes {
        let folder = "\(store.root)/plan"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let lists = names.filter { $0.hasSuffix(".jobs.json") }.compactMap { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)")
                .flatMap { try? JSONDecoder().decode(JobList.self, from: $0) }
        }
        var seen: Set<String> = []
        let jobs = lists.flatMap(\.jobs).filter { seen.insert($0.outputs[0].path).inserted }
        let made = jobs.compactMap { job in
            store.object(linkedBy: "\(store.root)/\(job.outputs[0].path)").map { (job, $0.digest) }
        }
        let records = store.records(makingEach: made.map(\.1))
        return RunTimes(
            zip(made, records).compactMap { made, records in
                records.compactMap { record in
                    record.run["seconds"]?.number.map { $0 * (record.run["threads"]?.number ?? 1) }
                }.min().map { .init(made.0, seconds: $0) }
            })
    }
}
