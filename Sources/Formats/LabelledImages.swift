/// One half (training or test) of an image classification dataset.
public struct LabelledImages: Equatable, Sendable {
    /// Pixel values, [image][row][column], row-major, 0...255.
    public let pixels: [UInt8]
    /// Class of each image, 0 ..< number of classes.
    public let labels: [UInt8]
    /// Height of an image in pixels.
    public let rows: Int
    /// Width of an image in pixels.
    public let columns: Int

    /// Number of images.
    public var count: Int { labels.count }

    /// Images and labels; `pixels.count` must be `labels.count * rows * columns`.
    public init(pixels: [UInt8], labels: [UInt8], rows: Int, columns: Int) {
        precondition(pixels.count == labels.count * rows * columns, "pixels and labels disagree")
        self.pixels = pixels
        self.labels = labels
        self.rows = rows
        self.columns = columns
    }

    /// The first `limit` images, or all when there are fewer or `limit` is nil.
    public func first(_ limit: Int?) -> LabelledImages {
        guard let limit, limit < count else { return self }
        return LabelledImages(
            pixels: Array(pixels.prefix(limit * rows * columns)), labels: Array(labels.prefix(limit)),
            rows: rows, columns: columns)
    }
}

/// An image classification dataset: training and test images with their labels.
public struct ImageDataset: Equatable, Sendable {
    /// Name in the catalogue, for instance `mnist`.
    public let name: String
    /// Name for people, for instance `MNIST`.
    public let title: String
    /// One name for each class, by label.
    public let classNames: [String]
    /// Where the files come from, who made them, their licence.
    public let origin: String
    /// Images to learn from.
    public let training: LabelledImages
    /// Images to test on.
    public let test: LabelledImages

    /// A dataset; training and test images must have the same size.
    public init(
        name: String, title: String, classNames: [String], origin: String, training: LabelledImages,
        test: LabelledImages
    ) {
        precondition(training.rows == test.rows && training.columns == test.columns, "image sizes disagree")
        self.name = name
        self.title = title
        self.classNames = classNames
        self.origin = origin
        self.training = training
        self.test = test
    }

    /// The first `training` training images and the first `test` test images; nil is all.
    public func limited(training: Int?, test: Int?) -> ImageDataset {
        ImageDataset(
            name: name, title: title, classNames: classNames, origin: origin,
            training: self.training.first(training), test: self.test.first(test))
    }
}
