import Foundation

@testable import Datasets

/// Mutants that a property is tried on: some in every run, 100,000 in all if SPARSE_CORTEX_LARGE_TESTS is set.
func mutants(_ few: Int, outOf many: Int) -> Int { isLargeRun ? many : few }

/// Whether to run what takes minutes or gigabytes.
let isLargeRun = ProcessInfo.processInfo.environment["SPARSE_CORTEX_LARGE_TESTS"] != nil

/// Bytes in memory, given in pieces of limited size.
final class BytesSource: ByteSource {
    let file = URL(fileURLWithPath: "/memory")
    let member: String?
    private let bytes: [UInt8]
    private let piece: Int
    private var place = 0

    init(_ bytes: [UInt8], member: String? = nil, piece: Int = .max) {
        self.bytes = bytes
        self.member = member
        self.piece = piece
    }

    convenience init(_ text: String, piece: Int = .max) {
        self.init(Array(text.utf8), piece: piece)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(buffer.count, piece, bytes.count - place)
        buffer.copyBytes(from: bytes[place..<place + count])
        place += count
        return count
    }
}
