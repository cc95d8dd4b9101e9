import Model

/// The best test accuracy that one network reached within some epochs (paper, figure 4).
package struct BestAccuracy: Equatable, Sendable {
    /// The evaluation with the highest accuracy; of equals, the earliest.
    package let record: AccuracyRecord
    /// The last epoch that was evaluated within the limit.
    package let lastEpoch: Int
    /// True when training ended there early, so that later epochs are not missing.
    package let endedEarly: Bool

    /// One for each network, in the order of conditions and seeds.
    ///
    /// - Parameter epochs: evaluations up to this epoch count, the one before training included.
    package static func of(_ records: [AccuracyRecord], upTo epochs: Int) -> [BestAccuracy] {
        let within = records.filter { $0.epoch <= epochs }
        let networks = Dictionary(grouping: within, by: \.conditions)
        return networks.sorted { $0.key < $1.key }.compactMap { best(of: $0.value) }
    }

    private static func best(of records: [AccuracyRecord]) -> BestAccuracy? {
        let sorted = records.sorted { $0.epoch < $1.epoch }
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let best = sorted.dropFirst().reduce(first) { $1.testAccuracy > $0.testAccuracy ? $1 : $0 }
        return BestAccuracy(record: best, lastEpoch: last.epoch, endedEarly: last.endsTraining)
    }
}

extension AccuracySummary {
    /// The best accuracies of networks that were trained for `epochs` epochs, or ended early before, over their seeds; the
    /// condition's epoch is `epochs`, and losses are those of the best epochs.
    ///
    /// - Throws: as `summarise`.
    package static func best(of records: [AccuracyRecord], upTo epochs: Int) throws -> [AccuracySummary] {
        let complete = BestAccuracy.of(records, upTo: epochs).filter {
            $0.lastEpoch == epochs || $0.endedEarly
        }
        return try summarise(
            complete.map { best in
                var record = best.record
                record.epoch = epochs
                return record
            })
    }
}
