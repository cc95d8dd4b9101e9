@testable import Model
import Random

/// Masks and small datasets for tests.
enum TestNetworks {
    /// As the notebook draws it: `np.random.seed(seed)`, `np.random.rand(N, N) < density`.
    static func mask(_ nodes: Int, _ density: Double, seed: Int) -> ConnectivityMask {
        var random = NumPyRandom(seed: UInt32(seed))
        var starts = [0]
        var columns: [Int32] = []
        for _ in 0..<nodes {
            for j in 0..<nodes where random.rand() < density { columns.append(Int32(j)) }
            starts.append(columns.count)
        }
        return ConnectivityMask(
            hiddenNodes: nodes, connections: .rows(rowStarts: starts, columns: columns), density: density,
            rule: "bernoulli", seed: UInt64(seed))
    }

    /// The first images of MNIST.
    static func mnist(training: Int, test: Int) -> Dataset {
        let all = TestFiles.mnist
        return Dataset(
            name: all.name, title: all.title, classNames: all.classNames, origin: all.origin,
            training: all.training.first(training), test: all.test.first(test))
    }
}
