import Random

/// Which series are for training and which for testing, drawn as the package torchtime does for the paper's notebook:
/// with NumPy's legacy generator and seed, p = permutation(n); the front of p, permuted again, is the test set; the
/// rest, permuted again, is the training set.
struct SeriesSplit {
    /// Indices of the series to learn from, in the order of the training set.
    let training: [Int32]
    /// Indices of the series to test on, in the order of the test set.
    let test: [Int32]

    /// A split of `count` series: three tenths of them, rounded up, for testing.
    init(count: Int, seed: UInt32) {
        var random = NumPyRandom(seed: seed)
        let all = random.permutation((0..<Int32(count)).map { $0 })
        let tests = (3 * count + 9) / 10
        test = random.permutation(Array(all[..<tests]))
        training = random.permutation(Array(all[tests...]))
    }

    /// The place of each series: in the training set, or after all of that in the test set.
    var places: [Int32] {
        var places = [Int32](repeating: 0, count: training.count + test.count)
        for (place, series) in training.enumerated() { places[Int(series)] = Int32(place) }
        for (place, series) in test.enumerated() { places[Int(series)] = Int32(training.count + place) }
        return places
    }
}
