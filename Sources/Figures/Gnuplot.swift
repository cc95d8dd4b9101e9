import Foundation

/// Why gnuplot drew nothing.
public enum GnuplotError: Error, Equatable, CustomStringConvertible {
    /// No program `gnuplot` in the search path.
    case missing(searchPath: String)
    /// The program could not be started.
    case notStarted(String)
    /// It ended with this status, or said something on its error output.
    case failed(layout: String, status: Int32, message: String)
    /// It ended well but did not write this file.
    case noOutput(String)

    /// One sentence: what is wrong and what to do.
    public var description: String {
        switch self {
        case .missing(let searchPath):
            return "gnuplot is not installed (searched PATH \"\(searchPath)\"): apt-get install gnuplot-nox "
                + "fonts-dejavu-core, version 5.4 or later."
        case .notStarted(let reason):
            return "gnuplot could not be started (\(reason)): reinstall it with apt-get install gnuplot-nox."
        case .failed(let layout, let status, let message):
            return
                "gnuplot ended with status \(status) on \(layout): \(message); it must be version 5.4 or later "
                + "with the terminals svg, pdfcairo and pngcairo (apt-get install gnuplot-nox)."
        case .noOutput(let file):
            return "gnuplot wrote no \(file): check that the layout sets its output as in panels.gp."
        }
    }
}

/// The program gnuplot, run so that its output depends on its input only.
public struct Gnuplot: Sendable {
    /// Folders to look for the program in, separated by colons.
    public var searchPath: String

    /// gnuplot in `searchPath`, by default in PATH.
    public init(searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? "") {
        self.searchPath = searchPath
    }

    /// Runs the script `layout` in the folder `work` with the string variable `format` set.
    ///
    /// - Throws: `GnuplotError`, also when gnuplot only warns: a warning is a figure that is not as meant.
    func run(layout: URL, format: String, in work: URL) throws {
        // -d: no settings of the user's own.
        let (status, _, said) = try execute(["-d", "-e", "format='\(format)'", layout.path], in: work)
        let message = said.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.allSatisfy { $0 == "^" } }.joined(separator: " | ")
        if status != 0 || !message.isEmpty {
            throw GnuplotError.failed(layout: layout.lastPathComponent, status: status, message: message)
        }
    }

    /// Versions of gnuplot and of the libraries that draw for it, by name; they decide the pictures' bytes.
    ///
    /// - Throws: `GnuplotError` when gnuplot is missing or cannot be started.
    public func versions() throws -> [String: String] {
        let (_, output, _) = try execute(["--version"], in: URL(filePath: "/"))
        var versions = ["gnuplot": output.trimmingCharacters(in: .whitespacesAndNewlines)]
        versions["cairo"] = libraryVersion("libcairo.so.2", function: "cairo_version_string")
        versions["pango"] = libraryVersion("libpango-1.0.so.0", function: "pango_version_string")
        return versions
    }

    /// What a library that gnuplot loads says of itself; nil where it is not installed (a gnuplot without it).
    private func libraryVersion(_ library: String, function: String) -> String? {
        guard let handle = dlopen(library, RTLD_LAZY), let symbol = dlsym(handle, function) else {
            return nil
        }
        typealias Version = @convention(c) () -> UnsafePointer<CChar>?
        return unsafeBitCast(symbol, to: Version.self)().map { String(cString: $0) }
    }

    private func execute(
        _ arguments: [String], in folder: URL
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = try executable()
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        let pipes = (output: Pipe(), errors: Pipe())
        process.standardOutput = pipes.output
        process.standardError = pipes.errors
        // Not waitUntilExit, which needs a run loop and can hang on a thread of a pool.
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        do { try process.run() } catch { throw GnuplotError.notStarted("\(error)") }
        // Both are short: neither pipe can fill up while the other is read.
        let output = pipes.output.fileHandleForReading.readDataToEndOfFile()
        let errors = pipes.errors.fileHandleForReading.readDataToEndOfFile()
        ended.wait()
        return (
            process.terminationStatus, String(decoding: output, as: UTF8.self),
            String(decoding: errors, as: UTF8.self)
        )
    }

    private func executable() throws -> URL {
        for folder in searchPath.split(separator: ":") {
            let file = URL(filePath: String(folder)).appending(path: "gnuplot")
            if FileManager.default.isExecutableFile(atPath: file.path) { return file }
        }
        throw GnuplotError.missing(searchPath: searchPath)
    }

    /// C locale in UTF-8 (decimal points), a fixed date, and of the caller only what finds programs and fonts.
    private var environment: [String: String] {
        var variables = ["LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0", "PATH": searchPath]
        for name in ["HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME", "LD_LIBRARY_PATH"] {
            variables[name] = ProcessInfo.processInfo.environment[name]
        }
        return variables
    }
}
