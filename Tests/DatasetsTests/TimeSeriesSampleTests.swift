import Foundation
import Mutations
import Testing

@testable import Datasets

/// What the package aeon reads in a file; see `fixtures/make_ts_fixtures.py`.
struct SeriesReference: Decodable {
    let fileSHA256: String
    let cases, channels: Int
    let lengths: [Int]
    let valuesSHA256: String
    let firstValues: [Float]
    let isRegression: Bool
    let labelsSHA256, targetsSHA256: String?

    static func all() throws -> [String: SeriesReference] {
        let data = try Data(contentsOf: fixtures.appendingPathComponent("ts-reference.json"))
        return try JSONDecoder().decode([String: SeriesReference].self, from: data)
    }
}

/// Real files of the format, value by value against aeon.
@Suite(
    .enabled(if: isShared("ts-samples"), "there is no folder ../shared/data/ts-samples with sample files"))
struct TimeSeriesSampleTests {
    @Test(arguments: try SeriesReference.all().keys.sorted())
    func everyValueIsThatOfAeon(name: String) throws {
        let reference = try #require(try SeriesReference.all()[name])
        let url = sharedData.appendingPathComponent(name)
        #expect(try FileDigest(of: url).sha256 == reference.fileSHA256, "another file")
        let reader = try TimeSeriesReader(PlainFile(url))
        var (cases, values, targets, labels, lengths) = (0, [Float](), [Float](), [String](), Set<Int>())
        while let one = try reader.next() {
            cases += 1
            values += reader.values
            lengths.insert(one.length)
            #expect(one.channels == reference.channels)
            if let target = one.target { targets.append(target) }
            if let label = one.label, case .labels(let names) = reader.header.target {
                labels.append(names[label].lowercased())
            }
        }
        #expect(cases == reference.cases && lengths.sorted() == reference.lengths)
        #expect(Array(values.prefix(3)) == reference.firstValues)
        #expect(try sha256(values) == reference.valuesSHA256)
        if reference.isRegression {
            #expect(try sha256(targets) == reference.targetsSHA256)
        } else {
            let text = labels.joined(separator: "\n")
            #expect(try content(of: Array(text.utf8)).sha256 == reference.labelsSHA256)
        }
    }

    private func sha256(_ values: [Float]) throws -> String {
        try content(of: values.withUnsafeBytes(Array.init)).sha256
    }

    /// The beginnings of the samples, damaged: the fast and the plain reader accept the same files, with the same values.
    @Test func damagedFilesAreReadAsThePlainReaderReadsThem() throws {
        // Bytes that mean something here come often, others now and then.
        let alphabet = Array("0123456789.,:-+eEnNaA?()#%@ \t\r\n\u{0}\u{FF}".utf8)
        let names = try SeriesReference.all().keys.sorted()
        let each = mutants(1_000, outOf: 6_000)
        var (accepted, refused) = (0, 0)
        for (index, name) in names.enumerated() {
            let original = try beginning(of: name)
            var generator = SplitMix64(state: UInt64(index))
            try expectAgreement(original, name)
            for mutant in 0..<each {
                let bytes = mutated(original, &generator, alphabet: alphabet)
                let isAccepted = try expectAgreement(bytes, "\(name), mutant \(mutant)")
                accepted += isAccepted ? 1 : 0
                refused += isAccepted ? 0 : 1
            }
        }
        // Damages of comments and digits give other files of the format.
        #expect(
            accepted > refused / 10 && refused > accepted / 10, "\(accepted) accepted, \(refused) refused")
        print("Damaged .ts files: \(accepted) read alike, \(refused) refused by both readers")
    }

    /// The header from its last comments on, and three cases, each cut to about 300 bytes (with as many channels).
    private func beginning(of name: String) throws -> [UInt8] {
        let bytes = try [UInt8](Data(contentsOf: sharedData.appendingPathComponent(name)))
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        let data = try #require(
            lines.firstIndex { String(decoding: $0, as: UTF8.self).lowercased() == "@data" })
        let header = lines[..<data].filter {
            !String(decoding: $0, as: UTF8.self).lowercased().hasPrefix("@serieslength")
        }.suffix(12)
        let stamped = header.contains {
            String(decoding: $0, as: UTF8.self).lowercased() == "@timestamps true"
        }
        let cases = lines[(data + 1)...].prefix(3).map { line -> [UInt8] in
            if stamped { return Array(line) }
            let fields = line.split(separator: UInt8(ascii: ":"))
            let kept = fields.dropLast().map {
                $0.split(separator: UInt8(ascii: ",")).prefix(6).joined(separator: [UInt8(ascii: ",")])
            }
            return Array(
                (kept.map(Array.init) + [Array(fields[fields.count - 1])]).joined(separator: [
                    UInt8(ascii: ":")
                ]))
        }
        return Array((header.map(Array.init) + [Array("@data".utf8)] + cases).joined(separator: [10]))
    }

    @discardableResult
    private func expectAgreement(_ bytes: [UInt8], _ what: String) throws -> Bool {
        let plain = PlainTimeSeries(bytes)
        do {
            let fast = try readTimeSeries(bytes)
            let values = fast.map { $0.values.map(\.bitPattern) }
            #expect(values == plain?.cases.map { Array($0.channels.joined()) }, "\(what)")
            #expect(fast.map(\.case.channels) == plain?.cases.map(\.channels.count), "\(what)")
            return true
        } catch let error as DatasetFileError {
            #expect(plain == nil, "\(what): \(error)")
            return false
        }
    }
}
