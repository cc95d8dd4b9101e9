import Foundation
import Model

extension DatasetSource {
    /// Stages of sleep from EEG (Kemp et al. 2000; the paper's figure 2E): the problem "Sleep" of the UEA archive,
    /// with its halves merged and split anew, as in the paper's notebook.
    package static let sleepEDF = DatasetSource(
        name: "sleep-edf",
        title: "Sleep-EDF",
        classNames: ["W", "N1", "N2", "N3", "REM"],
        origin: "B. Kemp, A. H. Zwinderman, B. Tuk, H. A. C. Kamphuisen and J. J. L. Oberyé, Analysis of a "
            + "sleep-dependent neuronal feedback loop (2000); PhysioNet's Sleep-EDF Expanded, cut into series for the UEA "
            + "archive's problem Sleep, https://timeseriesclassification.com; licence of PhysioNet's files ODC-By 1.0",
        shape: DatasetShape(
            trainingExamples: 398_370, testExamples: 170_730, steps: 178, inputs: 1, bytesPerNumber: 4),
        distributions: [[zip], halves],
        // A few series of the same form, to check that everything works.
        knownVariants: [
            (
                DatasetVariant(known: "sample"),
                DatasetShape(trainingExamples: 16, testExamples: 8, steps: 178, inputs: 1, bytesPerNumber: 4)
            )
        ],
        decoder: { try UEAFiles(problem: "Sleep", testSeed: 123).decode($0, $1) })

    // No digest of these files was available when this was written, so their contents are checked instead.
    private static let zip = RawFile(
        archive: "Sleep.zip", holding: halves.flatMap(\.contents),
        mirrors: [URL(string: "https://timeseriesclassification.com/aeon-toolkit/Sleep.zip")].compactMap {
            $0
        })

    private static let halves = ["Sleep_TRAIN.ts", "Sleep_TEST.ts"].map { RawFile(name: $0, content: nil) }
}
