import Foundation

/// What `acquire` is doing, for people who wait.
public enum AcquisitionEvent: Equatable, Sendable {
    /// A raw file was found and its digest is right.
    case found(AcquiredFile)
    /// Bytes are arriving: how many of the file are here, out of how many.
    case downloading(file: String, from: URL, received: Int, total: Int)
    /// An attempt failed and the next follows after this many seconds.
    case retrying(file: String, from: URL, reason: String, seconds: Double)
}

extension DatasetSource {
    /// Finds, or downloads, every raw file of the dataset and checks its length and SHA-256.
    ///
    /// Looks in `from`, in `projectData/NAME`, in the operating system's folder, in `download/NAME`, and then
    /// downloads to `download/NAME`. The first file that exists is used; if its bytes are not known, that is an
    /// error, and no other place is tried.
    /// - Parameters:
    ///   - from: a folder to look in first; it must exist, but need not hold every file.
    ///   - projectData: folder of the data that the project carries; each dataset has a folder in it.
    ///   - download: folder for downloads, made when needed; nil forbids downloading.
    ///   - policy: how patiently to download.
    ///   - progress: called on the caller's thread.
    /// - Throws: `DatasetFileError`.
    public func acquire(
        from: URL?, projectData: URL, download: URL?, policy: DownloadPolicy = .standard,
        progress: (AcquisitionEvent) -> Void = { _ in }
    ) throws -> [AcquiredFile] {
        if let from { try Self.checkFolder(from) }
        let places = places(from: from, projectData: projectData, download: download)
        return try files.map { raw in
            let acquired =
                try find(raw, in: places)
                ?? fetch(raw, to: download, policy: policy, searched: places, progress: progress)
            progress(.found(acquired))
            return acquired
        }
    }

    /// A folder to look in, and what to do about a wrong file there.
    private struct Place {
        let folder: URL
        let remedy: String
    }

    private func places(from: URL?, projectData: URL, download: URL?) -> [Place] {
        var places: [Place] = []
        if let from {
            places.append(Place(folder: from, remedy: "name a folder with the original file, or no folder"))
        }
        places.append(
            Place(
                folder: projectData.appendingPathComponent(name),
                remedy: "restore the file from version control, or delete it"))
        for folder in systemFolders {
            places.append(
                Place(
                    folder: URL(fileURLWithPath: folder),
                    remedy: "reinstall or remove the package that holds it"))
        }
        if let download {
            places.append(
                Place(
                    folder: download.appendingPathComponent(name),
                    remedy: "delete the file to have it downloaded again"))
        }
        return places
    }

    // A mistyped folder must not turn into a silent download.
    private static func checkFolder(_ folder: URL) throws {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
        guard exists, isFolder.boolValue else {
            throw DatasetFileError(
                folder, .missing, expected: "a folder with raw files", found: exists ? "a file" : "nothing",
                remedy: "name the folder that holds them, or no folder")
        }
    }

    private func find(_ raw: RawFile, in places: [Place]) throws -> AcquiredFile? {
        for place in places {
            let url = place.folder.appendingPathComponent(raw.name)
            if FileManager.default.fileExists(atPath: url.path) {
                return try raw.checked(at: url, remedy: place.remedy)
            }
        }
        return nil
    }

    private func fetch(
        _ raw: RawFile, to download: URL?, policy: DownloadPolicy, searched: [Place],
        progress: (AcquisitionEvent) -> Void
    ) throws -> AcquiredFile {
        guard let download else {
            throw DatasetFileError(
                URL(fileURLWithPath: raw.name), .missing,
                expected: "the file in one of \(searched.map(\.folder.path).joined(separator: ", "))",
                found: "none, and downloading is off", remedy: "put the file there, or allow downloading")
        }
        let folder = download.appendingPathComponent(name)
        return try Downloader(raw: raw, folder: folder, policy: policy).run(progress: progress)
    }
}
