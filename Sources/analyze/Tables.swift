import Analysis
import Formats
import Model

/// Mean, deviation and number of seeds of each cell, as columns.
func cells(_ summaries: [AccuracySummary]) -> [TableColumn] {
    columns(summaries.map(\.condition)) + [
        TableColumn("seeds", units: "network", .integers(summaries.map(\.count))),
        TableColumn("mean_test_accuracy", units: "fraction", .numbers(summaries.map(\.meanAccuracy))),
        TableColumn("sd_test_accuracy", units: "fraction", .numbers(summaries.map { $0.sdAccuracy ?? .nan })),
        TableColumn("mean_test_loss", units: "nat", .numbers(summaries.map(\.meanLoss))),
    ]
}

/// Kolmogorov-Smirnov tests of each density against density 1, as columns.
func rows(_ comparisons: [DensityComparison]) -> [TableColumn] {
    columns(comparisons.map(\.sparse.condition)) + [
        TableColumn("seeds", units: "network", .integers(comparisons.map(\.sparse.count))),
        TableColumn("seeds_dense", units: "network", .integers(comparisons.map(\.dense.count))),
        TableColumn("difference_of_means", units: "fraction", .numbers(comparisons.map(\.difference))),
        TableColumn("ks_statistic", units: "1", .numbers(comparisons.map(\.test.statistic))),
        TableColumn("ks_p", units: "1", .numbers(comparisons.map(\.test.pValue))),
    ]
}

/// The best accuracy of each network, as columns.
func rows(_ best: [BestAccuracy]) -> [TableColumn] {
    let records = best.map(\.record)
    return records.map(\.conditions).columns() + [
        TableColumn("epoch", units: "epoch", .integers(records.map(\.epoch))),
        TableColumn("best_test_accuracy", units: "fraction", .numbers(records.map(\.testAccuracy))),
        TableColumn("last_epoch", units: "epoch", .integers(best.map(\.lastEpoch))),
        TableColumn("ended_early", units: "1", .integers(best.map { $0.endedEarly ? 1 : 0 })),
    ]
}

/// What networks of one sample share.
private func columns(_ shared: [SharedConditions]) -> [TableColumn] {
    shared.map(\.conditions).columns(Conditions.fields.filter { !$0.isOfSeed })
        + [TableColumn("epoch", units: "epoch", .integers(shared.map(\.epoch)))]
}
