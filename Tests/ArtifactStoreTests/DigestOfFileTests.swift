import CFiles
import Foundation
import Testing

@testable import ArtifactStore

@Suite struct DigestOfFileTests {
    private static let window = 1 << 23

    private func file(of count: Int, in temporary: TemporaryStore) throws -> (path: String, bytes: Data) {
        let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })
        let path = temporary.folder + "/file"
        try bytes.write(to: URL(fileURLWithPath: path))
        return (path, bytes)
    }

    @Test(arguments: [0, 1, window - 1, window, window + 1, 2 * window + 4097])
    func equalsThatOfTheBytes(count: Int) throws {
        let temporary = try TemporaryStore()
        let (path, bytes) = try file(of: count, in: temporary)
        #expect(try Digest(ofFileAt: path) == Digest(of: bytes))
    }

    /// The store's own files are whole, but nobody can keep a program from cutting one short while it is hashed.
    @Test func aFileCutShortMeanwhileIsToldOf() throws {
        let temporary = try TemporaryStore()
        let (path, _) = try file(of: 3 * 65_536, in: temporary)
        let descriptor = open(path, O_RDWR)
        defer { close(descriptor) }
        let start = try #require(sc_mapping_begin(descriptor, 0, 3 * 65_536))
        #expect(start.load(fromByteOffset: 300, as: UInt8.self) == UInt8(300 * 300 >> 7 & 255))
        #expect(ftruncate(descriptor, 65_536) == 0)
        #expect(start.load(fromByteOffset: 2 * 65_536, as: UInt8.self) == 0)
        #expect(sc_mapping_end() == -1)
        // The next one is judged by itself.
        let next = try #require(sc_mapping_begin(descriptor, 0, 65_536))
        #expect(next.load(fromByteOffset: 65_535, as: UInt8.self) == UInt8(65_535 * 65_535 >> 7 & 255))
        #expect(sc_mapping_end() == 0)
    }

    @Test func hashingWhileTheFileIsCutShortFailsOrEnds() async throws {
        let temporary = try TemporaryStore()
        let path = temporary.folder + "/large"
        try Data(count: 8 * Self.window).write(to: URL(fileURLWithPath: path))
        for share in [1, 2, 3, 5, 7] {
            truncate(path, off_t(8 * Self.window))
            Thread.detachNewThread {
                usleep(useconds_t(share * 3000))
                truncate(path, off_t(share * 1_000_003))
            }
            do { _ = try Digest(ofFileAt: path) } catch {
                #expect("\(error)".contains("truncated"))
            }
        }
    }

    @Test func otherErrorsOfTheBusEndTheProgramAsBefore() async {
        await #expect(processExitsWith: .signal(SIGBUS)) {
            let path = NSTemporaryDirectory() + "bus-\(UUID().uuidString)"
            let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
            unlink(path)
            ftruncate(descriptor, 65_536)
            _ = sc_mapping_begin(descriptor, 0, 65_536)
            let other = mmap(nil, 65_536, PROT_READ, MAP_SHARED, descriptor, 0)!
            ftruncate(descriptor, 0)
            print(other.load(as: UInt8.self))
        }
    }
}
