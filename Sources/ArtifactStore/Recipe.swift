import Foundation

/// What artifacts are computed from; equal recipes give equal bytes (FORMAT.md, "Recipes").
package struct Recipe: Equatable, Sendable {
    /// One input: a single artifact, or several in order.
    package enum Input: Equatable, Sendable {
        /// One file.
        case one(Digest)
        /// Several files; their order matters.
        case many([Digest])

        /// All digests in order.
        package var digests: [Digest] {
            switch self {
            case .one(let digest): [digest]
            case .many(let digests): digests
            }
        }
    }

    /// The program that computes it.
    package var stage: String
    /// Everything that was asked for and can change a bit of an output.
    package var parameters: [String: CanonicalJSON]
    /// Digests of the files that are read, by role.
    package var inputs: [String: Input]
    /// The stage's code digest.
    package var code: String
    /// Versions of the libraries that can change a bit of an output.
    package var libraries: [String: String]

    package init(
        stage: String, parameters: [String: CanonicalJSON], inputs: [String: Input], code: String,
        libraries: [String: String]
    ) {
        self.stage = stage
        self.parameters = parameters
        self.inputs = inputs
        self.code = code
        self.libraries = libraries
    }

    /// The recipe as canonical JSON.
    package var json: CanonicalJSON {
        .object([
            "stage": .string(stage), "parameters": .object(parameters), "code": .string(code),
            "libraries": .object(libraries.mapValues { .string($0) }),
            "inputs": .object(
                inputs.mapValues { input in
                    switch input {
                    case .one(let digest): .string(digest.hex)
                    case .many(let digests): .array(digests.map { .string($0.hex) })
                    }
                }),
        ])
    }

    /// The name of the recipe: the digest of its canonical JSON.
    package var digest: Digest { Digest(of: Data(json.text.utf8)) }

    init?(_ json: CanonicalJSON) {
        guard let stage = json["stage"]?.string, let code = json["code"]?.string,
            let parameters = json["parameters"], let libraries = json["libraries"],
            let inputs = json["inputs"]
        else { return nil }
        var digests: [String: Input] = [:]
        for (role, value) in inputs.members {
            if let text = value.string {
                guard let digest = Digest(hex: text) else { return nil }
                digests[role] = .one(digest)
            } else {
                let many = value.values.compactMap { $0.string.flatMap { Digest(hex: $0) } }
                guard many.count == value.values.count else { return nil }
                digests[role] = .many(many)
            }
        }
        self.init(
            stage: stage, parameters: parameters.members, inputs: digests, code: code,
            libraries: libraries.members.compactMapValues { $0.string })
    }
}

/// One output of a recipe.
package struct Output: Equatable, Sendable {
    /// The object's name.
    package var digest: Digest
    /// File name extension without the dot.
    package var `extension`: String
    /// Size of the object.
    package var bytes: Int
    /// Kind of artifact, such as `weights`.
    package var kind: String?
    /// Title for people.
    package var title: String?
    /// Logical digest, for HDF5.
    package var logical: Digest?

    package init(
        digest: Digest, extension: String, bytes: Int, kind: String? = nil, title: String? = nil,
        logical: Digest? = nil
    ) {
        self.digest = digest
        self.extension = `extension`
        self.bytes = bytes
        self.kind = kind
        self.title = title
        self.logical = logical
    }

    var json: CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "digest": .string(digest.hex), "extension": .string(`extension`), "bytes": .integer(bytes),
        ]
        if let kind { members["kind"] = .string(kind) }
        if let title { members["title"] = .string(title) }
        if let logical { members["logical"] = .string(logical.hex) }
        return .object(members)
    }

    init?(_ json: CanonicalJSON) {
        guard let digest = json["digest"]?.string.flatMap({ Digest(hex: $0) }),
            let ext = json["extension"]?.string, Self.isExtension(ext), let bytes = json["bytes"]?.integer,
            bytes >= 0
        else { return nil }
        self.init(
            digest: digest, extension: ext, bytes: bytes, kind: json["kind"]?.string,
            title: json["title"]?.string, logical: json["logical"]?.string.flatMap { Digest(hex: $0) })
    }

    /// Short and plain, so that an object's path never leaves its folder.
    package static func isExtension(_ text: String) -> Bool {
        (1...8).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
    }
}

/// A recipe as stored: with its outputs and how it was computed.
package struct RecipeRecord: Equatable, Sendable {
    /// What it was computed from.
    package var recipe: Recipe
    /// What came out, by role.
    package var outputs: [String: Output]
    /// When, where, how long; members as in FORMAT.md, "Run record".
    package var run: [String: CanonicalJSON]

    package init(recipe: Recipe, outputs: [String: Output], run: [String: CanonicalJSON]) {
        self.recipe = recipe
        self.outputs = outputs
        self.run = run
    }
}
