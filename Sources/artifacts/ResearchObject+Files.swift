import ArtifactStore
import Foundation

/// Files of the crate, and files that it only names.
extension ResearchObject {
    /// A file of the crate, or the digest of one that is not in it.
    func id(_ digest: Digest) -> String {
        bag.objects.first { $0.digest == digest }.map(Bag.name)
            ?? bag.rawFiles.first { $0.file.digest == digest }.map { Bag.name(of: $0.file) }
            ?? "#file-\(digest.hex)"
    }

    var objectEntities: [CanonicalJSON] {
        var titles: [Digest: ArtifactStore.Output] = [:]
        for output in bag.records.flatMap(\.outputs.values) { titles[output.digest] = output }
        return bag.objects.map { object in
            [
                "@id": .string(Bag.name(of: object)), "@type": "File",
                "name": .string(
                    titles[object.digest]?.title ?? "\(object.extension) file \(object.digest.short)"),
                "contentSize": .string("\(object.bytes)"), "sha256": .string(object.digest.hex),
                "encodingFormat": .string(Self.format(object.extension)),
            ]
        }
    }

    private static func format(_ ext: String) -> String {
        let formats = [
            "h5": "application/x-hdf5", "svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png",
            "tsv": "text/tab-separated-values", "json": "application/json", "html": "text/html",
            "yaml": "application/yaml",
            "gz": "application/gzip", "tar": "application/x-tar",
        ]
        return formats[ext] ?? "text/plain"
    }

    /// Inputs, and outputs that were left out, that are not in the archive, by role.
    private var missing: [Digest: String] {
        let there = Set(bag.objects.map(\.digest) + bag.rawFiles.map(\.file.digest))
        var found = Dictionary(uniqueKeysWithValues: bag.leftOut.map { ($0.digest, $0.title ?? "left out") })
        for (role, input) in bag.records.flatMap({ $0.recipe.inputs.sorted { $0.key < $1.key } }) {
            for digest in input.digests where !there.contains(digest) && found[digest] == nil {
                found[digest] = role
            }
        }
        return found
    }

    /// What `make` started with.
    var rawInputs: [Digest] {
        Set(missing.keys).subtracting(bag.leftOut.map(\.digest)).union(bag.rawFiles.map(\.file.digest))
            .sorted()
    }

    var rawFileEntities: [CanonicalJSON] {
        bag.rawFiles.map { raw in
            [
                "@id": .string(Bag.name(of: raw.file)), "@type": "File", "name": .string(raw.file.name),
                "description": .string("Raw data of \(raw.file.folder)"),
                "contentSize": .string("\(raw.bytes)"), "sha256": .string(raw.file.digest.hex),
                "encodingFormat": .string(Self.format((raw.file.name as NSString).pathExtension)),
            ]
        }
    }

    var rawEntities: [CanonicalJSON] {
        missing.sorted { $0.key < $1.key }.map { digest, role in
            [
                "@id": .string("#file-\(digest.hex)"), "@type": "PropertyValue", "name": .string(role),
                "value": .string("sha256:\(digest.hex)"),
            ]
        }
    }

    var fileEntities: [CanonicalJSON] {
        files.filter { $0 != "Makefile" }.map { name in
            let descriptions = [
                "source.tar": "The project's source tree at commit \(bag.source.commit)",
                "links.tsv": "Readable names of objects",
                "ro-crate-preview.html": "What is in the archive, for people to look at",
            ]
            let description = descriptions[name] ?? "Recipe, outputs and run record"
            return [
                "@id": .string(name), "@type": "File", "name": .string((name as NSString).lastPathComponent),
                "description": .string(description),
                "encodingFormat": .string(Self.format((name as NSString).pathExtension)),
            ]
        }
    }
}
