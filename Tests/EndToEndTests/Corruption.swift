import HDF5

/// One thing in a file that is not as it must be.
struct Corruption: CustomStringConvertible, Sendable {
    /// For instance `/mask@axes: another value` or `/train/loss: another type`.
    let description: String
    /// What the refusal must name: the attribute, or the last part of the dataset's path; for an array that is shorter, the one
    /// that then does not fit.
    let field: String
    let path: String
    let edit: @Sendable (inout EditedObject) -> Void

    /// Arrays whose lengths others must have.
    private static let partners = [
        "readout_biases": "readout_weights", "/test/epoch": "/test/accuracy",
        "/train/loss": "mean_abs_gradient",
        "/records/dataset": "/records/network", "/sources/title": "/sources/digest",
    ]

    private init(
        _ object: EditedObject, attribute: String? = nil, _ what: String,
        _ edit: @escaping @Sendable (inout EditedObject) -> Void
    ) {
        let path = object.path
        self.path = path
        description = (attribute.map { "\(path)@\($0)" } ?? path) + ": \(what)"
        let name = attribute ?? String(path.split(separator: "/").last ?? "")
        field = what == "shorter" ? Self.partners[path] ?? Self.partners[name] ?? name : name
        self.edit = { if $0.path == path { edit(&$0) } }
    }

    /// All corruptions of all that a file holds: of each attribute and dataset what is missing, of another type or value, of
    /// another shape or order.
    static func all(of file: String) throws -> [Corruption] {
        try EditedFile.objects(of: file).flatMap { object in
            let attributes = object.attributes.sorted { $0.key < $1.key }
            let all = attributes.flatMap { attribute(object, $0.key, $0.value) } + dataset(object)
            return all.filter { $0.changes(object) }
        }
    }

    /// Whether the object is another afterwards.
    private func changes(_ object: EditedObject) -> Bool {
        var edited = object
        edit(&edited)
        return "\(edited)" != "\(object)"
    }

    // MARK: Attributes

    private static func attribute(
        _ object: EditedObject, _ name: String, _ value: HDF5AttributeValue
    ) -> [Corruption] {
        func with(_ what: String, _ new: HDF5AttributeValue?) -> Corruption {
            Corruption(object, attribute: name, what) { $0.attributes[name] = new }
        }
        let others: [Corruption] =
            switch value {
            case .string: [with("another value", .string("nonsense")), with("empty", .string(""))]
            case .integer(let number):
                [
                    with("negative", .integer(-1)), with("largest", .integer(.max)),
                    with("smallest", .integer(.min)), with("one more", .integer(number + 1)),
                ]
            case .real:
                [("negative", -1), ("NaN", .nan), ("infinite", .infinity)].map { with($0, .real($1)) }
            case .integers(let numbers):
                [
                    with("negative", .integers(numbers.map { -$0 })),
                    with("shorter", .integers(Array(numbers.dropLast()))),
                    with("largest", .integers(numbers.map { _ in .max })),
                ]
            case .strings: []
            }
        let isText = if case .string = value { true } else { false }
        return others + [with("missing", nil), with("another type", isText ? .integer(1) : .string("1"))]
    }

    // MARK: Datasets

    private static func dataset(_ object: EditedObject) -> [Corruption] {
        let missing = Corruption(object, "missing") { $0.isLeftOut = true }
        let another = Corruption(object, "another axis") { $0.shape += [1] }
        switch object.content {
        case .texts(let texts)?: return [missing] + self.texts(object, texts)
        case .numbers(let numbers, _)? where numbers.isEmpty: return [missing, another]
        case .numbers(let numbers, let type)?:
            return [missing, another] + self.numbers(object, numbers, type)
        case nil: return []
        }
    }

    private static func texts(_ object: EditedObject, _ texts: [String]) -> [Corruption] {
        [
            Corruption(object, "another type") {
                $0.content = .numbers(texts.map { _ in 1 }, type: "float64")
                $0.shape = [texts.count]
            },
            Corruption(object, "shorter") { $0.content = .texts(Array(texts.dropLast())) },
            Corruption(object, "another value") { $0.content = .texts(["nonsense"] + texts.dropFirst()) },
            Corruption(object, "empty value") { $0.content = .texts([""] + texts.dropFirst()) },
        ]
    }

    private static func numbers(_ object: EditedObject, _ numbers: [Double], _ type: String) -> [Corruption] {
        func with(_ what: String, _ first: Double) -> Corruption {
            Corruption(object, what) { $0.numbers = [first] + numbers.dropFirst() }
        }
        let values: [Corruption] =
            switch type {
            case "float32", "float64":
                [with("negative", -1), with("NaN", .nan), with("infinite", .infinity)]
            case "uint8": [with("largest", 255)]
            case "uint32": [with("largest", Double(UInt32.max))]
            default: [with("negative", -1), with("largest", 2_147_483_647)]
            }
        return values
            + [
                Corruption(object, "another type") {
                    $0.content = .numbers(numbers, type: type == "float32" ? "float64" : "float32")
                },
                Corruption(object, "shorter") {
                    $0.shape = [numbers.count - 1]
                    $0.numbers.removeLast()
                },
                Corruption(object, "another order") { $0.numbers = numbers.reversed() },
            ]
    }
}
