import Foundation
import Model

/// Conditions and epochs as columns of tables of text, with the same names as in files.
package struct TextColumns {
    private let fields: [ConditionField]
    private let images: [ConditionField] = [.trainingImages, .testImages]
    private let time: String

    /// - Parameters:
    ///   - seeds: whether rows are of single networks.
    ///   - time: name of the column of epochs.
    ///   - networks: those of the table; what goes without saying has no column where it is the same as in the paper for all of them. nil: every
    ///     column that there can be.
    package init(seeds: Bool, time: String, networks: [Conditions]?) {
        let images = images
        fields = Conditions.fields.filter { field in
            (seeds || !field.isOfSeed) && !images.contains(field)
                && (!field.goesWithoutSaying || networks?.contains { !field.isUsual($0) } ?? true)
        }
        self.time = time
    }

    /// Names; Dale's principle is one column of words.
    package var names: [String] { names(fields) + [time] + names(images) }

    /// The values of a row; numbers read back as the same numbers.
    package func texts(_ conditions: Conditions, epoch: Int) -> [String] {
        texts(fields, conditions) + ["\(epoch)"] + texts(images, conditions)
    }

    /// A column whose text, given by the columns' names, no network can have; nil when there is none.
    static func wrong(in texts: [String: String]) -> String? {
        for field in Conditions.fields where field != .dale {
            let attribute = field.attributes[0]
            guard let text = texts[attribute.column], text != field.none?.table ?? "" else { continue }
            if !attribute.kind.allows(text: text) { return attribute.column }
        }
        return nil
    }

    private func names(_ fields: [ConditionField]) -> [String] {
        fields.map { $0 == .dale ? "dale" : $0.attributes[0].column }
    }

    private func texts(_ fields: [ConditionField], _ conditions: Conditions) -> [String] {
        fields.map { field in
            if field == .dale { return field.cell(conditions) ?? "none" }
            return field.attributes[0].get(conditions)?.canonicalText ?? field.none?.table ?? ""
        }
    }
}

/// Rows of text with their heads, tab-separated.
package func tabSeparated(_ heads: [String], _ rows: [[String]]) -> Data {
    Data(([heads] + rows).map { $0.joined(separator: "\t") + "\n" }.joined().utf8)
}

/// The records as tab-separated values, one row a network and epoch; units stand in the names. Empty: no number.
package func tidyTable(_ records: [AccuracyRecord]) -> Data {
    let columns = TextColumns(seeds: true, time: "epoch", networks: records.map(\.conditions))
    let heads =
        columns.names + [
            "test_accuracy_fraction", "test_loss_nats", "mean_abs_gradient_nats", "diverged_step",
        ]
    let sorted = records.sorted { ($0.conditions, $0.epoch) < ($1.conditions, $1.epoch) }
    let rows = sorted.map { record in
        columns.texts(record.conditions, epoch: record.epoch) + [
            record.testAccuracy.canonical, record.testLoss.isNaN ? "" : record.testLoss.canonical,
            record.meanAbsGradient.map { $0.canonical } ?? "", record.divergedStep.map(String.init) ?? "",
        ]
    }
    return tabSeparated(heads, rows)
}
