import Foundation

/// What `acquire` is doing, for people who are waiting.
package enum AcquisitionEvent: Equatable, Sendable {
    /// A raw file is here and its contents are right.
    case found(AcquiredFile)
    /// Bytes are arriving: how many of the file are here, out of how many.
    case downloading(file: String, from: URL, received: Int, total: Int)
    /// An attempt failed and the next one follows after this many seconds.
    case retrying(file: String, from: URL, reason: String, seconds: Double)
}

extension DatasetSource {
    /// Finds the raw files of one of the dataset's distributions, like `survey`, and downloads the missing ones to
    /// `download/NAME`.
    ///
    /// - Parameters:
    ///   - from: a folder to look in first; it must exist, but need not hold every file.
    ///   - projectData: folder of the data that comes with the project; each dataset has a folder in it.
    ///   - download: folder for downloads, made when needed; nil forbids downloading.
    ///   - policy: how patiently to download.
    ///   - progress: called on the caller's thread.
    /// - Throws: `DatasetFileError`.
    package func acquire(
        from: URL?, projectData: URL, download: URL?, policy: DownloadPolicy = .standard,
        progress: (AcquisitionEvent) -> Void = { _ in }
    ) throws -> [AcquiredFile] {
        let surveyed = try survey(from: from, projectData: projectData, download: download)
        return try acquire(surveyed, download: download, policy: policy, progress: progress)
    }

    /// Downloads what `survey` did not find.
    ///
    /// - Throws: `DatasetFileError`.
    package func acquire(
        _ surveyed: [SurveyedFile], download: URL?, policy: DownloadPolicy = .standard,
        progress: (AcquisitionEvent) -> Void = { _ in }
    ) throws -> [AcquiredFile] {
        try surveyed.map { file in
            let acquired: AcquiredFile
            switch (file, download) {
            case (.found(let found), _): acquired = found
            case (.downloadable(let raw, let published, _), let download?):
                acquired = try Downloader(
                    raw: raw, published: published, folder: download.appendingPathComponent(name),
                    policy: policy
                ).run(progress: progress)
            case (.downloadable, nil): preconditionFailure("a survey for which downloading is off finds all")
            }
            progress(.found(acquired))
            return acquired
        }
    }
}
