import ArgumentParser
import StageKit

/// Reads HDF5 files in place of another program, which a damaged file might crash (`TrialReading`).
struct ReadThroughCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: TrialReading.command, abstract: "Reads HDF5 files to the end.", shouldDisplay: false)

    @Argument var files: [String]

    func run() { TrialReading.readThrough(files) }
}
