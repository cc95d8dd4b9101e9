import HDF5
import Model

/// The tidy table of accuracies, with tables derived from it.
package enum AccuracyTable {
    /// Of its schema (artifacts/FORMAT.md). Version 2 had no column of the seed of masks, and derived tables that could not tell apart
    /// networks by Dale's principle.
    static let version = 3

    /// Writes an artifact of kind `accuracy`.
    ///
    /// - Parameter derived: tables by name, in the order in which they are written.
    /// - Throws: `HDF5Error`.
    package static func write(
        _ records: [AccuracyRecord], derived: [(name: String, columns: [TableColumn])], title: String,
        to path: String
    ) throws {
        try writeArtifact(at: path, kind: "accuracy", version: version, title: title) { root in
            try root.createGroup("records").writeTable(columns(of: records), axis: "record")
            for table in derived {
                try root.createGroup(table.name).writeTable(table.columns, axis: "row")
            }
        }
    }

    /// Where the records come from: title and digest of each metrics file, as a table to write beside them.
    package static func sources(
        _ files: [(title: String, digest: String)]
    ) -> (name: String, columns: [TableColumn]) {
        (
            "sources",
            [
                TableColumn("title", units: "text", .texts(files.map(\.title))),
                TableColumn("digest", units: "text", .texts(files.map(\.digest))),
            ]
        )
    }

    /// Reads what `sources(_:)` wrote.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package static func readSources(from path: String) throws -> [(title: String, digest: String)] {
        try readArtifact(at: path, kind: "accuracy", versions: version...version) { try $0.readSources() }
    }

    static func columns(of records: [AccuracyRecord]) -> [TableColumn] {
        records.map(\.conditions).columns() + [
            TableColumn("epoch", units: "epoch", .integers(records.map(\.epoch))),
            TableColumn("ends_training", units: "1", .integers(records.map { $0.endsTraining ? 1 : 0 })),
            TableColumn("test_accuracy", units: "fraction", .numbers(records.map(\.testAccuracy))),
            TableColumn("test_loss", units: "nat", .numbers(records.map(\.testLoss))),
            TableColumn(
                "mean_abs_gradient", units: "nat", .numbers(records.map { $0.meanAbsGradient ?? .nan })),
        ]
            + (records.contains { $0.divergedStep != nil }
                ? [
                    TableColumn(
                        "diverged_step", units: "step", .integers(records.map { $0.divergedStep ?? 0 }))
                ] : [])
    }
}
