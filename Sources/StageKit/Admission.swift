import ArtifactStore
import Foundation
import Model
import Synchronization

/// Lets computations begin on a machine only if together they fit into its memory and on its cores.
///
/// Every computation holds a claim, a locked file that says what it needs. The first in the queue holds the gate, so
/// that large computations get their turn (FORMAT.md, "Admission"). The kernel frees what a dead process held.
final class Admission {
    private let claim: FileLock
    private let path: String

    /// Waits until there is room, and takes it.
    ///
    /// A computation that needs more than the whole machine begins when nothing else runs. One whose Make was killed, or that was asked to
    /// end (SIGTERM), does not begin.
    /// - Parameters:
    ///   - folder: the folder of this machine's claims.
    ///   - waiting: called once if there is no room yet, with the reason.
    /// - Throws: `StoreError` if the folder, which must exist, cannot be written to; `StageFailure` if it is no longer wanted.
    static func waitForRoom(
        _ need: MachineShare, of machine: MachineShare, folder: String, waiting: (String) -> Void
    ) throws -> Admission {
        let gate = try FileLock(at: "\(folder)/gate")
        var hasSaid = false
        func say(_ reason: String) {
            if !hasSaid { waiting(reason) }
            hasSaid = true
        }
        if try !gate.take(.alone) {
            say(machine.cores > 0 ? "others wait for memory or cores" : "others wait for the device")
            try waitInOrder(for: gate)
        }
        defer { withExtendedLifetime(gate) {} }
        while true {
            let taken = claims(in: folder)
            if taken.isEmpty || fits(need, beside: taken, machine) { break }
            say(reason(need, taken, machine))
            try checkThatItIsStillWanted()
            usleep(50_000)
        }
        let path = "\(folder)/claim-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
        let admission = Admission(claim: try FileLock(at: path), path: path)
        try admission.claim.wait(.alone)
        try admission.claim.write("\(need.memory) \(need.cores)\n")
        return admission
    }

    /// Waits on a thread of its own, since the kernel keeps the order of those who wait; this one looks whether the computation is still
    /// wanted. If it is not, the program ends, and the thread with it.
    private static func waitInOrder(for gate: FileLock) throws {
        final class Wait: Sendable {
            let error = Mutex<StoreError?>(nil)
            let end = DispatchSemaphore(value: 0)
        }
        let wait = Wait()
        Thread.detachNewThread {
            do throws(StoreError) {
                try gate.wait(.alone)
            } catch {
                wait.error.withLock { $0 = error }
            }
            wait.end.signal()
        }
        while wait.end.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
            try checkThatItIsStillWanted()
        }
        if let error = wait.error.withLock({ $0 }) { throw error }
    }

    private init(claim: FileLock, path: String) { (self.claim, self.path) = (claim, path) }

    deinit { unlink(path) }

    private static func checkThatItIsStillWanted() throws {
        try Interruption.check("it was asked to end while it waited to begin")
        guard let text = ProcessInfo.processInfo.environment["SPARSE_CORTEX_STARTED_BY"],
            let process = pid_t(text), process > 1, kill(process, 0) != 0, errno == ESRCH
        else { return }
        throw StageFailure(
            StageExit.unfinished,
            "what started it (process \(process)) has ended while it waited for memory or cores; run the same line again"
        )
    }

    private static func fits(
        _ need: MachineShare, beside taken: [MachineShare], _ machine: MachineShare
    ) -> Bool {
        let all = MachineShare(sumOf: taken + [need])
        return all.memory <= machine.memory && all.cores <= machine.cores
    }

    private static func reason(
        _ need: MachineShare, _ taken: [MachineShare], _ machine: MachineShare
    ) -> String {
        let all = MachineShare(sumOf: taken)
        guard machine.cores > 0 else {
            return
                "needs up to \(need.memory >> 20) MB of the device's \(machine.memory >> 20) MB, but \(taken.count) running "
                + "computations take up to \(all.memory >> 20) MB"
        }
        return "needs up to \(need.memory >> 20) MB and \(need.cores) of \(machine.cores) cores, but "
            + "\(taken.count) running computations take up to \(all.memory >> 20) of \(machine.memory >> 20) MB and "
            + "\(all.cores) cores"
    }

    /// What living processes hold. Called with the gate held, so no claim is half written; the claims of dead
    /// processes are removed.
    private static func claims(in folder: String) -> [MachineShare] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("claim-") }.compactMap { name in
            let path = "\(folder)/\(name)"
            guard let claim = FileLock(ifThereAt: path) else { return nil }
            if (try? claim.take(.shared)) == true {
                unlink(path)
                return nil
            }
            let numbers = (FileManager.default.contents(atPath: path) ?? Data()).split(separator: 0x20)
                .compactMap {
                    Int(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
                }
            return numbers.count == 2 ? MachineShare(memory: numbers[0], cores: numbers[1]) : nil
        }
    }
}

extension Admission {
    /// For a stage that computes in `store`; nil if nobody has said how much it needs, with `SPARSE_CORTEX_NEEDS_MB`.
    /// - Throws: `StageFailure`, `StoreError`.
    static func asTold(threads: Int, in store: Store, waiting: (String) -> Void) throws -> Admission? {
        guard let text = ProcessInfo.processInfo.environment["SPARSE_CORTEX_NEEDS_MB"] else { return nil }
        guard let megabytes = Int(text), megabytes > 0 else {
            throw StageFailure.usage("SPARSE_CORTEX_NEEDS_MB is \"\(text)\"; give a number of MB such as 500")
        }
        return try Admission.waitForRoom(
            MachineShare(memory: megabytes << 20, cores: threads), of: .ofThisMachine(),
            folder: store.makeLockFolder("machines/\(host)"), waiting: waiting)
    }

    /// For a network that a device of this machine computes; it has room for as many as fit into nine tenths of its memory.
    /// - Throws: `StoreError`.
    static func toDevice(_ use: DeviceUse, in store: Store, waiting: (String) -> Void) throws -> Admission {
        try Admission.waitForRoom(
            MachineShare(memory: use.bytes, cores: 0),
            of: MachineShare(memory: use.memory / 10 * 9, cores: 0),
            folder: store.makeLockFolder("machines/\(host)/\(inFileName(use.device))"),
            waiting: waiting)
    }

    private static var host: String { inFileName(ProcessInfo.processInfo.hostName) }
    private static func inFileName(_ name: String) -> String {
        name.replacing("/", with: "_").replacing(":", with: "-")
    }
}
