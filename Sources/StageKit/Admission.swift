import ArtifactStore
import Foundation

/// Lets computations begin on a machine only as long as they fit into its memory and on its cores together.
///
/// Whoever computes holds a claim, a locked file that says what it needs; who waits first holds the gate, so that large
/// computations get their turn (FORMAT.md, "Admission"). The kernel frees what a dead process held.
final class Admission {
    private let claim: Int32
    private let path: String

    /// Waits until there is room, and takes it.
    ///
    /// What needs more than the whole machine begins when nothing else runs.
    /// - Parameters:
    ///   - folder: of this machine's claims.
    ///   - waiting: called once if there is no room yet, with the reason.
    /// - Throws: `StageFailure` if the folder, which must be there, cannot be written.
    init(_ need: MachineShare, of machine: MachineShare, folder: String, waiting: (String) -> Void) throws {
        let gate = try Self.open("\(folder)/gate")
        defer { close(gate) }
        var hasSaid = false
        func say(_ reason: String) {
            if !hasSaid { waiting(reason) }
            hasSaid = true
        }
        if flock(gate, LOCK_EX | LOCK_NB) != 0 {
            say("others wait for memory or cores")
            while flock(gate, LOCK_EX) != 0 && errno == EINTR {}
        }
        while true {
            let taken = Self.claims(in: folder)
            if taken.isEmpty || Self.fits(need, beside: taken, machine) { break }
            say(Self.reason(need, taken, machine))
            usleep(50_000)
        }
        path = "\(folder)/claim-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
        claim = try Self.open(path)
        flock(claim, LOCK_EX)
        let text = Array("\(need.memory) \(need.cores)\n".utf8)
        guard write(claim, text, text.count) == text.count else {
            throw Self.failure(path)
        }
    }

    deinit {
        unlink(path)
        close(claim)
    }

    private static func fits(_ need: MachineShare, beside taken: [MachineShare], _ machine: MachineShare)
        -> Bool
    {
        need.memory + taken.map(\.memory).reduce(0, +) <= machine.memory
            && need.cores + taken.map(\.cores).reduce(0, +) <= machine.cores
    }

    private static func reason(_ need: MachineShare, _ taken: [MachineShare], _ machine: MachineShare)
        -> String
    {
        let memory = taken.map(\.memory).reduce(0, +)
        return "needs up to \(need.memory >> 20) MB and \(need.cores) of \(machine.cores) cores, but "
            + "\(taken.count) running take up to \(memory >> 20) of \(machine.memory >> 20) MB and "
            + "\(taken.map(\.cores).reduce(0, +)) cores"
    }

    /// What is held by living processes. Called with the gate held, so no claim is half made; those of the dead are removed.
    private static func claims(in folder: String) -> [MachineShare] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("claim-") }.compactMap { name in
            let path = "\(folder)/\(name)"
            let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
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

    private static func open(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(path) }
        return descriptor
    }

    private static func failure(_ path: String) -> StageFailure {
        StageFailure(
            StageExit.inputOutput,
            "\(path) cannot be written (\(String(cString: strerror(errno)))); it says what this computation needs of the "
                + "machine. Make the store writable")
    }
}

extension Admission {
    /// For a stage that computes in `store`; nil where nobody has said how much it needs, with `SPARSE_CORTEX_NEEDS_MB`.
    /// - Throws: `StageFailure`, `StoreError`.
    static func asTold(threads: Int, in store: Store, waiting: (String) -> Void) throws -> Admission? {
        guard let text = ProcessInfo.processInfo.environment["SPARSE_CORTEX_NEEDS_MB"] else { return nil }
        guard let megabytes = Int(text), megabytes > 0 else {
            throw StageFailure(
                StageExit.usage, "SPARSE_CORTEX_NEEDS_MB is \"\(text)\"; give a number of MB such as 500")
        }
        let host = ProcessInfo.processInfo.hostName.replacing("/", with: "_")
        return try Admission(
            MachineShare(memory: megabytes << 20, cores: threads), of: .ofThisMachine(),
            folder: store.makeLockFolder("machines/\(host)"), waiting: waiting)
    }
}
