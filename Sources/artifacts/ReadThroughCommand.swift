import ArgumentParser
import StageKit

/// Reads HDF5 files in place of a program that a damaged one would crash (`TrialReading`).
struct ReadThroughCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: TrialReading.command, abstract: "Reads HDF5 files to their ends.", shouldDisplay: false)

    @Argument var files: [String]

    func run() { TrialReading.readThrough(files) }
}
