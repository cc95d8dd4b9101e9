/// What a file is to a program that reads or writes it: its key in recipes, and, after two dashes, the option that names it.
///
/// The store keeps roles as texts, since recipes of all versions are there.
package struct FileRole: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    /// As in recipes and options.
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    private init(_ name: String) { rawValue = name }

    package var description: String { rawValue }

    /// A raw file of a dataset, by its own name.
    package static func raw(named name: String) -> FileRole { FileRole(name) }
}

extension FileRole {
    // What stages make of each other's results.
    package static let accuracy = FileRole("accuracy")
    package static let activations = FileRole("activations")
    package static let analysis = FileRole("analysis")
    package static let data = FileRole("data")
    package static let dataset = FileRole("dataset")
    package static let later = FileRole("later")
    package static let mask = FileRole("mask")
    package static let measures = FileRole("measures")
    package static let metrics = FileRole("metrics")
    package static let startMask = FileRole("start-mask")
    /// The state that training leaves and continues from. Nothing else reads it, so it is dropped first.
    package static let state = FileRole("state")
    package static let stateIn = FileRole("state-in")
    package static let weights = FileRole("weights")

    // What comes from outside, and what results are called.
    package static let edgeTypes = FileRole("edge-types")
    package static let from = FileRole("from")
    package static let nodeTypes = FileRole("node-types")
    package static let nodes = FileRole("nodes")
    package static let output = FileRole("output")
    package static let raw = FileRole("raw")
    package static let source = FileRole("source")

    // What people wrote.
    package static let claims = FileRole("claims")
    package static let description = FileRole("description")
    package static let differences = FileRole("differences")
    package static let layout = FileRole("layout")
    package static let published = FileRole("published")
    package static let specification = FileRole("specification")
    package static let templates = FileRole("templates")

    // What people look at.
    package static let allVerdicts = FileRole("all-verdicts")
    package static let cells = FileRole("cells")
    package static let index = FileRole("index")
    package static let page = FileRole("page")
    package static let paper = FileRole("paper")
    package static let pdf = FileRole("pdf")
    package static let png = FileRole("png")
    package static let svg = FileRole("svg")
    package static let table = FileRole("table")
    package static let verdicts = FileRole("verdicts")
}

extension Dictionary where Key == String {
    /// The value of a role, in what the store keeps by the names of roles.
    package subscript(_ role: FileRole) -> Value? {
        get { self[role.rawValue] }
        set { self[role.rawValue] = newValue }
    }
}
