import Foundation

/// Where a raw file is, or where it would come from.
package enum SurveyedFile: Sendable {
    /// It was found, and its contents are right.
    case found(AcquiredFile)
    /// It is not here, but can be downloaded: these bytes, from the first of these mirrors that serves them.
    case downloadable(RawFile, FileContent, mirrors: [URL])
}

extension DatasetSource {
    /// Finds the raw files of one of the dataset's distributions and checks what they hold. It only looks: it
    /// downloads and writes nothing.
    ///
    /// It looks in `from`, in `projectData/NAME`, in the operating system's folder, and in `download/NAME`, and a few
    /// levels deep in the folders below each. A file is right if its contents are, after unpacking, whatever its name
    /// and however it is packed. The first place that has any file decides on the distribution; there a complete one
    /// is preferred. Each file is taken from the first place that has it. If a file with the right name has the wrong
    /// contents, and none has the right ones, that is an error, and no other place is tried. But if the dataset is a
    /// variant, or no digest is known at all, any contents are accepted, and names decide. Variants are not
    /// downloaded.
    /// - Parameters:
    ///   - from: a folder to look in first; it must exist, but need not hold every file.
    ///   - projectData: folder of the data that comes with the project; each dataset has a folder in it.
    ///   - download: folder of downloads, in which earlier ones are looked for; nil forbids downloading.
    ///   - isOffline: forbids downloading, but earlier downloads count.
    /// - Throws: `DatasetFileError`; `missing` if a file is not there and cannot be downloaded.
    package func survey(
        from: URL?, projectData: URL, download: URL?, isOffline: Bool = false
    ) throws -> [SurveyedFile] {
        if let from { try Self.checkFolder(from) }
        let places = places(from: from, projectData: projectData, download: download)
        let files = try distribution(in: places).map { raw in
            try find(raw, in: places)
                ?? expect(
                    raw, at: projectData.appendingPathComponent("\(name)/\(raw.name)"),
                    isAllowed: download != nil && !isOffline, searched: places)
        }
        try checkVariant(files)
        return files
    }

    /// Whether the raw files can be downloaded.
    package var isDownloadable: Bool {
        guard variant == nil, let best = distributions.first else { return false }
        return best.allSatisfy { $0.published != nil && !$0.mirrors.isEmpty }
    }

    /// The distribution of the first file found, or the best one if there is none.
    private func distribution(in places: [RawFolder]) -> [RawFile] {
        for place in places {
            let whole = distributions.first { $0.allSatisfy { place.find($0).isRight } }
            let part = distributions.first { $0.contains { !place.find($0).isNothing } }
            if let files = whole ?? part { return files }
        }
        return distributions.first ?? []
    }

    private func find(_ raw: RawFile, in places: [RawFolder]) throws -> SurveyedFile? {
        for place in places {
            switch place.find(raw) {
            case .right(let acquired): return .found(acquired)
            case .wrong(let error): throw error
            case .nothing: continue
            }
        }
        return nil
    }

    /// What is called a variant must not be the published dataset.
    private func checkVariant(_ files: [SurveyedFile]) throws {
        guard let variant else { return }
        let published = files.compactMap { file -> AcquiredFile? in
            if case .found(let acquired) = file, acquired.isPublished { acquired } else { nil }
        }
        guard let first = published.first, published.count == files.count else { return }
        throw DatasetFileError(
            first.url, .notAVariant,
            expected: "other files than the published ones, for variant \(variant.name)",
            found: "the published ones", remedy: "name no variant")
    }

    // MARK: - Places

    private func places(from: URL?, projectData: URL, download: URL?) -> [RawFolder] {
        let packages = systemFolders.map { folder -> (URL?, String) in
            (URL(fileURLWithPath: folder), "reinstall or remove the package that holds it")
        }
        let places: [(folder: URL?, remedy: String)] =
            [
                (from, "name a folder with the original file, or no folder"),
                (
                    projectData.appendingPathComponent(name),
                    "restore the file from version control, or delete it"
                ),
            ] + packages + [
                (download?.appendingPathComponent(name), "delete the file to have it downloaded again")
            ]
        return places.compactMap { place in
            place.folder.map { RawFolder($0, remedy: place.remedy, acceptsAny: variant != nil) }
        }
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
        guard access(folder.path, R_OK | X_OK) == 0 else {
            throw DatasetFileError(
                folder, .unreadable, expected: "a folder that may be read",
                found: String(cString: strerror(errno)), remedy: "check its permissions")
        }
    }

    // MARK: - Files that are not there

    /// - Parameter home: where the file belongs in the project.
    private func expect(
        _ raw: RawFile, at home: URL, isAllowed: Bool, searched: [RawFolder]
    ) throws -> SurveyedFile {
        func missing(_ why: String, remedy: String) -> DatasetFileError {
            let places = searched.map(\.folder.path).joined(separator: ", ")
            let cut = searched.filter(\.isCut).map { "; not all below \($0.folder.path) was looked at" }
                .joined()
            return DatasetFileError(
                home, .missing,
                expected: "the file, packed or not, in one of \(places), or in a folder there",
                found: "none, and \(why)\(cut)", remedy: remedy)
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
        guard isAllowed else {
            throw missing("downloading is off", remedy: "put the file there, or allow downloading")
        }
        return .downloadable(raw, published, mirrors: raw.mirrors)
    }
}
