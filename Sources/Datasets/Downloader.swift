import Foundation

/// How patiently a raw file is downloaded.
package struct DownloadPolicy: Equatable, Sendable {
    /// How often one mirror is tried; at least once.
    let attemptsPerMirror: Int
    /// Seconds before the second attempt; doubled before each later one.
    let firstDelay: Double
    /// The longest wait between attempts, in seconds.
    let longestDelay: Double
    /// Seconds without a byte after which an attempt is abandoned.
    let idleTimeout: Double

    /// Four attempts for each mirror, after 1, 2 and 4 seconds; half a minute without a byte ends one.
    package static let standard = DownloadPolicy(
        attemptsPerMirror: 4, firstDelay: 1, longestDelay: 30, idleTimeout: 30)

    /// Seconds to wait after the attempt with this number (from 1).
    func delay(after attempt: Int) -> Double {
        min(longestDelay, firstDelay * Double(1 << min(attempt - 1, 20)))
    }
}

/// Downloads one raw file with known contents: mirrors in order, several attempts at each, resuming what is already
/// there.
struct Downloader {
    let raw: RawFile
    let published: FileContent
    let folder: URL
    let policy: DownloadPolicy

    private var destination: URL { folder.appendingPathComponent(raw.name) }
    private var partURL: URL { folder.appendingPathComponent(raw.name + ".part") }

    /// Returns the checked file in `folder`; until it is complete it is named `NAME.part`.
    func run(progress: (AcquisitionEvent) -> Void) throws -> AcquiredFile {
        let part = try openPart()
        // Another process may have finished while this one waited for the lock.
        if FileManager.default.fileExists(atPath: destination.path) {
            return try checkedDestination()
        }
        var failures: [String] = []
        for mirror in raw.mirrors {
            do {
                return try download(mirror, part, progress)
            } catch let failure as TransferFailure {
                failures.append("\(mirror.absoluteString): \(failure.reason)")
            }
        }
        throw DatasetFileError(
            destination, .missing, expected: "a mirror to serve it",
            found: failures.isEmpty ? "no mirror" : failures.joined(separator: "; "),
            remedy: "try again later, or put the file there by hand")
    }

    private func download(
        _ mirror: URL, _ part: PartFile, _ progress: (AcquisitionEvent) -> Void
    ) throws -> AcquiredFile {
        var attempt = 1
        while true {
            do {
                try attemptOnce(mirror, part, progress)
                return try publish(part)
            } catch let failure as TransferFailure {
                guard failure.isWorthRetrying, attempt < policy.attemptsPerMirror else { throw failure }
                let seconds = policy.delay(after: attempt)
                progress(
                    .retrying(file: raw.name, from: mirror, reason: failure.reason, seconds: seconds))
                Thread.sleep(forTimeInterval: seconds)
                attempt += 1
            }
        }
    }

    /// Transfers what is missing; afterwards the part file has the published length and digest.
    private func attemptOnce(
        _ mirror: URL, _ part: PartFile, _ progress: (AcquisitionEvent) -> Void
    ) throws {
        let total = published.byteCount
        if try part.size() > total { try part.truncate() }
        let start = try part.size()
        if start < total {
            let transfer = HTTPTransfer(
                url: mirror, part: part, total: total, idleTimeout: policy.idleTimeout)
            try transfer.run { received in
                progress(.downloading(file: raw.name, from: mirror, received: received, total: total))
            }
        }
        try part.synchronize()
        let found = try FileDigest(of: partURL)
        guard found.sha256 == published.sha256, found.byteCount == total else {
            try part.truncate()
            let reason =
                "expected SHA-256 \(published.sha256) of \(total) bytes, "
                + "found \(found.sha256) of \(found.byteCount) bytes"
            // The first bytes may come from another mirror or an earlier day, so it starts once more from the
            // beginning.
            throw TransferFailure(reason: reason, isWorthRetrying: start > 0)
        }
    }

    private func publish(_ part: PartFile) throws -> AcquiredFile {
        guard rename(partURL.path, destination.path) == 0 else {
            throw PartFile.failure(destination, "renamed from \(partURL.lastPathComponent)")
        }
        return try raw.checked(at: destination, remedy: Self.remedy)
    }

    private func checkedDestination() throws -> AcquiredFile {
        // Waiting for the lock may have left an empty part file.
        unlink(partURL.path)
        return try raw.checked(at: destination, remedy: Self.remedy)
    }

    private static let remedy = "delete the file to have it downloaded again"

    private func openPart() throws -> PartFile {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw DatasetFileError(
                folder, .unreadable, expected: "a folder for downloads", found: "none, and none can be made",
                remedy: "choose a folder that can be written to")
        }
        return try PartFile(partURL)
    }
}

/// An attempt at a download that did not succeed.
struct TransferFailure: Error {
    let reason: String
    /// Whether the same mirror may do better next time.
    let isWorthRetrying: Bool
}
