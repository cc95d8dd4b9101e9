import Formats
import Specification

extension Claim {
    /// Keys of a claim that are kept as they are written.
    private static let detailKeys = [
        "test", "note", "during", "p",
    ]
    private static let keys =
        [
            "id", "figure", "kind", "dataset", "network", "nonlinearity", "hidden", "density", "epochs",
            "metric", "per-class",
            "dale", "inhibitory", "inhibitory-scale", "start-density", "dropped", "mean", "sd", "seeds",
            "left", "right", "claim", "criterion", "judged-with",
        ] + detailKeys

    /// Reads all claims of `pipeline/claims.yaml`, in the order of the file.
    ///
    /// - Throws: `YAMLError` with file and line: unknown key or kind, a name given twice or not known, a value
    ///   claim without its mean.
    package static func read(path: String) throws -> [Claim] {
        try claims(in: YAMLValue.read(path: path))
    }

    /// The claims of a document, which is a list of mappings.
    ///
    /// - Throws: `YAMLError`, as above.
    package static func claims(in document: YAMLValue) throws -> [Claim] {
        let values = try document.list(
            "the list of claims", advice: "- {id: F2C-sparse, figure: 2C, kind: value}")
        var lines: [String: Int] = [:]
        let claims = try values.map { value in
            let claim = try Claim(value)
            if let first = lines.updateValue(value.line, forKey: claim.id) {
                throw value.error(
                    "claim \(claim.id) is there twice (first on line \(first)); rename one of them")
            }
            return claim
        }
        for (claim, value) in zip(claims, values) {
            for case .claim(let name) in [claim.left, claim.right] where lines[name] == nil {
                throw value.error(
                    "claim \(claim.id) compares \(name), which is no claim here; name one that is")
            }
        }
        return claims
    }

    private init(_ value: YAMLValue) throws {
        let fields = try value.mapping("a claim", known: Self.keys)
        let id = try fields.required("id", advice: "id: F2C-sparse").string("id")
        let figure = try fields.required("figure", advice: "figure: 2C").string("figure")
        let kindName = try fields.required("kind", advice: "kind: value")
            .choice("kind", of: Kind.allCases.map(\.rawValue))
        self.init(id: id, figure: figure, kind: Kind(rawValue: kindName) ?? .shape)
        try readConditions(fields)
        try readNumbers(fields)
        left = try fields["left"].map { try Side($0) }
        right = try fields["right"].map { try Side($0) }
        claim = try fields["claim"]?.string("claim")
        criterion = try fields["criterion"].map { try Criterion($0) }
        judgedWith = try fields["judged-with"]?.figureName()
        for key in Self.detailKeys { details[key] = try fields[key]?.string(key) }
        try check(value)
    }

    private mutating func readConditions(_ fields: YAMLMapping) throws {
        dataset = try fields["dataset"]?.string("dataset")
        network = try fields["network"]?.string("network") ?? network
        nonlinearity = try fields["nonlinearity"]?.string("nonlinearity") ?? nonlinearity
        hidden = try fields["hidden"]?.int(
            "hidden", in: 1...10_000_000, advice: "a number of nodes such as 20000")
        density = try fields["density"]?.density()
        perClass = try fields["per-class"]?.perClass()
        epochs = try fields["epochs"]?.int("epochs", in: 0...100_000, advice: "a number of epochs such as 1")
        dropped = try fields["dropped"]?.double("dropped", in: 0...1, advice: "a fraction such as 0.5")
        startDensity = try fields["start-density"]?.density()
        dale = try fields.daleRule()
    }

    private mutating func readNumbers(_ fields: YAMLMapping) throws {
        metric = try fields["metric"]?.string("metric")
        let anything = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        mean = try fields["mean"]?.double("mean", in: anything, advice: "the paper's mean, such as 90.3")
        sd = try fields["sd"]?.double(
            "sd", in: 0...Double.greatestFiniteMagnitude, advice: "the paper's, such as 2.0")
        seeds =
            try fields["seeds"]?.int("seeds", in: 1...100_000, advice: "the paper's number, such as 10")
            ?? seeds
    }

    /// What each kind cannot do without.
    private func check(_ value: YAMLValue) throws {
        switch kind {
        case .value where mean == nil:
            throw value.error("claim \(id) of kind value has no mean; add for instance mean: 90.3, sd: 2.0")
        case .greater where left == nil || right == nil, .equal where left == nil || right == nil:
            throw value.error("claim \(id) of kind \(kind.rawValue) needs both left and right")
        case .shape where claim == nil:
            throw value.error("claim \(id) of kind shape needs its words; add claim: ...")
        default: break
        }
        if let criterion, criterion.kind != kind {
            throw value.error(
                "the criterion of claim \(id) is for claims of kind \(criterion.kind.rawValue), not \(kind.rawValue); choose another rule"
            )
        }
    }
}

extension YAMLMapping {
    /// `dale: enforced`, with the paper's inhibitory nodes unless said; `none` or nothing: weights of any sign.
    fileprivate func daleRule() throws -> DaleRule? {
        let variant = try self["dale"]?.choice("dale", of: ["none"] + Catalogue.daleVariants) ?? "none"
        for key in ["inhibitory", "inhibitory-scale"] where variant == "none" {
            if let value = self[key] { throw value.error("\(key) needs dale: enforced beside it") }
        }
        let inhibitory = try self["inhibitory"]?.double("inhibitory", in: 0...1, advice: "0.115")
        let scale = try self["inhibitory-scale"]?.double(
            "inhibitory-scale", in: 0...1000, open: true, advice: "a multiple such as 10")
        return DaleSpecification(
            variant: variant, inhibitory: inhibitory ?? DaleSpecification.paperInhibitory, scale: scale ?? 1
        ).rule
    }
}

extension YAMLValue {
    fileprivate func density() throws -> Double {
        try double("density", in: 0...1, open: true, advice: "a fraction such as 0.1")
    }

    /// The name of a figure of `pipeline/figures`.
    fileprivate func figureName() throws -> String {
        let name = try string("judged-with")
        guard name.hasPrefix("figure"), name.count > "figure".count else {
            throw error("judged-with \"\(name)\" is no figure; give the name of one, such as figure5")
        }
        return name
    }

    /// A number of examples, or nil for `all`.
    fileprivate func perClass() throws -> Int? {
        if (try? string("per-class")) == "all" { return nil }
        return try int("per-class", in: 1...100_000_000, advice: "a number of examples such as 50, or all")
    }
}

extension Claim.Side {
    /// The name of a claim, or `{density: 0.1}`.
    fileprivate init(_ value: YAMLValue) throws {
        if let name = try? value.string("side") {
            self = .claim(name)
        } else {
            let fields = try value.mapping("a side of a comparison", known: ["density"])
            self = .density(try fields.required("density", advice: "density: 0.1").density())
        }
    }
}
