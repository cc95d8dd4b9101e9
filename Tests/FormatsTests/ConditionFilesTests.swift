import NetworkSamples
import Testing

@testable import Formats
@testable import Model

/// What tells networks apart comes back from files and tables, each attribute by itself.
@Suite struct ConditionFilesTests {
    @Test func everyAttributeIsTried() {
        #expect(NetworkSample.namesOfTried == Conditions.attributes.map(\.name))
    }

    @Test func everyConditionIsInFiles() throws {
        let folder = try TemporaryFolder()
        for (number, network) in NetworkSample.all.enumerated() {
            var metrics = Sample.metrics
            metrics.description = network
            let file = folder.file("\(number).h5")
            try metrics.write(to: file)
            let back = try MetricsRecord(readingFrom: file).description
            #expect(back == network, "\(back.differences(from: network)) of \(network.title)")
        }
    }

    @Test func everyConditionIsInTables() throws {
        let folder = try TemporaryFolder()
        let records = NetworkSample.all.map { AccuracyRecord($0, epoch: 1, testAccuracy: 0.5, testLoss: 1) }
        try AccuracyTable.write(records, derived: [], title: "T", to: folder.file("all.h5"))
        let back = try AccuracyTable.readRecords(from: folder.file("all.h5"))
        #expect(back.count == records.count)
        for (one, other) in zip(back, records) {
            let differences = one.conditions.differences(from: other.conditions)
            #expect(one == other, "\(differences) of \(other.conditions.title)")
        }
    }

    /// Derived tables have a row for networks that differ in nothing but their seeds.
    @Test func everyConditionIsInDerivedTables() {
        let fields = Conditions.fields.filter { !$0.isOfSeed }
        let rows = Set(NetworkSample.all.map { "\([$0].columns(fields))" })
        #expect(rows.count == Set(NetworkSample.all.map(\.unseeded)).count)
    }
}
