import HDF5

extension AccuracyTable {
    /// Reads the records of an artifact of kind `accuracy`.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field: also for a name that is not known, a number out of
    ///   range, and a network that is there twice at one epoch.
    package static func readRecords(from path: String) throws -> [AccuracyRecord] {
        try readArtifact(at: path, kind: "accuracy", versions: 2...2) { root in
            let columns = try RecordColumns(reading: try root.group("records"))
            let records = try (0..<columns.count).map { try columns.record($0) }
            try requireDistinct(records, path)
            return records
        }
    }

    private static func requireDistinct(_ records: [AccuracyRecord], _ path: String) throws {
        var rows: [AccuracyRecord: Int] = [:]
        for (row, record) in records.enumerated() {
            var network = record
            (network.testAccuracy, network.testLoss, network.meanAbsGradient) = (0, 0, nil)
            network.endsTraining = false
            if let earlier = rows.updateValue(row, forKey: network) {
                throw FormatError(
                    path, "records",
                    "row \(row) is of the network and epoch of row \(earlier); each may be there once")
            }
        }
    }
}

/// The columns of the table `records`, each number in its range.
private struct RecordColumns {
    private static let texts: [(name: String, known: [String]?)] = [
        ("dataset", nil), ("network", NetworkKind.allCases.map(\.rawValue)),
        ("nonlinearity", Nonlinearity.allCases.map(\.rawValue)),
        ("inhibitory_drawing", ["none"] + DaleRule.Drawing.allCases.map(\.rawValue)),
    ]
    private static let integers: [(name: String, range: ClosedRange<Int>)] = [
        ("hidden_nodes", CountRange.nodes), ("connections", 0...Int.max), ("seed", CountRange.seed),
        ("dale_enforced", CountRange.flag), ("batch", CountRange.some), ("epoch", CountRange.any),
        ("ends_training", CountRange.flag), ("training_images", CountRange.some),
        ("per_class", CountRange.any), ("test_images", CountRange.some),
    ]
    private static let numbers: [(name: String, range: NumberRange)] = [
        ("density", .density), ("learning_rate", .positive), ("test_accuracy", .fraction),
        ("test_loss", .magnitude), ("mean_abs_gradient", .magnitude.orNone),
        ("inhibitory_fraction", .fraction.orNone), ("inhibitory_scale", .positive.orNone),
        ("start_density", .density.orNone),
    ]

    let count: Int
    private let file: String
    private var texts: [String: [String]] = [:]
    private var integers: [String: [Int]] = [:]
    private var numbers: [String: [Double]] = [:]

    init(reading group: borrowing HDF5Group) throws {
        file = group.handle.file
        count = try group.readTexts("dataset", axis: "record").count
        let units = Dictionary(
            uniqueKeysWithValues: AccuracyTable.columns(of: []).map { ($0.name, $0.units) })
        for (name, known) in Self.texts {
            texts[name] = try group.readTexts(name, count: count, axis: "record", oneOf: known)
        }
        for (name, range) in Self.integers {
            integers[name] = try group.readCounts(
                name, count: count, units: units[name] ?? "1", axis: "record", in: range)
        }
        for (name, range) in Self.numbers {
            numbers[name] = try group.readNumbers(
                name, as: Double.self, shape: [count], units: units[name] ?? "1", axes: ["record"], in: range)
        }
    }

    func record(_ row: Int) throws -> AccuracyRecord {
        let perClass = integer("per_class", row)
        let record = AccuracyRecord(
            dataset: text("dataset", row), network: text("network", row),
            nonlinearity: text("nonlinearity", row), hiddenNodes: integer("hidden_nodes", row),
            density: number("density", row), connections: integer("connections", row),
            seed: integer("seed", row), dale: try dale(row), startDensity: measured("start_density", row),
            learningRate: number("learning_rate", row), batch: integer("batch", row),
            epoch: integer("epoch", row), endsTraining: integer("ends_training", row) == 1,
            trainingImages: integer("training_images", row), perClass: perClass == 0 ? nil : perClass,
            testImages: integer("test_images", row), testAccuracy: number("test_accuracy", row),
            testLoss: number("test_loss", row), meanAbsGradient: measured("mean_abs_gradient", row))
        let pairs = record.hiddenNodes * record.hiddenNodes
        guard record.density < 1 ? record.connections <= pairs : record.connections == pairs else {
            throw wrong(
                "connections", row,
                "is \(record.connections), but \(record.hiddenNodes) hidden nodes at density \(record.density) have "
                    + (record.density < 1 ? "at most \(pairs)" : "\(pairs)"))
        }
        return record
    }

    private func dale(_ row: Int) throws -> DaleRule? {
        let (fraction, scale) = (measured("inhibitory_fraction", row), measured("inhibitory_scale", row))
        let (name, isEnforced) = (text("inhibitory_drawing", row), integer("dale_enforced", row) == 1)
        if let drawing = DaleRule.Drawing(rawValue: name), let fraction, let scale {
            return DaleRule(
                inhibitoryFraction: fraction, inhibitoryScale: scale, drawing: drawing, isEnforced: isEnforced
            )
        }
        guard name == "none", fraction == nil, scale == nil, !isEnforced else {
            throw wrong(
                "inhibitory_drawing", row,
                "is “\(name)”, which contradicts inhibitory_fraction, inhibitory_scale or dale_enforced")
        }
        return nil
    }

    private func text(_ name: String, _ row: Int) -> String { texts[name]?[row] ?? "" }
    private func integer(_ name: String, _ row: Int) -> Int { integers[name]?[row] ?? 0 }
    private func number(_ name: String, _ row: Int) -> Double { numbers[name]?[row] ?? .nan }
    private func measured(_ name: String, _ row: Int) -> Double? {
        number(name, row).isNaN ? nil : number(name, row)
    }

    private func wrong(_ column: String, _ row: Int, _ problem: String) -> FormatError {
        FormatError(file, "records/\(column)", "in row \(row) \(problem)")
    }
}
