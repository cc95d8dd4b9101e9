@testable import Analysis
import Testing

/// The loss of the first steps.
struct EarlyLossTests {
    @Test func thePeakIsFoundAmongTheFirstSteps() throws {
        let loss = try EarlyLoss([2.5, 1e8, 100, 0.25, 1e9], limit: 4)
        #expect(loss.losses == [2.5, 1e8, 100, 0.25])
        #expect(loss.highest == (1e8, 2))
        // numpy.log10([2.5, 1e8, 100, 0.25]).round(6)
        #expect(loss.decades == [0.39794, 8, 2, -0.60206])
    }

    @Test func stepsFromADivergenceOnAreLeftOut() throws {
        #expect(try EarlyLoss([2, 5, .infinity, 1], limit: 100).losses == [2, 5])
        #expect(try EarlyLoss([3, .nan], limit: 100).highest == (3, 1))
        #expect(throws: AnalysisError.self) { try EarlyLoss([.nan, 1], limit: 100) }
        #expect(throws: AnalysisError.self) { try EarlyLoss([], limit: 100) }
    }

    @Test func aLossOfZeroHasAPlaceOnALogarithmicAxis() throws {
        #expect(try EarlyLoss([0], limit: 1).decades == [-37.929779])
    }
}
