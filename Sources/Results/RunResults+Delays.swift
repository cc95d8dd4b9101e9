import Analysis
import Model

extension RunResults {
    /// Epochs until networks exceed chance: as measured, and, where that was not asked for, of all accuracies of networks that
    /// were evaluated after every epoch. Those that never exceed chance count as one epoch more than were run.
    ///
    /// - Parameter chance: the share of the most frequent class among the test images.
    package func delays(chance: Double) -> [Sample] {
        let measured = samples(of: .delay)
        let derived = Dictionary(grouping: records.filter { $0.epoch > 0 }, by: \.conditions.unseeded)
            .values.compactMap { Self.delay(of: $0, chance: chance) }
        let fuller = derived.filter { sample in
            !measured.contains {
                $0.condition == sample.condition && $0.moments.count >= sample.moments.count
            }
        }
        let rest = measured.filter { one in !fuller.contains { $0.condition == one.condition } }
        return (rest + fuller).sorted { $0.condition < $1.condition }
    }

    /// The delays of the networks of one condition that were evaluated after every epoch up to the last one of any.
    private static func delay(of records: [AccuracyRecord], chance: Double) -> Sample? {
        guard let last = records.max(by: { $0.epoch < $1.epoch }),
            let rule = try? TrainingDelay(chance: chance, images: last.testImages)
        else { return nil }
        let bySeed = Dictionary(grouping: records, by: \.seed)
        let whole = bySeed.filter { Set($0.value.map(\.epoch)).count == last.epoch }
        let seeds = whole.keys.sorted()
        let numbers = seeds.map { seed in
            let evaluations = (whole[seed] ?? []).map { ($0.epoch, $0.testAccuracy) }
            return Double(rule.epochs(evaluations) ?? last.epoch + 1)
        }
        return numbers.isEmpty
            ? nil : Sample(SharedConditions(last), .delay, seeds: seeds, numbers: numbers)
    }
}

extension Sample {
    /// Of delays: whether some network never exceeded chance, so that the mean is a lower bound.
    package var isLowerBound: Bool { measure == .delay && numbers.contains { $0 > Double(condition.epoch) } }

    /// The mean, `at least` before it where it is a lower bound.
    package var delayText: String { (isLowerBound ? "at least " : "") + text }
}
