import Datasets
import Formats
import Model
import Foundation
import Random
import StageKit

/// What the measured networks are trained on.
enum TrainingImages {
    /// Where the repository keeps MNIST.
    static let folder = "pipeline/data/mnist"

    /// MNIST from a folder with its four files; their lengths and digests are checked.
    /// - Throws: `StageFailure` that says which option names the folder.
    static func mnist(in folder: String?) throws -> Dataset {
        let data = URL(fileURLWithPath: folder ?? Self.folder)
        do {
            let source = DatasetSource.mnist
            let files = try source.acquire(
                from: data, projectData: data.deletingLastPathComponent(), download: nil)
            return try source.decode(files)
        } catch {
            throw StageFailure.noInput(
                "--data \(folder ?? Self.folder): \(error) "
                    + "(--data names the folder with MNIST's files; --no-data takes random images)")
        }
    }

    /// Random images with MNIST's shape and number; 19 % of the pixels are not zero, as in MNIST.
    static func random(seed: UInt32) -> Dataset {
        let shape = DatasetSource.mnist.shape
        var generator = MersenneTwister(seed: seed)
        func images(_ count: Int) -> LabelledExamples {
            LabelledExamples(
                pixels: pixels(count * shape.steps * shape.inputs, from: &generator),
                labels: (0..<count).map { UInt8($0 % 10) }, rows: shape.steps, columns: shape.inputs)
        }
        return Dataset(
            name: "random", title: "Random images", classNames: DatasetSource.mnist.classNames,
            origin: "drawn to measure with", training: images(shape.trainingExamples),
            test: images(shape.testExamples))
    }

    /// Each output gives two pixels; in each half of it, one byte decides whether the pixel is zero, the other is its
    /// value.
    private static func pixels(_ count: Int, from generator: inout MersenneTwister) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { pixels, initialized in
            var bits: UInt32 = 0
            for index in 0..<count {
                bits = index.isMultiple(of: 2) ? generator.next() : bits >> 16
                pixels[index] = bits & 0xff < 49 ? UInt8(truncatingIfNeeded: bits >> 8) | 1 : 0
            }
            initialized = count
        }
    }
}
