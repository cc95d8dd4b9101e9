import ArgumentParser
import CBench
import Foundation
import StageKit

/// Measures the rates that no kernel can exceed.
struct MachineCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "machine", abstract: "Measures multiply-adds and reads of this machine: its roofline.",
        help: """
            With the widest vectors of the processor, on one thread and on --threads. Prints for each number of threads \
            fma_gflops (float32, two operations to a multiply-add) and read_gbs (10⁹ bytes a second from half of each \
            cache, from four times the second-largest cache, and from memory); read_kb says how much each thread reads.

            EXAMPLES
              bench machine
              bench machine --threads 1 --seconds 1
            """)

    @OptionGroup var threading: MeasuredThreads
    @Option(help: ArgumentHelp("How long each number is measured; the best of three counts.", valueName: "s"))
    var seconds = 0.3

    func validate() throws {
        guard seconds > 0, seconds <= 60 else {
            throw ValidationError("--seconds \(seconds) is not above 0 and at most 60; 0.3 is enough")
        }
    }

    func perform() throws {
        let roofline = Roofline(seconds: seconds)
        let counts = threading.threads == 1 ? [1] : [1, threading.threads]
        try printJSON(
            MachineReport(
                cpu: KernelFiles.processorName, cores: ProcessInfo.processInfo.activeProcessorCount,
                isa: roofline.vectorsName,
                cacheKb: Dictionary(
                    uniqueKeysWithValues: Processor.caches.map { ($0.name, $0.bytes / 1024) }),
                rates: try counts.map(roofline.rates)))
    }
}

/// What `bench machine` prints.
struct MachineReport: Encodable {
    let cpu: String
    let cores: Int
    let isa: String
    let cacheKb: [String: Int]
    let rates: [Rates]

    /// Best rates of all threads together.
    struct Rates: Encodable {
        let threads: Int
        let fmaGflops: Double
        let readGbs: [String: Double]
        let readKb: [String: Int]
    }
}

/// The best rates of this processor, measured by running C loops for a given time.
struct Roofline {
    let seconds: Double
    private let vectors = cb_widest()

    /// Named like the kernels' instruction sets.
    var vectorsName: String {
        switch vectors {
        case CB_AVX512: "avx512"
        case CB_AVX2: "avx2"
        default: "plain"
        }
    }

    /// - Throws: `StageFailure` if threads or memory are not available.
    func rates(threads: Int) throws -> MachineReport.Rates {
        var reads: [String: Double] = [:]
        var sizes: [String: Int] = [:]
        for (name, bytes) in Processor.readSizes(threads: threads) {
            reads[name] = try best { cb_read_rate(vectors, Int32(threads), bytes, seconds / 3) }
            sizes[name] = bytes / 1024
        }
        let multiplyAdds = try best { cb_multiply_add_rate(vectors, Int32(threads), seconds / 3) }
        return .init(threads: threads, fmaGflops: multiplyAdds, readGbs: reads, readKb: sizes)
    }

    /// Anything else that the machine does only lowers a rate.
    private func best(_ measure: () -> Double) throws -> Double {
        let rates = (0..<3).map { _ in measure() }
        guard let best = rates.max(), rates.allSatisfy({ $0 > 0 }) else {
            throw StageFailure.unavailable("threads or memory to measure with cannot be had; lower --threads")
        }
        return (best * 10).rounded() / 10
    }
}
