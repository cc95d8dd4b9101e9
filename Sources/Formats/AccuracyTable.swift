import HDF5

/// The tidy table of accuracies, with tables derived from it.
package enum AccuracyTable {
    /// Writes an artifact of kind `accuracy`.
    ///
    /// - Parameter derived: tables by name, in the order in which they are written.
    /// - Throws: `HDF5Error`.
    package static func write(
        _ records: [AccuracyRecord], derived: [(name: String, columns: [TableColumn])], title: String,
        to path: String
    ) throws {
        try writeArtifact(at: path, kind: "accuracy", version: 2, title: title) { root in
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
        try readArtifact(at: path, kind: "accuracy", versions: 2...2) { root in
            let group = try root.group("sources")
            let titles = try group.readTexts("title", axis: "row")
            return Array(zip(titles, try group.readDigests(count: titles.count)))
        }
    }

    static func columns(of records: [AccuracyRecord]) -> [TableColumn] {
        [
            TableColumn("dataset", units: "text", .texts(records.map(\.dataset))),
            TableColumn("network", units: "text", .texts(records.map(\.network))),
            TableColumn("nonlinearity", units: "text", .texts(records.map(\.nonlinearity))),
            TableColumn("hidden_nodes", units: "node", .integers(records.map(\.hiddenNodes))),
            TableColumn("density", units: "fraction", .numbers(records.map(\.density))),
            TableColumn("connections", units: "connection", .integers(records.map(\.connections))),
            TableColumn("seed", units: "1", .integers(records.map(\.seed))),
            TableColumn(
                "inhibitory_fraction", units: "fraction",
                .numbers(records.map { $0.dale?.inhibitoryFraction ?? .nan })),
            TableColumn(
                "inhibitory_scale", units: "1", .numbers(records.map { $0.dale?.inhibitoryScale ?? .nan })),
            TableColumn(
                "inhibitory_drawing", units: "text",
                .texts(records.map { $0.dale?.drawing.rawValue ?? "none" })),
            TableColumn(
                "dale_enforced", units: "1", .integers(records.map { $0.dale?.isEnforced == true ? 1 : 0 })),
            TableColumn(
                "start_density", units: "fraction", .numbers(records.map { $0.startDensity ?? .nan })),
            TableColumn("learning_rate", units: "1", .numbers(records.map(\.learningRate))),
            TableColumn("batch", units: "image", .integers(records.map(\.batch))),
            TableColumn("epoch", units: "epoch", .integers(records.map(\.epoch))),
            TableColumn("ends_training", units: "1", .integers(records.map { $0.endsTraining ? 1 : 0 })),
            TableColumn("training_images", units: "image", .integers(records.map(\.trainingImages))),
            TableColumn("per_class", units: "image", .integers(records.map { $0.perClass ?? 0 })),
            TableColumn("test_images", units: "image", .integers(records.map(\.testImages))),
            TableColumn("test_accuracy", units: "fraction", .numbers(records.map(\.testAccuracy))),
            TableColumn("test_loss", units: "nat", .numbers(records.map(\.testLoss))),
            TableColumn(
                "mean_abs_gradient", units: "nat", .numbers(records.map { $0.meanAbsGradient ?? .nan })),
        ]
    }
}
