import Model
import Testing

@testable import Results

/// What panels and claims speak of is what measures find: the names of `Measure` are those of rows of `MeasureKind`.
@Suite struct MeasureNamesTests {
    /// Made of metrics of training, or, in the last case, of another measure: in no file of kind `measures`.
    private var ofOthers: Set<Measure> {
        [.accuracy, .bestAccuracy, .gradient, .connectionGradient, .dropoutLoss]
    }
    /// Besides shares, these have a number for each place of an axis.
    private var alongAnAxis: Set<Measure> { [.dropoutAccuracy, .trainingLoss] }

    private let values = MeasureKind.all.flatMap(\.values).map(\.name)
    private let curves = MeasureKind.all.flatMap(\.curves).map(\.name)

    @Test func everyQuantityIsThatOfAMeasure() {
        for measure in Measure.allCases {
            guard let quantity = measure.quantity else { continue }
            let isCurve = measure.isShare || alongAnAxis.contains(measure)
            let known = isCurve ? curves : values
            #expect(known.contains(quantity), "no row of MeasureKind has \(quantity)")
        }
    }

    @Test func onlyWhatIsMadeOfOthersHasNoQuantity() {
        #expect(Set(Measure.allCases.filter { $0.quantity == nil }) == ofOthers)
    }

    /// Numbers are looked up by the name of the quantity alone.
    @Test func noTwoMeasuresHaveTheSameQuantity() {
        let names = values + curves
        #expect(Set(names).count == names.count)
        let quantities = Measure.allCases.compactMap(\.quantity)
        #expect(Set(quantities).count == quantities.count)
        #expect(Set(MeasureKind.all.map(\.name)).count == MeasureKind.all.count)
    }
}
