import CKernels

extension Engine {
    /// How many members each of three sets has in common with each of three others; sets are bits, `words` words each, one set after
    /// the other.
    ///
    /// - Parameter counts: nine numbers; that of sets i and j becomes number 3 i + j.
    package func countCommon(
        _ one: UnsafePointer<UInt64>, _ other: UnsafePointer<UInt64>, words: Int,
        into counts: UnsafeMutablePointer<Int64>
    ) {
        sc_count_common(instructionSet.code, one, other, words, counts)
    }
}
