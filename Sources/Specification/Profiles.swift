/// How much of a figure is computed: read from `pipeline/profiles.yaml`.
package struct Profile: Hashable, Sendable {
    /// Name on the command line, for instance `laptop`.
    package let name: String
    /// What it is for, one sentence.
    package let description: String
    /// How long it takes, as said to people.
    package let time: String
    /// Only the first examples to learn from; nil for all.
    package let trainLimit: Int?
    /// Only the first examples to test on; nil for all.
    package let testLimit: Int?
    /// The profiles whose networks it runs where a panel says nothing of its own, the nearest first.
    package let bases: [String]
    /// Datasets that stand in for others, by the name of those, for instance `cifar10-jpeg` for `cifar10`.
    package let datasets: [String: String]
    /// Whether raw files that are not there are downloaded; if not, panels that need them are left out.
    package let downloads: Bool
    /// Whether only networks count that are finished: the profile NAME-finished of each profile NAME, which shows what there is
    /// without training anything.
    package private(set) var isFinishedOnly = false

    /// What the name of a profile of finished networks ends with.
    package static let finishedSuffix = "-finished"

    /// Of this profile, what is finished.
    fileprivate var finishedOnly: Profile {
        var profile = Profile(
            name: name + Self.finishedSuffix,
            description: "\(description); here only networks that are finished",
            time: "as long as analyses take", trainLimit: trainLimit, testLimit: testLimit,
            bases: [name] + bases,
            datasets: datasets, downloads: false)
        profile.isFinishedOnly = true
        return profile
    }
}

/// All profiles, in the order of their file.
package struct Profiles: Hashable, Sendable {
    /// The file they were read from, for messages.
    package let file: String
    /// The profiles.
    package let all: [Profile]

    /// Reads `pipeline/profiles.yaml`.
    ///
    /// - Throws: `YAMLError` with file and line.
    package static func read(path: String) throws -> Profiles {
        try Profiles(YAMLValue.read(path: path))
    }

    /// The profiles of a document `{name: {description, time, train-limit, test-limit, extends, datasets, download}}`.
    ///
    /// - Throws: `YAMLError` with file and line.
    package init(_ document: YAMLValue) throws {
        file = document.file
        var read: [Profile] = []
        for entry in try document.entries("the file of profiles") {
            read.append(try Profile(entry, earlier: read))
        }
        all = read
    }

    /// The names, in the order of the file.
    package var names: [String] { all.map(\.name) }

    /// The profile of that name, or, for NAME-finished, what is finished of profile NAME.
    ///
    /// - Throws: `UnknownName` with the known ones.
    package func named(_ name: String) throws -> Profile {
        let whole = all.first { $0.name + Profile.finishedSuffix == name }
        guard let profile = all.first(where: { $0.name == name }) ?? whole?.finishedOnly else {
            throw UnknownName(what: "profile", name: name, known: names, place: file)
        }
        return profile
    }
}

extension Profile {
    fileprivate init(_ entry: YAMLValue.Entry, earlier: [Profile]) throws {
        try checkName(entry.key, what: "profile", file: entry.value.file, line: entry.line)
        let known = ["description", "time", "train-limit", "test-limit", "extends", "datasets", "download"]
        let keys = try entry.value.mapping("profile \(entry.key)", known: known)
        name = entry.key
        description = try keys.required("description", advice: "description: for continuous integration")
            .string("description")
        time = try keys.required("time", advice: "time: about a minute").string("time")
        let extended = try keys["extends"].map { value in
            let name = try value.choice("extends", of: earlier.map(\.name))
            return earlier.first { $0.name == name }
        }
        let base = extended ?? nil
        bases = base.map { [$0.name] + $0.bases } ?? []
        trainLimit = try keys.limit("train-limit") ?? base?.trainLimit
        testLimit = try keys.limit("test-limit") ?? base?.testLimit
        datasets = try keys["datasets"].map(Self.replacements) ?? base?.datasets ?? [:]
        downloads = try keys["download"]?.bool("download") ?? base?.downloads ?? true
    }

    /// `{cifar10: cifar10-jpeg}`: both names of datasets.
    private static func replacements(_ value: YAMLValue) throws -> [String: String] {
        let names = Catalogue.datasets.map(\.name)
        let entries = try value.mapping("datasets", known: names).entries
        return try Dictionary(
            uniqueKeysWithValues: entries.map { ($0.key, try $0.value.choice("dataset", of: names)) })
    }
}

extension YAMLMapping {
    /// A number of first examples to use, if the key is there.
    func limit(_ key: String) throws -> Int? {
        try self[key]?.int(key, in: 1...100_000_000, advice: "a number of examples such as 300")
    }
}

/// A name on the command line that no file of the pipeline defines.
package struct UnknownName: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was looked for: `profile` or `figure`.
    package let what: String
    /// The name that was asked for.
    package let name: String
    /// The names there are.
    package let known: [String]
    /// The file or folder they are in.
    package let place: String

    /// A name that is not among `known`.
    package init(what: String, name: String, known: [String], place: String) {
        self.what = what
        self.name = name
        self.known = known
        self.place = place
    }

    /// One sentence with a near match.
    package var description: String {
        let near = nearMatch(to: name, among: known).map { " did you mean \"\($0)\"?" } ?? ""
        let list = known.isEmpty ? "there are none yet" : "known: " + known.joined(separator: ", ")
        return "there is no \(what) \"\(name)\" in \(place);\(near) \(list)"
    }
}

/// Names become parts of paths and of Make targets, so only plain ones are taken.
func checkName(_ name: String, what: String, file: String, line: Int) throws {
    let letters = "abcdefghijklmnopqrstuvwxyz"
    let allowed = Set(letters + letters.uppercased() + "0123456789-_")
    guard let first = name.first, first.isLetter || first.isNumber, name.allSatisfy(allowed.contains) else {
        throw YAMLError(
            file: file, line: line,
            message: "the \(what) name \"\(name)\" must be letters, digits, - and _ only, such as figure2")
    }
}
