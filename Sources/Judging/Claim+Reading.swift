import Results
import Model
import Specification

extension Claim {
    /// Keys of a claim that are kept as they are written.
    private static let detailKeys = [
        "test", "note", "during", "p",
    ]
    private static let keys =
        [
            "id", "figure", "kind", "mean", "sd", "shared-error", "seeds", "left", "right", "claim",
            "criterion", "also",
            "judged-with",
        ] + Selection.keys + detailKeys

    /// Reads all claims of `pipeline/claims.yaml`, in the order of the file.
    ///
    /// - Parameter figures: all figures of the pipeline, which claims may name; nil where they are not known.
    /// - Throws: `YAMLError` with file and line: unknown key or kind, a name given twice or not known, a figure or panel that
    ///   is none of `figures`, a value claim without its mean.
    package static func read(path: String, figures: [ResolvedPaper.Figure]? = nil) throws -> [Claim] {
        try claims(in: YAMLValue.read(path: path), figures: figures)
    }

    /// The claims of a document, which is a list of mappings.
    ///
    /// - Throws: `YAMLError`, as above.
    package static func claims(
        in document: YAMLValue, figures: [ResolvedPaper.Figure]? = nil
    ) throws -> [Claim] {
        let values = try document.list(
            "the list of claims", advice: "- {id: F2C-sparse, figure: 2C, kind: value}")
        var lines: [String: Int] = [:]
        let claims = try values.map { value in
            let claim = try Claim(value, figures: figures)
            if let first = lines.updateValue(value.line, forKey: claim.id) {
                throw value.error(
                    "claim \(claim.id) is there twice (first on line \(first)); rename one of them")
            }
            return claim
        }
        for (claim, value) in zip(claims, values) {
            for case .claim(let name) in [claim.left, claim.right] where lines[name] == nil {
                throw value.error(
                    "claim \(claim.id) compares \(name), which is not a claim here; name one that is")
            }
        }
        return claims
    }

    private init(_ value: YAMLValue, figures: [ResolvedPaper.Figure]?) throws {
        let fields = try value.mapping("a claim", known: Self.keys)
        let id = try fields.required("id", advice: "id: F2C-sparse").string("id")
        let figure = try fields.required("figure", advice: "figure: 2C").string("figure")
        let kindName = try fields.required("kind", advice: "kind: value")
            .choice("kind", of: Kind.allCases.map(\.rawValue))
        self.init(id: id, figure: figure, kind: Kind(rawValue: kindName) ?? .shape)
        try selection.read(fields)
        try readNumbers(fields)
        left = try fields["left"].map { try Side($0) }
        right = try fields["right"].map { try Side($0) }
        claim = try fields["claim"]?.string("claim")
        criterion = try fields["criterion"].map { try Criterion($0) }
        if fields["also"] != nil { also = try fields.selection("also", such: "{dale: notebook}") }
        judgedWith = try fields["judged-with"]?.string("judged-with")
        for key in Self.detailKeys { details[key] = try fields[key]?.string(key) }
        try check(value)
        if let figures { try checkPlaces(fields, among: figures) }
    }

    private mutating func readNumbers(_ fields: YAMLMapping) throws {
        let anything = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        mean = try fields["mean"]?.double("mean", in: anything, advice: "the paper's mean, such as 90.3")
        sd = try fields["sd"]?.double(
            "sd", in: 0...Double.greatestFiniteMagnitude, advice: "the paper's, such as 2.0")
        sharedError = try fields["shared-error"]?.double(
            "shared-error", in: 0...Double.greatestFiniteMagnitude, open: true,
            advice: "a standard error that all networks share, such as 0.0013")
        seeds =
            try fields["seeds"]?.int("seeds", in: 1...100_000, advice: "the paper's number, such as 10")
            ?? seeds
    }

    /// What each kind cannot do without.
    private func check(_ value: YAMLValue) throws {
        switch kind {
        case .value where mean == nil:
            throw value.error("claim \(id) of kind value has no mean; add for instance mean: 90.3, sd: 2.0")
        case _ where sharedError != nil && criterion?.takesSharedError != true:
            throw value.error(
                "only claims of kind value that are judged by a factor can have shared-error; leave it out of claim \(id)"
            )
        case .greater where left == nil || right == nil, .equal where left == nil || right == nil:
            throw value.error("claim \(id) of kind \(kind.rawValue) needs both left and right")
        case .value where also != nil, .greater where also != nil, .equal where also != nil:
            throw value.error("only claims of kind shape can have also; leave it out of claim \(id)")
        case .shape where claim == nil, .check where claim == nil:
            throw value.error("claim \(id) of kind \(kind.rawValue) needs its words; add claim: ...")
        case .check where criterion == nil:
            throw value.error("claim \(id) of kind check needs a criterion; add one")
        default: break
        }
        if let criterion, criterion.kind != kind {
            throw value.error(
                "the criterion of claim \(id) is for claims of kind \(criterion.kind.rawValue), not \(kind.rawValue); choose another rule"
            )
        }
    }
}

extension Claim.Side {
    /// The name of a claim, or `{density: 0.1}`.
    fileprivate init(_ value: YAMLValue) throws {
        if let name = try? value.string("side") {
            self = .claim(name)
        } else {
            let fields = try value.mapping("a side of a comparison", known: ["density"])
            self = .density(try fields.density())
        }
    }
}
