import ArgumentParser
import Foundation
import StageKit

/// Prints one JSON object: members sorted, `stepsMs` as `steps_ms`.
func printJSON(_ report: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys]
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
}

extension Duration {
    /// In milliseconds, to the microsecond.
    var milliseconds: Double { (self / .microseconds(1)).rounded() / 1000 }
    /// In seconds, to the microsecond.
    var seconds: Double { (self / .microseconds(1)).rounded() / 1_000_000 }
}

/// Memory of this process, in units of 10⁶ bytes.
enum ProcessMemory {
    /// The most that was resident at any time.
    static var peak: Double { megabytes("VmHWM") }
    /// What is resident now.
    static var resident: Double { megabytes("VmRSS") }

    private static func megabytes(_ name: String) -> Double {
        (Double(KernelFiles.memory(name)) / 1000).rounded() / 1000
    }
}

/// How many threads to measure with.
struct MeasuredThreads: ParsableArguments {
    @Option(help: ArgumentHelp("Threads, the calling one included.", valueName: "T"))
    var threads: Int = usableProcessors

    func validate() throws {
        guard (1...1024).contains(threads) else {
            throw ValidationError(
                "--threads \(threads) is outside 1 to 1024; the processor has \(usableProcessors)")
        }
    }
}
