import Formats
import Foundation
import Specification

/// Columns of the tidy table; units stand in the names.
let tidyColumns = [
    "dataset", "network", "nonlinearity", "hidden_nodes", "density", "connections", "seed",
    "dale", "start_density", "learning_rate", "batch", "per_class", "epoch", "training_images", "test_images",
    "test_accuracy_fraction", "test_loss_nats", "mean_abs_gradient_nats",
]

/// The records as tab-separated values, one row a network and epoch; numbers read back as the same numbers.
func tidyTable(_ records: [AccuracyRecord]) -> Data {
    let rows = records.inTableOrder().map { record in
        [
            record.dataset, record.network, record.nonlinearity, "\(record.hiddenNodes)",
            canonical(record.density), "\(record.connections)", "\(record.seed)",
            record.dale?.words ?? "none", record.startDensity.map { canonical($0) } ?? "",
            canonical(record.learningRate), "\(record.batch)", record.perClass.map(String.init) ?? "all",
            "\(record.epoch)", "\(record.trainingImages)", "\(record.testImages)",
            canonical(record.testAccuracy), canonical(record.testLoss),
            record.meanAbsGradient.map { canonical($0) } ?? "",
        ]
    }
    let lines = ([tidyColumns] + rows).map { $0.joined(separator: "\t") + "\n" }
    return Data(lines.joined().utf8)
}
