import Foundation

extension DatasetSource {
    /// Grey-scale pictures of clothes (Xiao, Rasul and Vollgraf 2017), in the shape of MNIST but harder.
    public static let fashionMNIST = DatasetSource(
        name: "fashion-mnist",
        title: "Fashion-MNIST",
        classNames: [
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
            "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
        ],
        origin: "Han Xiao, Kashif Rasul and Roland Vollgraf, Fashion-MNIST: a novel image dataset for "
            + "benchmarking machine learning algorithms (2017), arXiv:1708.07747; licence MIT",
        shape: DatasetShape(trainingExamples: 60_000, testExamples: 10_000, steps: 28, inputs: 28),
        distributions: [
            [
                fashionFile(
                    MNISTFiles.trainingImages,
                    published: (
                        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", 26_421_880
                    ),
                    debian: ("b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7", 26_421_856)),
                fashionFile(
                    MNISTFiles.trainingLabels,
                    published: ("a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", 29_515),
                    debian: ("0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056", 29_491)),
                fashionFile(
                    MNISTFiles.testImages,
                    published: (
                        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", 4_422_102
                    ),
                    debian: ("cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa", 4_422_079)),
                fashionFile(
                    MNISTFiles.testLabels,
                    published: ("67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", 5_148),
                    debian: ("8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05", 5_125)),
            ]
        ],
        systemFolders: ["/usr/share/datasets/fashion-mnist"],
        decoder: MNISTFiles.decode)

    // The makers' bucket answers over TLS under its regional name; the second is the copy that Keras uses.
    private static let fashionMirrors = [
        "https://fashion-mnist.s3.eu-central-1.amazonaws.com/",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ]

    // Debian's gzip headers lack the file name; the compressed stream is the published one.
    private static func fashionFile(
        _ name: String, published: (sha256: String, byteCount: Int), debian: (sha256: String, byteCount: Int)
    ) -> RawFile {
        RawFile(
            name: name,
            published: FileContent(sha256: published.sha256, byteCount: published.byteCount),
            repacked: [
                FileContent(
                    sha256: debian.sha256, byteCount: debian.byteCount,
                    origin: "Debian's package dataset-fashion-mnist")
            ],
            mirrors: fashionMirrors.compactMap { URL(string: $0 + name) })
    }
}
