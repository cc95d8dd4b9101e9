import Foundation

extension DatasetSource {
    /// Handwritten digits (LeCun, Cortes and Burges 1998; the paper's main task).
    public static let mnist = DatasetSource(
        name: "mnist",
        title: "MNIST",
        classNames: (0...9).map(String.init),
        origin: "Yann LeCun, Corinna Cortes and Christopher J. C. Burges, The MNIST database of handwritten "
            + "digits (1998); licence CC BY-SA 3.0",
        shape: DatasetShape(trainingExamples: 60_000, testExamples: 10_000, steps: 28, inputs: 28),
        distributions: [
            [
                mnistFile(
                    MNISTFiles.trainingImages,
                    published: (
                        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", 9_912_422
                    ),
                    repacked: ("0b367032e93c5d0cea0925647cfdb18614af8ee15f83e6f2fc2ad904a6835971", 9_719_438)),
                mnistFile(
                    MNISTFiles.trainingLabels,
                    published: ("3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", 28_881),
                    repacked: ("1787548bbe0bff1ec2ecdc0ef292b02df999e2d1a6002d27500982c652b17203", 28_857)),
                mnistFile(
                    MNISTFiles.testImages,
                    published: (
                        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", 1_648_877
                    ),
                    repacked: ("1a1a05eab793c14bb050b398624a11b0ffd1a2953baed553b1b9bd079e2a20be", 1_616_508)),
                mnistFile(
                    MNISTFiles.testLabels,
                    published: ("f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", 4_542),
                    repacked: ("b91679a0acfe4ba0e50a2437a903084cba1f5f92592b016a25a7dfd00455798b", 4_517)),
            ]
        ],
        decoder: MNISTFiles.decode)

    // The first publisher's page no longer serves the files; these two serve its bytes.
    private static let mnistMirrors = [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ]

    private static func mnistFile(
        _ name: String, published: (sha256: String, byteCount: Int),
        repacked: (sha256: String, byteCount: Int)
    ) -> RawFile {
        RawFile(
            name: name,
            published: FileContent(sha256: published.sha256, byteCount: published.byteCount),
            repacked: [
                FileContent(
                    sha256: repacked.sha256, byteCount: repacked.byteCount, origin: "in this repository")
            ],
            mirrors: mnistMirrors.compactMap { URL(string: $0 + name) })
    }
}
