import Compute
@testable import Model
import Synchronization
import Testing

@Suite struct EngineTests {
    @Test(arguments: [1, 2, 3, 4]) func everyBlockRunsOnceInManyRegions(threads: Int) throws {
        let engine = try Engine(threads: threads, instructionSet: .plain)
        let counts = AlignedArray<Int32>(count: 97)
        let busy = (0..<threads).map { _ in AlignedArray<Int32>(count: 1) }
        nonisolated(unsafe) let overlap = AlignedArray<Int32>(count: threads)
        for region in 0..<2000 {
            engine.forEachBlock(region % 98) { block, worker in
                if busy[worker][0] != 0 { overlap[worker] = 1 }
                busy[worker][0] = 1
                counts[block] += 1
                busy[worker][0] = 0
            }
        }
        #expect(overlap.array().allSatisfy { $0 == 0 })
        for block in 0..<97 {
            #expect(Int(counts[block]) == (0..<2000).count { $0 % 98 > block })
        }
    }

    @Test func threadsThatSleptWakeUp() throws {
        let engine = try Engine(threads: 3, instructionSet: .plain)
        for _ in 0..<5 {
            let counts = AlignedArray<Int32>(count: 50)
            engine.forEachBlock(50) { block, _ in counts[block] += 1 }
            #expect(counts.array() == [Int32](repeating: 1, count: 50))
            var spin = 0.0
            for k in 0..<3_000_000 { spin += Double(k) }
            #expect(spin > 0)
        }
    }

    @Test func subnormalsAreFlushedOnEveryThreadAndTheModeIsRestored() throws {
        let engine = try Engine(threads: 3, instructionSet: .plain)
        let tiny = AlignedArray<Float>([Float.leastNormalMagnitude])
        let results = AlignedArray<Float>(repeatElement(1, count: 3))
        let started = Atomic<Int>(0)
        engine.withSubnormalsFlushed {
            // A block ends only when all three have begun, so that each is on a thread of its own.
            engine.forEachBlock(3) { _, worker in
                started.add(1, ordering: .sequentiallyConsistent)
                while started.load(ordering: .sequentiallyConsistent) < 3 {}
                results[worker] = tiny[0] * 0.5
            }
        }
        #expect(results.array() == [0, 0, 0])
        #expect(tiny[0] * 0.5 != 0)
    }

    @Test func theEnvironmentChoosesTheInstructionSet() throws {
        #expect(try InstructionSet.selected(environment: ["SPARSE_CORTEX_ISA": "plain"]) == .plain)
        #expect(try InstructionSet.selected(environment: [:]) == InstructionSet.supported.last)
        #expect(throws: InstructionSetError.unknown("neon")) {
            try InstructionSet.selected(environment: ["SPARSE_CORTEX_ISA": "neon"])
        }
        #expect("\(InstructionSetError.unknown("neon"))".contains("plain"))
    }

    @Test func impossibleThreadCountsAreRefused() {
        #expect(throws: EngineError.threadCount(0)) { try Engine(threads: 0) }
        #expect(throws: EngineError.threadCount(5000)) { try Engine(threads: 5000) }
    }
}
