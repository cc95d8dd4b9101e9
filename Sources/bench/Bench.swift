import ArgumentParser
import StageKit

@main
struct Bench: Program {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures time and memory; prints one JSON object, writes no artifact.",
        help: """
            Times come from a monotonic clock: _ms in milliseconds, _s in seconds. Memory, _mb, is in 10⁶ bytes.

            EXAMPLES
              bench step --hidden 1000 --density 0.1
              bench layer --hidden 10000 --density 0.1
              bench machine --threads 2
              bench publish --mib 512
              bench devices
              bench kernels
            """,
        subcommands: [
            StepCommand.self, LayerCommand.self, MachineCommand.self, PublishCommand.self,
            DevicesCommand.self, KernelsCommand.self,
        ])
}
