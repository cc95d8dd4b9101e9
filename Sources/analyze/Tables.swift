import Analysis
import Formats

/// Mean, deviation and number of seeds of each cell, as columns.
func cells(_ summaries: [AccuracySummary]) -> [TableColumn] {
    conditionColumns(summaries.map(\.condition)) + [
        TableColumn("density", units: "fraction", .numbers(summaries.map(\.condition.density))),
        TableColumn("seeds", units: "network", .integers(summaries.map(\.count))),
        TableColumn("mean_test_accuracy", units: "fraction", .numbers(summaries.map(\.meanAccuracy))),
        TableColumn("sd_test_accuracy", units: "fraction", .numbers(summaries.map { $0.sdAccuracy ?? .nan })),
        TableColumn("mean_test_loss", units: "nat", .numbers(summaries.map(\.meanLoss))),
    ]
}

/// Kolmogorov-Smirnov tests of each density against density 1, as columns.
func rows(_ comparisons: [DensityComparison]) -> [TableColumn] {
    conditionColumns(comparisons.map(\.sparse.condition)) + [
        TableColumn("density", units: "fraction", .numbers(comparisons.map(\.sparse.condition.density))),
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
    return conditionColumns(records.map { AccuracyCondition($0) }) + [
        TableColumn("density", units: "fraction", .numbers(records.map(\.density))),
        TableColumn("seed", units: "1", .integers(records.map(\.seed))),
        TableColumn("best_test_accuracy", units: "fraction", .numbers(records.map(\.testAccuracy))),
        TableColumn("last_epoch", units: "epoch", .integers(best.map(\.lastEpoch))),
        TableColumn("ended_early", units: "1", .integers(best.map { $0.endedEarly ? 1 : 0 })),
    ]
}

private func conditionColumns(_ conditions: [AccuracyCondition]) -> [TableColumn] {
    [
        TableColumn("dataset", units: "text", .texts(conditions.map(\.dataset))),
        TableColumn("network", units: "text", .texts(conditions.map(\.network))),
        TableColumn("nonlinearity", units: "text", .texts(conditions.map(\.nonlinearity))),
        TableColumn("hidden_nodes", units: "node", .integers(conditions.map(\.hiddenNodes))),
        TableColumn("learning_rate", units: "1", .numbers(conditions.map(\.learningRate))),
        TableColumn("batch", units: "image", .integers(conditions.map(\.batch))),
        TableColumn("epoch", units: "epoch", .integers(conditions.map(\.epoch))),
        TableColumn("training_images", units: "image", .integers(conditions.map(\.trainingImages))),
        TableColumn("per_class", units: "image", .integers(conditions.map { $0.perClass ?? 0 })),
        TableColumn("test_images", units: "image", .integers(conditions.map(\.testImages))),
    ]
}
