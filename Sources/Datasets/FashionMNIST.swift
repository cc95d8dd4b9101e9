extension DatasetSource {
    /// Grey-scale pictures of clothes (Xiao, Rasul and Vollgraf 2017), in the shape of MNIST but harder.
    package static let fashionMNIST = DatasetSource(
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
            MNISTFiles.rawFiles(
                [
                    MNISTFiles.trainingImages: (
                        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", 26_421_880
                    ),
                    MNISTFiles.trainingLabels: (
                        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", 29_515
                    ),
                    MNISTFiles.testImages: (
                        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", 4_422_102
                    ),
                    MNISTFiles.testLabels: (
                        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
                        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", 5_148
                    ),
                ], mirrors: fashionMirrors)
        ],
        systemFolders: ["/usr/share/datasets/fashion-mnist"],
        decoder: MNISTFiles.decode)

    // The makers' bucket answers over TLS under its regional name; the second is the copy that Keras uses.
    private static let fashionMirrors = [
        "https://fashion-mnist.s3.eu-central-1.amazonaws.com/",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ]
}
