extension DatasetSource {
    /// Handwritten digits (LeCun, Cortes and Burges 1998; the paper's main task).
    package static let mnist = DatasetSource(
        name: "mnist",
        title: "MNIST",
        classNames: (0...9).map(String.init),
        origin: "Yann LeCun, Corinna Cortes and Christopher J. C. Burges, The MNIST database of handwritten "
            + "digits (1998); licence CC BY-SA 3.0",
        shape: DatasetShape(trainingExamples: 60_000, testExamples: 10_000, steps: 28, inputs: 28),
        distributions: [
            MNISTFiles.rawFiles(
                [
                    MNISTFiles.trainingImages: (
                        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", 9_912_422
                    ),
                    MNISTFiles.trainingLabels: (
                        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", 28_881
                    ),
                    MNISTFiles.testImages: (
                        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", 1_648_877
                    ),
                    MNISTFiles.testLabels: (
                        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
                        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", 4_542
                    ),
                ], mirrors: mnistMirrors)
        ],
        decoder: MNISTFiles.decode)

    // The original publisher's page no longer serves the files; these two mirrors serve the same bytes.
    private static let mnistMirrors = [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ]
}
