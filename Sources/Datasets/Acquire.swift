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
    /// Finds, or downloads, the raw files of one of the dataset's distributions and checks length and SHA-256 of each.
    ///
    /// Looks in `from`, in `projectData/NAME`, in the operating system's folder, in `download/NAME`, and then
    /// downloads to `download/NAME`. The first file that exists decides which distribution it is; each of its files
    /// is taken from the first place that has it. If its bytes are not known, that is an error, and no other place is
    /// tried; but where the dataset is a variant, or no digest is known at all, any bytes are taken. Variants are not
    /// downloaded.
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
        let acquired = try distribution(in: places).map { raw in
            let acquired =
                try find(raw, in: places)
                ?? fetch(raw, to: download, policy: policy, searched: places, progress: progress)
            progress(.found(acquired))
            return acquired
        }
        try checkVariant(acquired)
        return acquired
    }

    /// Whether a raw file lies in the project's data or in the operating system's folder.
    public func isPresent(projectData: URL) -> Bool {
        let places = places(from: nil, projectData: projectData, download: nil)
        return distributions.joined().contains { raw in places.contains { $0.holds(raw) } }
    }

    /// Whether `acquire` can download the raw files.
    public var isDownloadable: Bool {
        guard variant == nil, let best = distributions.first else { return false }
        return best.allSatisfy { $0.published != nil && !$0.mirrors.isEmpty }
    }

    /// The distribution of which a file is found first, or else the best.
    private func distribution(in places: [Place]) -> [RawFile] {
        for place in places {
            for files in distributions where files.contains(where: { place.holds($0) }) { return files }
        }
        return distributions.first ?? []
    }

    /// What is labelled as a variant must not be the published dataset.
    private func checkVariant(_ acquired: [AcquiredFile]) throws {
        guard let variant, let first = acquired.first else { return }
        let known = Set(distributions.joined().flatMap(\.contents).map(\.sha256))
        guard acquired.allSatisfy({ known.contains($0.sha256) }) else { return }
        throw DatasetFileError(
            first.url, .notAVariant,
            expected: "other files than the published ones, for variant \(variant.name)",
            found: "the published ones", remedy: "name no variant")
    }

    /// A folder to look in, and what to do about a wrong file there.
    private struct Place {
        let folder: URL
        let remedy: String

        func file(_ raw: RawFile) -> URL { folder.appendingPathComponent(raw.name) }

        func holds(_ raw: RawFile) -> Bool { FileManager.default.fileExists(atPath: file(raw).path) }
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
        guard let place = places.first(where: { $0.holds(raw) }) else { return nil }
        return try raw.checked(at: place.file(raw), accepting: variant != nil, remedy: place.remedy)
    }

    private func fetch(
        _ raw: RawFile, to download: URL?, policy: DownloadPolicy, searched: [Place],
        progress: (AcquisitionEvent) -> Void
    ) throws -> AcquiredFile {
        func missing(_ why: String, remedy: String) -> DatasetFileError {
            DatasetFileError(
                URL(fileURLWithPath: raw.name), .missing,
                expected: "the file in one of \(searched.map(\.folder.path).joined(separator: ", "))",
                found: "none, and \(why)", remedy: remedy)
        }
        if variant != nil {
            throw missing("variants are not downloaded", remedy: "put the file there")
        }
        guard distributions.first?.contains(raw) ?? false else {
            throw missing("nobody serves it alone", remedy: "put the file there")
        }
        guard let published = raw.published else {
            let pages = raw.mirrors.map(\.absoluteString).joined(separator: " or ")
            throw missing(
                "it is not downloaded, since no digest is known to check it with",
                remedy: pages.isEmpty ? "put the file there" : "download it by hand from \(pages)")
        }
        guard let download else {
            throw missing("downloading is off", remedy: "put the file there, or allow downloading")
        }
        let folder = download.appendingPathComponent(name)
        return try Downloader(raw: raw, published: published, folder: folder, policy: policy)
            .run(progress: progress)
    }
}
