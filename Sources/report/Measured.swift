import Analysis
import Drawing
import Judging
import Pages
import Results
import Formats
import Model

/// What files of kind `measures` say about networks.
struct Measured {
    /// All numbers, of single values and curves.
    private(set) var values: [MeasuredValue] = []
    /// Mutual information of each pair of nodes.
    private(set) var pairs: [PairInformation] = []
    /// What each file measures, of which network, after how many epochs.
    private(set) var files: [(measure: String, network: Conditions, epoch: Int)] = []
    /// The title of each file.
    private(set) var titles: [String] = []

    /// Reads all of them.
    init(readingFrom paths: [String]) throws {
        for path in paths {
            let file = try MeasureTables(readingFrom: path)
            titles.append(file.title)
            files.append((file.measure, file.network, file.epoch))
            values += MeasuredValue.of(
                try file.numbers(path: path), network: file.network, epoch: file.epoch)
            // Without pairs: of a network that diverged.
            guard file.measure == "mutual-information", file.table("pairs") != nil else { continue }
            pairs.append(
                PairInformation(
                    condition: SharedConditions(file.network, epoch: file.epoch), seed: file.network.seed,
                    numbers: try file.column("mutual_information", of: "pairs", path: path)))
        }
    }
}
