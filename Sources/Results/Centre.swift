import Analysis

/// What stands for the networks of one condition in a picture, and the band around it.
package enum Centre {
    /// The mean, with one standard deviation to either side.
    case mean
    /// The median, with the least and the greatest number around it.
    case median

    /// The number in the middle; of networks that are not known one by one the mean.
    package func value(_ moments: Moments) -> Double {
        self == .median ? moments.numbers.median ?? moments.mean : moments.mean
    }

    /// From the lower to the upper end of the band.
    package func band(_ moments: Moments) -> ClosedRange<Double> {
        if self == .median, let least = moments.numbers.min(), let greatest = moments.numbers.max() {
            return least...greatest
        }
        let sd = moments.sd ?? 0
        return moments.mean - sd...moments.mean + sd
    }

    /// What is drawn, in words.
    package var words: String {
        switch self {
        case .mean: "mean ± sd"
        case .median: "median and range"
        }
    }
}

extension [Double] {
    /// The middle one, or the mean of both in the middle; nil for no values.
    package var median: Double? {
        guard !isEmpty else { return nil }
        let sorted = self.sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
