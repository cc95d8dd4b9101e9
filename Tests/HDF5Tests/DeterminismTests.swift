import Foundation
import Testing

@testable import HDF5

@Suite struct DeterminismTests {
    @Test(arguments: [false, true])
    func sameContentSameBytes(compressed: Bool) async throws {
        let folder = try TemporaryFolder()
        try writeSample(at: folder("first.h5"), compressed: compressed)
        // Object times are in whole seconds.
        try await Task.sleep(for: .milliseconds(1_200))
        try writeSample(at: folder("another name.h5"), compressed: compressed)
        #expect(try bytes(folder("first.h5")) == bytes(folder("another name.h5")))
    }

    /// A change of this digest is a change of what all users' recipes give: explain it in the change log.
    @Test func format1_8() throws {
        let folder = try TemporaryFolder()
        try writeSample(at: folder("x.h5"))
        let written = try bytes(folder("x.h5"))
        // Superblock version 2: signature, then the version.
        #expect(written[8] == 2)
    }
}

@Suite struct ConcurrencyTests {
    @Test func manyThreads() async throws {
        let folder = try TemporaryFolder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask {
                    for round in 0..<10 {
                        let path = folder("\(index)-\(round).h5")
                        try writeSample(at: path, compressed: round.isMultiple(of: 2))
                        let file = try HDF5File.open(at: path)
                        #expect(try file.root.read("weights", as: Float.self)[59] == 29.5)
                        let error = try hdf5Error { _ = try HDF5File.open(at: folder("none-\(index)")) }
                        // The stack is this thread's: another's failure does not get in.
                        #expect(error.description.contains("none-\(index)'"))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func oneHandleFromManyThreads() throws {
        let folder = try TemporaryFolder()
        try writeSample(at: folder("x.h5"))
        let file = try HDF5File.open(at: folder("x.h5"))
        let weights = try file.root.dataset("weights")
        let expected = try weights.read(as: Float.self)
        DispatchQueue.concurrentPerform(iterations: 200) { _ in
            #expect((try? weights.read(as: Float.self)) == expected)
        }
    }
}
