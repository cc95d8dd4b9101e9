import Model
import ArtifactStore
import Foundation
import StageKit

/// Restores links that lead nowhere (FORMAT.md, "Repair"): as the plan's stage sets them, or to where they led before
/// a bit changed.
struct LinkRepair {
    private let store: Store
    private let plans: Plans
    private let planned: PlannedRun

    init(store: Store, programs: ProgramOptions, plans: Plans) {
        self.store = store
        self.plans = plans
        planned = PlannedRun(store: store, programs: programs.bin)
    }

    /// Sets a link (relative to the store) again, or says why it cannot.
    func repair(_ link: String) {
        repairing(link) {
            if let job = plans.jobs.first(where: { $0.outputs.contains(link) }), try setByStage(job, link) {
                return print("repaired \(link): \(job.stage) set it again, as the plan says")
            }
            guard let object = store.objectNear(link: link) else {
                return print(
                    "not repaired: \(link): no plan names it, and no object's name is one bit away from where it leads; make sets it if a figure "
                        + "needs it; otherwise delete it")
            }
            let aside = try store.moveAside(link)
            try store.setLink("\(store.root)/\(link)", to: object)
            print("repaired \(link): it leads to \(object.digest.short)… again; the old link: \(aside)")
        }
    }

    /// Only if that computes nothing.
    private func setByStage(_ job: PlannedJob, _ link: String) throws -> Bool {
        guard planned.answer(job)?["state"]?.string == JobState.restorable.rawValue else { return false }
        _ = try store.moveAside(link)
        return planned.setLinks(job) && store.object(ofLink: link) != nil
    }
}
