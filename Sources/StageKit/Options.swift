import ArgumentParser
import ArtifactStore
import Foundation
import HDF5
import Model

/// Which store; shared by all programs.
package struct StoreOptions: ParsableArguments {
    /// Path of the store as given.
    @Option(
        name: .customLong("store"),
        help: ArgumentHelp(
            "The artifact store (default: $SPARSE_CORTEX_STORE, or artifacts).", valueName: "dir"))
    var folder: String?

    /// No store chosen yet.
    package init() {}

    /// The chosen store.
    package var store: Store { Store(at: path) }

    /// The chosen store, for programs that only read it.
    /// - Throws: `StageFailure` if there is no store.
    @discardableResult
    package func requireStore() throws -> Store {
        guard !FileManager.default.fileExists(atPath: store.root + "/objects") else { return store }
        throw StageFailure.noInput(
            "there is no store at \(path); name one with --store or SPARSE_CORTEX_STORE, or make a figure first"
        )
    }

    /// The chosen path.
    package var path: String {
        if let folder { return folder }
        let named = ProcessInfo.processInfo.environment["SPARSE_CORTEX_STORE"] ?? ""
        return named.isEmpty ? "artifacts" : named
    }
}

/// What every stage understands besides its own options.
package struct StageOptions: ParsableArguments {
    /// The store.
    @OptionGroup package var storeOptions: StoreOptions

    /// Explain instead of computing, and change nothing.
    @Flag(help: "Say whether and why the outputs would be computed; compute nothing.")
    package var why = false

    /// With `why`: one line of JSON, for programs to read.
    @Flag(help: .hidden)
    var json = false

    /// No messages except errors.
    @Flag(name: .shortAndLong, help: "Print only errors.")
    var quiet = false

    /// Whether to say nothing except errors.
    package var isQuiet: Bool { quiet }

    /// The defaults.
    package init() {}

    /// Refuses combinations that make no sense.
    package func validate() throws {
        if json && !why { throw ValidationError("--json needs --why") }
    }
}

/// How many threads a stage may use.
package struct ThreadOptions: ParsableArguments {
    /// The number.
    @Option(help: ArgumentHelp("Threads; they decide no bit of the result.", valueName: "n"))
    package var threads: Int = usableProcessors

    /// As many as there are processors.
    package init() {}

    /// Refuses numbers that cannot be meant.
    package func validate() throws {
        guard (1...1024).contains(threads) else {
            throw ValidationError("--threads \(threads) is outside 1 to 1024")
        }
    }
}

/// Where a stage computes networks.
package struct DeviceOptions: ParsableArguments {
    @Option(
        name: .customLong("device"),
        help: ArgumentHelp(
            "Where networks are computed: cpu, gpu (the first there is), opencl:N or cuda:N (see bench devices); the result is the same "
                + "(default: $SPARSE_CORTEX_DEVICE, or cpu).", valueName: "where"))
    var given: DeviceChoice?

    /// The processor, unless the environment says otherwise.
    package init() {}

    /// The device that was asked for.
    ///
    /// - Throws: `StageFailure` if the environment names none.
    package func choice() throws -> DeviceChoice {
        try given ?? Self.choice(of: ProcessInfo.processInfo.environment)
    }

    /// The device that an environment names.
    ///
    /// - Throws: `StageFailure` if it names none.
    package static func choice(of environment: [String: String]) throws -> DeviceChoice {
        guard let name = environment[DeviceChoice.environmentVariable], !name.isEmpty else {
            return .processor
        }
        guard let choice = DeviceChoice(name) else {
            throw StageFailure.usage(
                "\(DeviceChoice.environmentVariable) is \"\(name)\"; give cpu, gpu, or opencl:N or cuda:N as bench devices lists them"
            )
        }
        return choice
    }
}

extension DeviceChoice: ExpressibleByArgument {
    /// The choice that `argument` names.
    package init?(argument: String) { self.init(argument) }
}

/// Exit codes, as every `--help` lists them (the numbers of sysexits.h).
package enum StageExit {
    /// Wrong options.
    package static let usage: Int32 = 64
    /// An input file is not what it must be.
    package static let badData: Int32 = 65
    /// An input does not exist.
    package static let noInput: Int32 = 66
    /// Something that is needed is unavailable, such as a download or a program.
    package static let unavailable: Int32 = 69
    /// The computation failed.
    package static let failed: Int32 = 70
    /// A file cannot be read or written.
    package static let inputOutput: Int32 = 74

    /// Asked to end, the program saved its work; run it again to continue.
    package static let unfinished: Int32 = 75

    /// The list for `--help`.
    package static let help = """
        EXIT CODES
          0   done, or up to date
          64  options that cannot be understood
          65  a value, an input or a specification is wrong; the message names it
          66  an input does not exist
          69  something needed is unavailable: a download, a program, a processor feature
          70  the computation failed (for instance, it gave other bytes than before)
          74  a file cannot be read or written
          75  asked to end (SIGTERM) before it had finished: run it again to continue
        """
}

extension CommandConfiguration {
    /// A command with a help that ends with the exit codes.
    ///
    /// - Parameter codeOne: what code 1 means, for commands that have it.
    package init(
        commandName: String, abstract: String, help: String, codeOne: String? = nil, version: String = "",
        shouldDisplay: Bool = true, subcommands: [any ParsableCommand.Type] = []
    ) {
        let more = codeOne.map { "\n  1   \($0)" } ?? ""
        self.init(
            commandName: commandName, abstract: abstract, discussion: "\(help)\n\n\(StageExit.help)\(more)",
            version: version, shouldDisplay: shouldDisplay, subcommands: subcommands)
    }
}

/// An error that knows its exit code; all others end with `StageExit.badData`.
package protocol ExitCoded: Error {
    /// One of `StageExit`.
    var exitCode: Int32 { get }
}

extension StoreError: ExitCoded {
    /// See `StageExit`.
    package var exitCode: Int32 {
        switch self {
        case .inputMissing, .inputDangling, .unknown: StageExit.noInput
        case .notReproducible, .outputMissing, .inputChanged: StageExit.failed
        case .badRecipe, .inputDamaged, .linkLost: StageExit.badData
        case .system, .cannotWrite, .notALink, .notAFolder, .noLocks: StageExit.inputOutput
        }
    }
}

extension DeviceError: ExitCoded {
    /// See `StageExit`.
    package var exitCode: Int32 {
        switch self {
        case .failed: StageExit.failed
        case .unavailable, .notCompiled, .noGPU, .unusable, .notStarted, .differs, .memory, .array, .taken:
            StageExit.unavailable
        }
    }
}

/// A failure that a stage itself found, with a message and an exit code.
package struct StageFailure: ExitCoded, CustomStringConvertible {
    /// See `StageExit`.
    package let exitCode: Int32
    /// The message.
    package let description: String

    /// A failure with one of the codes of `StageExit`.
    package init(_ exitCode: Int32, _ message: String) {
        self.exitCode = exitCode
        description = message
    }
}

/// Failures by what is wrong; see `StageExit`.
extension StageFailure {
    package static func usage(_ message: String) -> StageFailure { .init(StageExit.usage, message) }
    package static func badData(_ message: String) -> StageFailure { .init(StageExit.badData, message) }
    package static func noInput(_ message: String) -> StageFailure { .init(StageExit.noInput, message) }
    package static func failed(_ message: String) -> StageFailure { .init(StageExit.failed, message) }
    package static func unavailable(_ message: String) -> StageFailure {
        .init(StageExit.unavailable, message)
    }
    package static func inputOutput(_ message: String) -> StageFailure {
        .init(StageExit.inputOutput, message)
    }
}

/// Runs `body`; on an error prints `program: error: …` and ends with the error's exit code.
package func reportingErrors(_ program: String, _ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as ExitCode {
        throw error
    } catch let error as ValidationError {
        throw error
    } catch {
        let told = inOurWords(error)
        let hint = told is HDF5Error ? " (artifacts verify says whether the store is damaged)" : ""
        writeToStandardError("\(program): error: \(told)\(hint)\n")
        throw ExitCode((told as? any ExitCoded)?.exitCode ?? StageExit.badData)
    }
}
