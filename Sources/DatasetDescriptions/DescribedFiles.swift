import Datasets
import Foundation
import LocatedYAML

extension YAMLValue {
    /// `[digits.npz]`, or `[{name: digits.npz, sha256: …, bytes: 6789, url: …}]`.
    func files(_ format: DatasetDescription.Format) throws -> [DatasetDescription.File] {
        let files = try list("files", advice: "[digits.npz]").map { ($0, try $0.file()) }
        for (value, file) in files where file.name.hasSuffix(".gz") && ![.idx, .ts, .csv].contains(format) {
            throw value.error(
                "\(file.name): files of format \(format.rawValue) are not read packed; unpack it")
        }
        try checkUnique(files.map { ($0.1.name, $0.0.line) }, what: "file", file: file)
        return files.map(\.1)
    }

    private func file() throws -> DatasetDescription.File {
        guard isMapping else {
            return DatasetDescription.File(
                name: try fileName(), content: nil, published: nil, url: nil)
        }
        let keys = try mapping("a file", known: ["name", "sha256", "bytes", "url", "packed"])
        let name = try keys.required("name", advice: "name: digits.npz").fileName()
        let content = try keys.content("\(name)")
        let packed = try keys["packed"].map { value in
            try value.mapping("packed", known: ["sha256", "bytes"]).content("packed \(name)")
        }
        let isPacked = name.hasSuffix(".gz")
        if let value = keys["packed"], !isPacked {
            throw value.error("packed is for files that end in .gz; remove it")
        }
        let published = isPacked ? packed ?? nil : content
        let url = try keys["url"]?.address()
        if let value = keys["url"], published == nil || content == nil {
            throw value.error(
                "a file is downloaded only if its digest is known; give sha256 and bytes"
                    + (isPacked ? ", and packed: {sha256, bytes} of the file as it is served" : "")
                    + ", or remove url and put the file into pipeline/data")
        }
        return DatasetDescription.File(name: name, content: content, published: published, url: url)
    }

    private func fileName() throws -> String {
        let name = try string("the name of a file")
        guard let first = name.first, first.isLetter || first.isNumber,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
        else {
            throw error("\"\(name)\" cannot be the name of a raw file; use letters, digits, dots, - and _")
        }
        return name
    }

    private func address() throws -> URL {
        let text = try string("url")
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host != nil else {
            throw error("url \"\(text)\" is not an address; give one such as https://example.org/digits.npz")
        }
        return url
    }
}

extension YAMLMapping {
    /// Digest and length, which belong together.
    fileprivate func content(_ what: String) throws -> FileContent? {
        guard let value = self["sha256"] else {
            if let bytes = self["bytes"] { throw bytes.error("bytes of \(what) need sha256 beside them") }
            return nil
        }
        let sha256 = try value.string("sha256")
        guard sha256.count == 64, sha256.allSatisfy({ "0123456789abcdef".contains($0) }) else {
            throw value.error("sha256 of \(what) must be 64 digits from 0 to f, as sha256sum prints them")
        }
        let bytes = try required("bytes", advice: "bytes: 6789, as stat -c %s prints them")
            .int("bytes", in: 1...(1 << 50), advice: "a number of bytes")
        return FileContent(sha256: sha256, byteCount: bytes)
    }

    // MARK: - Arrays

    /// Where examples and labels are, and how many examples there are.
    func parts(
        _ format: DatasetDescription.Format, _ files: [DatasetDescription.File], _ split: SplitRule?
    ) throws -> DatasetDescription.Parts {
        let shape = try shape()
        func count(_ key: String) throws -> Int {
            try shape.required(key, advice: "\(key): 1000").int(
                key, in: 1...Int(Int32.max), advice: "a number")
        }
        func refuse(_ keys: [String], _ why: String) throws {
            for key in keys { if let value = shape[key] { throw value.error("\(key) in shape \(why)") } }
        }
        let arrays = try required("arrays", advice: "arrays: {examples: x, labels: y}")
        guard let split else {
            try refuse(["examples"], "needs split; without it give train and test")
            let halves = try arrays.mapping("arrays without split", known: ["train", "test"])
            return .given(
                training: try halves.required("train", advice: "train: {examples: x_train, labels: y_train}")
                    .half(format, files),
                count: try count("train"),
                test: try halves.required("test", advice: "test: {examples: x_test, labels: y_test}")
                    .half(format, files),
                testCount: try count("test"))
        }
        try refuse(["train", "test"], "follows from split; give examples, the number of all")
        let all = try count("examples")
        guard split.testCount(of: all) < all else {
            throw YAMLError(
                file: file, line: line,
                message: "split leaves no example to learn from; give a smaller share of test")
        }
        return .drawn(try arrays.half(format, files), count: all, split)
    }
}

extension YAMLValue {
    /// `{examples: x, labels: y}`, with the file if there are several; what the values are depends on the format.
    fileprivate func half(
        _ format: DatasetDescription.Format, _ files: [DatasetDescription.File]
    ) throws -> DatasetDescription.Half {
        let names = files.map(\.name)
        switch format {
        case .npy, .idx:
            let keys = try mapping("arrays of format \(format.rawValue)", known: ["examples", "labels"])
            func place(_ key: String) throws -> DatasetDescription.Place {
                .init(file: try keys.required(key, advice: "\(key): \(names[0])").choice(key, of: names))
            }
            return DatasetDescription.Half(examples: try place("examples"), labels: try place("labels"))
        case .ts:
            let keys = try mapping("arrays of format ts", known: ["file"])
            let place = DatasetDescription.Place(file: try keys.file(among: names))
            return DatasetDescription.Half(examples: place, labels: place)
        case .npz, .hdf5, .csv:
            let keys = try mapping(
                "arrays of format \(format.rawValue)", known: ["file", "examples", "labels"])
            let file = try keys.file(among: names)
            let labels = try keys.required("labels", advice: "labels: y").string("labels")
            return DatasetDescription.Half(
                examples: .init(file: file, names: try keys.examples(format)),
                labels: .init(file: file, names: [labels]))
        }
    }
}

extension YAMLMapping {
    /// The file of both arrays; it need not be said if there is one.
    fileprivate func file(among names: [String]) throws -> String {
        if let value = self["file"] { return try value.choice("file", of: names) }
        guard names.count == 1 else {
            return try required("file", advice: "file: \(names[0])").choice("file", of: names)
        }
        return names[0]
    }

    /// The array, or for csv the columns: none for all but the label's.
    fileprivate func examples(_ format: DatasetDescription.Format) throws -> [String] {
        guard format == .csv else {
            return [try required("examples", advice: "examples: x").string("examples")]
        }
        return try self["examples"]?.list("examples", advice: "[width, height]").map {
            try $0.string("a column")
        }
            ?? []
    }
}
