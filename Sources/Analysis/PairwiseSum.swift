/// Sum in NumPy's order (`numpy.sum` of a contiguous float64 array): halves of a multiple of 8 down to blocks of at most
/// 128, and in a block eight partial sums. One order, so one result, on every machine.
func pairwiseSum(_ values: UnsafeBufferPointer<Double>) -> Double {
    let count = values.count
    if count < 8 { return values.reduce(0, +) }
    if count > 128 {
        let half = count / 2 / 8 * 8
        return pairwiseSum(UnsafeBufferPointer(rebasing: values[..<half]))
            + pairwiseSum(UnsafeBufferPointer(rebasing: values[half...]))
    }
    var sums = SIMD8<Double>(repeating: 0)
    let whole = count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
        for lane in 0..<8 { sums[lane] += values[start &+ lane] }
    }
    var sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    for index in whole..<count { sum += values[index] }
    return sum
}
