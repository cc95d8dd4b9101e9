import Results
import Foundation
import Processes

/// Why gnuplot drew nothing.
package enum GnuplotError: Error, Equatable, CustomStringConvertible {
    /// No program `gnuplot` in the search path.
    case missing(searchPath: String)
    /// The program could not be started.
    case notStarted(String)
    /// It ended with this status, and said this.
    case failed(layout: String, status: Int32, message: String)
    /// It ended well but did not write this file, or not to its end.
    case noOutput(String)

    /// One sentence: what is wrong and what to do.
    package var description: String {
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
            return
                "gnuplot wrote no whole \(file): check that the disk is not full, and that the layout sets its output as in panels.gp."
        }
    }
}

/// The program gnuplot, run so that its output depends on its input only.
package struct Gnuplot: Sendable {
    /// Folders to look for the program in, separated by colons.
    package var searchPath: String
    /// Gets what gnuplot says although it ends well, for instance that fonts have no folder for their cache.
    package var warn: @Sendable (String) -> Void

    /// gnuplot in `searchPath`, by default in PATH.
    package init(
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? "",
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.searchPath = searchPath
        self.warn = warn
    }

    /// Runs the script `layout` in the folder `work` with the string variable `format` set.
    ///
    /// - Returns: the bytes of `figure.FORMAT`, which are whole: a full disk is not an error to gnuplot.
    /// - Throws: `GnuplotError`.
    package func run(layout: URL, format: String, in work: URL) throws -> Data {
        let file = work.appending(path: "figure.\(format)")
        try? FileManager.default.removeItem(at: file)
        // -d: no settings of the user's own.
        let (status, _, said) = try execute(["-d", "-e", "format='\(format)'", layout.path], in: work)
        let message = said.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.allSatisfy { $0 == "^" } }.joined(separator: " | ")
        guard status == 0 else {
            throw GnuplotError.failed(layout: layout.lastPathComponent, status: status, message: message)
        }
        guard let bytes = FileManager.default.contents(atPath: file.path), Self.isWhole(bytes, format) else {
            throw GnuplotError.noOutput("figure.\(format)")
        }
        if !message.isEmpty { warn(message) }
        return bytes
    }

    private static func isWhole(_ bytes: Data, _ format: String) -> Bool {
        let end = ["svg": "</svg>", "pdf": "%%EOF", "png": "IEND"][format] ?? ""
        return bytes.suffix(32).range(of: Data(end.utf8)) != nil
    }

    /// Versions of gnuplot and of the libraries that draw for it, by name; they decide the pictures' bytes.
    ///
    /// - Throws: `GnuplotError` when gnuplot is missing or cannot be started.
    package func versions() throws -> [String: String] {
        let (_, output, _) = try execute(["--version"], in: URL(filePath: "/"))
        var versions = ["gnuplot": output]
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
        let program = try executable().path
        do {
            let run = try runProgram(
                program, arguments, environment: environment, in: folder.path, input: .dropped, errors: .kept)
            return (run.status, run.text, String(decoding: run.errors, as: UTF8.self))
        } catch {
            throw GnuplotError.notStarted(error.reason)
        }
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
