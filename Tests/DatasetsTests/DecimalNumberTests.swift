import Foundation
import Mutations
import Testing

@testable import Datasets

@Suite struct DecimalNumberTests {
    struct Reference: Decodable {
        let text: String
        /// Of the float32; nil beyond its range.
        let bits: UInt32?
    }

    private func read(_ text: String) -> (value: Float, length: Int)? {
        var value: Float = .nan
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return nil }
            return DecimalNumber.read(start, start + bytes.count, into: &value).map { (value, $0 - start) }
        }
    }

    /// Against exact fractions; see `fixtures/make_decimal_fixtures.py`.
    @Test func decimalsAreRoundedAsExactFractionsAre() throws {
        let data = try Data(contentsOf: fixtures.appendingPathComponent("decimals.json"))
        for reference in try JSONDecoder().decode([Reference].self, from: data) {
            let found = read(reference.text)
            #expect(found?.value.bitPattern == reference.bits, "\(reference.text)")
            #expect(found == nil || found?.length == reference.text.utf8.count, "\(reference.text)")
        }
    }

    /// Numbers as files have them, against the C library.
    @Test func ordinaryNumbersAreThoseOfTheCLibrary() {
        var generator = SplitMix64(state: 3)
        for _ in 0..<mutants(200_000, outOf: 20_000_000) {
            let digits = Int.random(in: 1...12, using: &generator)
            let mantissa = UInt64.random(in: 0..<UInt64(pow(10, Double(digits))), using: &generator)
            var text = String(mantissa)
            let point = Int.random(in: 0...text.count, using: &generator)
            text.insert(".", at: text.index(text.startIndex, offsetBy: point))
            let found = read(text)?.value
            #expect(found?.bitPattern == strtof(text, nil).bitPattern, "\(text)")
        }
    }

    @Test(arguments: [
        "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e-x", "nan", "inf", "Infinity", "?", "--1", "1e39",
        " 1",
    ])
    func whatIsNoNumberIsRefused(text: String) {
        #expect(read(text) == nil)
    }

    @Test(arguments: [
        ("1,2", 1), ("1.5.2", 3), ("12abc", 2), ("0x10", 1), ("1_000", 1), ("7 ", 1), ("3e2e1", 3),
    ])
    func readingEndsWithTheNumber(text: String, length: Int) {
        #expect(read(text)?.length == length)
    }
}
