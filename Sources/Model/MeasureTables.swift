/// The result of a measure of one network: settings, numbers and curves, and tables that these come from, for instance a
/// histogram. An artifact of kind `measures`.
package struct MeasureTables: Equatable, Sendable {
    /// What a measure was computed with.
    package enum Setting: Equatable, Sendable {
        /// Words, for instance the name of a rule.
        case text(String)
        /// A whole number, for instance a seed.
        case integer(Int)
        /// Any other number.
        case number(Double)
    }

    /// A table: columns of equal length.
    package struct Table: Equatable, Sendable {
        /// Its name, unique in its file.
        package let name: String
        /// Its columns, with distinct names.
        package let columns: [TableColumn]

        /// A table; see the properties.
        package init(_ name: String, _ columns: [TableColumn]) {
            self.name = name
            self.columns = columns
        }
    }

    /// Where numbers come from.
    package struct Source: Equatable, Sendable {
        /// Title of the artifact.
        package let title: String
        /// Its digest.
        package let digest: String

        /// A source; see the properties.
        package init(title: String, digest: String) {
            self.title = title
            self.digest = digest
        }
    }

    /// Name of the measure, for instance `mutual-information`.
    package let measure: String
    /// The network that was measured.
    package let network: Conditions
    /// Epochs of training that it had finished.
    package let epoch: Int
    /// Settings by name.
    package let settings: [String: Setting]
    /// The tables, sorted by name in files.
    package let tables: [Table]
    /// The artifacts that were measured, in order.
    package let sources: [Source]

    /// A result; see the properties.
    package init(
        measure: String, network: Conditions, epoch: Int, settings: [String: Setting],
        tables: [Table], sources: [Source]
    ) {
        self.measure = measure
        self.network = network
        self.epoch = epoch
        self.settings = settings
        self.tables = tables.sorted { $0.name < $1.name }
        self.sources = sources
    }

    /// For people: `mutual-information after epoch 1: rnn (relu) of 1000 hidden nodes, …`.
    package var title: String { "\(measure) after epoch \(epoch): \(network.title)" }

    /// The table `name`, if there is one.
    package func table(_ name: String) -> Table? { tables.first { $0.name == name } }
}
