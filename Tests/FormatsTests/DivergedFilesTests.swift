import Foundation
@testable import Model
import Testing

@testable import Formats

/// Files of networks that diverged: NaN is read where the file says so, and refused elsewhere.
@Suite struct DivergedFilesTests {
    private func metrics(_ losses: [Float], _ gradients: [Float], diverged: Int?) -> MetricsRecord {
        var record = Sample.metrics
        (record.metrics.trainLoss, record.metrics.meanAbsGradient) = (losses, gradients)
        record.divergedStep = diverged
        return record
    }

    @Test func metricsSayWhere() throws {
        let folder = try TemporaryFolder()
        func back(_ record: MetricsRecord) throws -> MetricsRecord {
            let path = folder.file("\(UUID()).h5")
            try record.write(to: path)
            return try MetricsRecord(readingFrom: path)
        }
        let read = try back(metrics([2.3, .nan], [1, .nan], diverged: 2))
        #expect(read.divergedStep == 2 && read.accuracyRecords.map(\.divergedStep) == [nil, 2])
        #expect(read.accuracyRecords.map(\.meanAbsGradient) == [nil, nil])
        #expect(try back(metrics([2.3, .infinity], [1, .nan], diverged: 2)).divergedStep == 2)
        #expect(try back(metrics([.infinity, 2], [.infinity, 1], diverged: nil)).divergedStep == nil)
        for wrong in [
            metrics([2.3, .nan], [1, 2], diverged: nil), metrics([2.3, 2], [1, .nan], diverged: nil),
            metrics([2.3, .nan], [1, .nan], diverged: 1), metrics([.nan, .nan], [.nan, .nan], diverged: 2),
            metrics([2.3, 2], [1, 2], diverged: 2), metrics([2.3, 2], [1, 2], diverged: 3),
        ] {
            #expect(throws: FormatError.self) { try back(wrong) }
        }
    }

    @Test func statesMayHoldWhatTheySay() throws {
        let folder = try TemporaryFolder()
        let network = Sample.network(Sample.full)
        func back(_ change: (inout TrainingState) -> Void) throws -> TrainingState {
            var state = Sample.state(Sample.full)
            change(&state)
            let path = folder.file("\(UUID()).h5")
            try state.write(to: path, description: network, mask: "abc")
            return try TrainingState(readingFrom: path, of: network, mask: "abc")
        }
        #expect(try back { $0.secondMoments.recurrentWeights[1] = .infinity }.secondMoments.isFinite == false)
        let diverged = try back {
            ($0.divergedStep, $0.parameters.readoutBiases[0]) = (3, .nan)
        }
        #expect(diverged.divergedStep == 3 && diverged.parameters.readoutBiases[0].isNaN)
        #expect(throws: FormatError.self) { try back { $0.divergedStep = 5 } }
    }

    @Test func aNetworkIsKnownByItsWeights() throws {
        let folder = try TemporaryFolder()
        var snapshot = WeightSnapshot(
            description: Sample.network(Sample.full), epoch: 1, step: 3, mask: Sample.full,
            parameters: Sample.parameters(Sample.full))
        try snapshot.write(to: folder.file("w.h5"))
        #expect(try DivergedNetwork(ifIn: folder.file("w.h5")) == nil)
        snapshot.divergedStep = 3
        try snapshot.write(to: folder.file("d3.h5"))
        let found = try DivergedNetwork(ifIn: folder.file("d3.h5"))
        #expect(found?.step == 3 && found?.epoch == 1 && found?.description == snapshot.description)
        try Sample.dataset.write(to: folder.file("d.h5"))
        #expect(try DivergedNetwork(ifIn: folder.file("d.h5")) == nil)
    }

    @Test func tablesHaveTheColumnOnlyWhereItSaysSomething() throws {
        let folder = try TemporaryFolder()
        var records = Sample.metrics.accuracyRecords
        func columns() -> [String] { AccuracyTable.columns(of: records).map(\.name) }
        #expect(!columns().contains("diverged_step"))
        (records[1].divergedStep, records[1].testLoss) = (2, .nan)
        #expect(columns().last == "diverged_step")
        try AccuracyTable.write(records, derived: [], title: "A", to: folder.file("a.h5"))
        let back = try AccuracyTable.readRecords(from: folder.file("a.h5"))
        #expect(back.map(\.divergedStep) == [nil, 2] && back[1].testLoss.isNaN)
    }
}
