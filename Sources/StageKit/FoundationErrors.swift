import Foundation
import Model

extension StageFailure {
    private static let domains: Set = [NSCocoaErrorDomain, NSPOSIXErrorDomain, NSURLErrorDomain]

    /// A Foundation error in the form of all others: the file, what went wrong, what to do. Nil if the error is not
    /// Foundation's.
    init?(ofFoundation error: any Error) {
        let raised = error as NSError
        guard Self.domains.contains(raised.domain) else { return nil }
        let path = Self.path(of: raised) ?? "a file"
        let reason = Self.systemReason(of: raised) ?? Self.reason(at: path)
        let isMissing = raised.domain == NSCocoaErrorDomain && Self.missingFile.contains(raised.code)
        if isMissing {
            self.init(StageExit.noInput, "\(path) does not exist; make it first, or check the path")
        } else if Self.isOfReading(raised) {
            self.init(
                StageExit.inputOutput, "\(path) cannot be read: \(reason); check the path and its permissions"
            )
        } else {
            self.init(
                StageExit.inputOutput,
                "\(path) cannot be written: \(reason); make its folder writable, or choose another place")
        }
    }

    private static let missingFile: Set = [
        CocoaError.fileNoSuchFile.rawValue, CocoaError.fileReadNoSuchFile.rawValue,
    ]

    private static func path(of error: NSError) -> String? {
        (error.userInfo[NSFilePathErrorKey] as? String) ?? (error.userInfo[NSURLErrorKey] as? URL)?.path
    }

    /// The error of the system call, however deep it is nested.
    private static func systemReason(of error: NSError) -> String? {
        var next: NSError? = error
        while let here = next {
            if here.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(here.code))) }
            next = here.userInfo[NSUnderlyingErrorKey] as? NSError
        }
        return nil
    }

    /// What is wrong with a path, if Foundation does not say.
    private static func reason(at path: String) -> String {
        var information = stat()
        let folder = (path as NSString).deletingLastPathComponent
        if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
            return "it is a folder"
        }
        if stat(folder.isEmpty ? "." : folder, &information) != 0 || access(folder, W_OK) != 0 {
            return String(cString: strerror(errno))
        }
        return "the reason is unknown"
    }

    /// Cocoa's error numbers for reading are 256 to 511.
    private static func isOfReading(_ error: NSError) -> Bool {
        error.domain == NSCocoaErrorDomain && (256..<512).contains(error.code)
    }
}

/// The error as people are told it.
package func inOurWords(_ error: any Error) -> any Error { StageFailure(ofFoundation: error) ?? error }

/// The value of a JSON file that one of these programs wrote.
///
/// - Parameter advice: how to make the file.
/// - Throws: `StageFailure` if it is missing, `JSONFileError` if it has no such value.
package func readJSON<Value: Decodable>(_ type: Value.Type, at path: String, advice: String) throws -> Value {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw StageFailure.noInput("\(path) does not exist; \(advice)")
    }
    return try decodeJSON(type, from: data, of: path, advice: advice)
}
