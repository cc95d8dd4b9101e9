import HDF5
import Model

extension AccuracyTable {
    /// Reads the records of an artifact of kind `accuracy`.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field: also for a name that is not known, a number out of
    ///   range, and a network that is there twice at one epoch.
    package static func readRecords(from path: String) throws -> [AccuracyRecord] {
        try readArtifact(at: path, kind: "accuracy", versions: version...version) { root in
            let records = try readRecords(try root.group("records"))
            try requireDistinct(records, path)
            return records
        }
    }

    private static func readRecords(_ group: borrowing HDF5Group) throws -> [AccuracyRecord] {
        let columns = try ConditionColumns(reading: group, axis: "record")
        func counts(_ name: String, units: String, in range: ClosedRange<Int>) throws -> [Int] {
            try group.readCounts(name, count: columns.count, units: units, axis: "record", in: range)
        }
        func numbers(_ name: String, units: String, in range: NumberRange) throws -> [Double] {
            try group.readNumbers(
                name, as: Double.self, shape: [columns.count], units: units, axes: ["record"], in: range)
        }
        let epochs = try counts("epoch", units: "epoch", in: CountRange.any)
        let ends = try counts("ends_training", units: "1", in: CountRange.flag)
        let accuracies = try numbers("test_accuracy", units: "fraction", in: .fraction)
        let losses = try numbers("test_loss", units: "nat", in: .anyMagnitude)
        let gradients = try numbers("mean_abs_gradient", units: "nat", in: .magnitude.orNone)
        let diverged =
            try group.contains("diverged_step")
            ? counts("diverged_step", units: "step", in: CountRange.steps)
            : [Int](repeating: 0, count: columns.count)
        return try (0..<columns.count).map { row in
            AccuracyRecord(
                try columns.conditions(row), epoch: epochs[row], endsTraining: ends[row] == 1,
                testAccuracy: accuracies[row], testLoss: losses[row],
                meanAbsGradient: gradients[row].isNaN ? nil : gradients[row],
                divergedStep: diverged[row] == 0 ? nil : diverged[row])
        }
    }

    private static func requireDistinct(_ records: [AccuracyRecord], _ path: String) throws {
        var rows: [Conditions: [Int: Int]] = [:]
        for (row, record) in records.enumerated() {
            if let earlier = rows[record.conditions, default: [:]].updateValue(row, forKey: record.epoch) {
                throw FormatError(
                    path, "records",
                    "row \(row) is of the network and epoch of row \(earlier); each may be there once")
            }
        }
    }
}
