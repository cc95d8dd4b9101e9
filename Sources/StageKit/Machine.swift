import Foundation

/// What a machine has, or what a computation needs of it.
struct MachineShare: Equatable {
    /// Bytes.
    var memory: Int
    /// Processor cores.
    var cores: Int
}

extension MachineShare {
    /// What several computations take together.
    init(sumOf shares: [MachineShare]) {
        self.init(memory: shares.reduce(0) { $0 + $1.memory }, cores: shares.reduce(0) { $0 + $1.cores })
    }

    /// What all computations on this machine may use together: `SPARSE_CORTEX_MEMORY` (such as 12G), or nine tenths
    /// of the memory of the machine or of its control group; `SPARSE_CORTEX_CORES`, or all cores.
    /// - Throws: `StageFailure` if either of the two is not an amount.
    static func ofThisMachine(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws
        -> MachineShare
    {
        let memory = try environment["SPARSE_CORTEX_MEMORY"].map { try bytes($0, "SPARSE_CORTEX_MEMORY") }
        let cores = try environment["SPARSE_CORTEX_CORES"].map { text in
            guard let count = Int(text), count > 0 else {
                throw StageFailure.usage(
                    "SPARSE_CORTEX_CORES is \"\(text)\"; give a number of cores such as 4")
            }
            return count
        }
        return MachineShare(memory: memory ?? usableMemory / 10 * 9, cores: cores ?? usableProcessors)
    }

    private static func bytes(_ text: String, _ name: String) throws -> Int {
        guard let amount = ByteCount(argument: text), amount.bytes > 0 else {
            throw StageFailure.usage(
                "\(name) is \"\(text)\"; give an amount of memory such as 12G, 500M or a number of bytes")
        }
        return amount.bytes
    }
}
