import Foundation
@testable import Model
import Testing

@testable import Datasets

/// What NumPy reads in one half of a dataset; see `fixtures/make_fixtures.py`.
struct HalfReference: Decodable {
    let count, rows, columns, pixelSum, firstImagePixelSum: Int
    let firstLabels, histogram: [Int]
    let pixelsSHA256, labelsSHA256: String

    static func all() throws -> [String: [String: HalfReference]] {
        let data = try Data(contentsOf: fixtures.appendingPathComponent("reference.json"))
        return try JSONDecoder().decode([String: [String: HalfReference]].self, from: data)
    }
}

@Suite struct CatalogueTests {
    @Test func namesAreUniqueAndFound() throws {
        #expect(Set(Datasets.all.map(\.name)).count == Datasets.all.count)
        for source in Datasets.all { #expect(try Datasets.named(source.name).title == source.title) }
        let error = #expect(throws: UnknownDataset.self) { try Datasets.named("minst") }
        #expect(
            error?.description
                == "there is no dataset named \"minst\"; choose one of mnist, fashion-mnist, cifar10, sleep-edf"
        )
    }

    @Test(arguments: Datasets.all.map(\.name))
    func filesAreDescribedInFull(name: String) throws {
        let source = try Datasets.named(name)
        #expect(!source.origin.isEmpty && !source.classNames.isEmpty)
        // The first distribution is the one that is downloaded, if only by hand.
        let best = try #require(source.distributions.first)
        #expect(!best.isEmpty && best.allSatisfy { !$0.mirrors.isEmpty })
        for file in source.distributions.joined() {
            #expect(!file.contents.isEmpty)
            for content in file.contents.compactMap(\.known) + [file.published].compactMap(\.self) {
                #expect(content.sha256.count == 64 && content.byteCount > 0, "\(file.name)")
                #expect(content.sha256.allSatisfy { "0123456789abcdef".contains($0) }, "\(file.name)")
            }
            #expect(file.mirrors.allSatisfy { $0.lastPathComponent == file.name })
        }
    }

    @Test func knownVariantsHaveNamesOfTheirOwn() throws {
        let variants = Datasets.all.flatMap { source in
            source.knownVariants.map { source.variant($0.variant).name }
        }
        #expect(variants == ["cifar10-jpeg", "sleep-edf-sample"])
        for source in Datasets.all {
            for known in source.knownVariants {
                #expect(try DatasetVariant(known.variant.name) == known.variant)
                #expect(known.shape.steps == source.shape.steps && known.shape.inputs == source.shape.inputs)
            }
        }
    }

    @Test func mnistIsWhatNumPyReads() throws {
        let acquired = try DatasetSource.mnist.acquire(from: nil, projectData: projectData, download: nil)
        #expect(acquired.map(\.name) == DatasetSource.mnist.distributions[0].map(\.name))
        let start = ContinuousClock.now
        let dataset = try DatasetSource.mnist.decode(acquired)
        print("MNIST decoded in \(ContinuousClock.now - start)")
        try expectReference(dataset)
        #expect(dataset.training.labels.prefix(5) == [5, 0, 4, 1, 9])
    }

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: DatasetSource.fashionMNIST.systemFolders[0]),
            "Debian's package dataset-fashion-mnist is not installed"))
    func fashionMNISTIsWhatNumPyReads() throws {
        let acquired = try DatasetSource.fashionMNIST.acquire(
            from: nil, projectData: URL(fileURLWithPath: "/nowhere"), download: nil)
        #expect(acquired.allSatisfy { $0.isPublished && $0.url.path.hasPrefix("/usr/share") })
        try expectReference(DatasetSource.fashionMNIST.decode(acquired))
    }

    /// Debian dropped time and name from the gzip headers and kept the rest, so the published bytes can be made.
    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: DatasetSource.fashionMNIST.systemFolders[0]),
            "Debian's package dataset-fashion-mnist is not installed"))
    func publishedFashionMNISTIsDebiansWithItsHeader() throws {
        let folder = URL(fileURLWithPath: DatasetSource.fashionMNIST.systemFolders[0])
        for file in DatasetSource.fashionMNIST.distributions[0] {
            let debian = try [UInt8](Data(contentsOf: folder.appendingPathComponent(file.name)))
            let time: UInt32 = file.name.hasPrefix("train") ? 1_504_176_606 : 1_504_176_627
            let published =
                [0x1f, 0x8b, 8, 8] + withUnsafeBytes(of: time.littleEndian, Array.init) + [0, 3]
                + Array(file.name.dropLast(3).utf8) + [0] + debian[10...]
            #expect(try content(of: published) == file.published)
        }
    }

    private func expectReference(_ dataset: Dataset) throws {
        let reference = try #require(try HalfReference.all()[dataset.name])
        try expect(dataset.training, #require(reference["training"]))
        try expect(dataset.test, #require(reference["test"]))
    }

    private func expect(_ half: LabelledExamples, _ reference: HalfReference) throws {
        #expect(half.count == reference.count)
        #expect(half.steps == reference.rows && half.inputs == reference.columns)
        guard case .images(let pixels, let layout) = half.values else {
            Issue.record("no images")
            return
        }
        #expect(layout == ImageLayout(rows: reference.rows, columns: reference.columns))
        #expect(half.labels.prefix(5).map(Int.init) == reference.firstLabels)
        let histogram = half.labels.reduce(into: [Int](repeating: 0, count: 10)) { $0[Int($1)] += 1 }
        #expect(histogram == reference.histogram)
        #expect(pixels.reduce(0) { $0 + Int($1) } == reference.pixelSum)
        let first = pixels.prefix(half.steps * half.inputs)
        #expect(first.reduce(0) { $0 + Int($1) } == reference.firstImagePixelSum)
        #expect(try content(of: pixels).sha256 == reference.pixelsSHA256)
        #expect(try content(of: half.labels).sha256 == reference.labelsSHA256)
    }
}
