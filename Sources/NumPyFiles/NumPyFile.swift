import Archives
import Foundation

/// The array of an `.npy` file.
///
/// - Throws: `NumPyError`.
package func openNumPyArray(path: String) throws -> NumPyArray {
    let file = try OpenFile(path)
    return try NumPyArray(file: path, member: nil, length: file.length, bytes: file.read)
}

/// An `.npz` file: a zip of `.npy` members, stored or deflated, which are read in the order of the file.
package struct NumPyArchive {
    /// Path of the file.
    package let path: String
    private let limits: ArchiveLimits

    private static let ending = ".npy"
    /// Deflate makes at most 1032 bytes out of one.
    private static let mostUnpacked = 1032

    /// - Throws: `NumPyError` if it cannot be read.
    package init(path: String) throws {
        self.path = path
        let (bytes, overflows) = try OpenFile(path).length.multipliedReportingOverflow(by: Self.mostUnpacked)
        let most = overflows ? Int.max : bytes
        limits = ArchiveLimits(memberBytes: most, totalBytes: most)
    }

    /// The names of the arrays in it, without `.npy`, in the order of the file.
    ///
    /// - Throws: `NumPyError`.
    package func names() throws -> [String] {
        try reporting {
            let archive = try open()
            var names: [String] = []
            while let member = try archive.next() {
                if member.path.hasSuffix(Self.ending) { names.append(Self.name(member.path)) }
            }
            return names
        }
    }

    /// Calls `body` with each of these arrays (`x_train` for the member `x_train.npy`), in the order of the file; each must be
    /// there, once. An array can be read until `body` returns; its check sum is verified when it is read to the end.
    ///
    /// - Throws: `NumPyError`, or what `body` throws.
    package func forEach(_ names: [String], _ body: (NumPyArray, String) throws -> Void) throws {
        var missing = names
        var there: [String] = []
        try reporting {
            let archive = try open()
            while let member = try archive.next() {
                guard member.path.hasSuffix(Self.ending) else { continue }
                let name = Self.name(member.path)
                there.append(name)
                guard names.contains(name) else { continue }
                guard let place = missing.firstIndex(of: name) else {
                    throw failure(member.path, "each array once", "\(name) again")
                }
                missing.remove(at: place)
                try body(array(member, archive), name)
            }
        }
        guard let first = missing.first else { return }
        throw NumPyError(
            file: path, member: first + Self.ending, problem: .missing, expected: "an array named \(first)",
            found: there.isEmpty ? "no arrays" : "only \(there.joined(separator: ", "))")
    }

    private func array(_ member: Archive.Member, _ archive: Archive) throws -> NumPyArray {
        guard let size = member.size else {
            throw failure(member.path, "a member that says its size", "one that does not")
        }
        return try NumPyArray(file: path, member: member.path, length: size) { try archive.read(into: $0) }
    }

    private func open() throws -> Archive {
        try Archive(path: path, formats: [.zip], limits: limits, isStrict: true)
    }

    private static func name(_ path: String) -> String { String(path.dropLast(ending.count)) }

    private func reporting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as ArchiveError {
            throw NumPyError(
                file: path, member: error.member, problem: error.problem == .bad ? .damaged : .unreadable,
                expected: error.expected, found: error.found)
        }
    }

    private func failure(_ member: String, _ expected: String, _ found: String) -> NumPyError {
        NumPyError(file: path, member: member, problem: .damaged, expected: expected, found: found)
    }
}

/// A regular file that is being read.
private final class OpenFile {
    let length: Int
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var information = stat()
        guard descriptor >= 0, fstat(descriptor, &information) == 0 else {
            throw Self.unreadable(path, String(cString: strerror(errno)))
        }
        length = Int(information.st_size)
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw Self.unreadable(path, "a folder or device")
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw Self.unreadable(path, String(cString: strerror(errno))) }
        }
    }

    private static func unreadable(_ path: String, _ found: String) -> NumPyError {
        NumPyError(file: path, member: nil, problem: .unreadable, expected: "a readable file", found: found)
    }
}
