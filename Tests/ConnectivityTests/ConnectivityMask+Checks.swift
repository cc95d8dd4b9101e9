import Hashing
@testable import Model
import Testing

extension ConnectivityMask {
    /// The mask as N² bytes, row by row: 1 where connected. For small masks only.
    var bytes: [UInt8] {
        guard case .rows(let rowStarts, let columns) = connections else {
            return [UInt8](repeating: 1, count: count)
        }
        var bytes = [UInt8](repeating: 0, count: hiddenNodes * hiddenNodes)
        for row in 0..<hiddenNodes {
            for column in columns[rowStarts[row]..<rowStarts[row + 1]] {
                bytes[row * hiddenNodes + Int(column)] = 1
            }
        }
        return bytes
    }

    /// Expects what the type promises of `.rows`: consistent row starts, strictly increasing columns in range.
    func expectWellFormed(sourceLocation: SourceLocation = #_sourceLocation) throws {
        guard case .rows(let rowStarts, let columns) = connections else { return }
        try #require(rowStarts.count == hiddenNodes + 1, sourceLocation: sourceLocation)
        #expect(rowStarts.first == 0, sourceLocation: sourceLocation)
        #expect(rowStarts.last == columns.count, sourceLocation: sourceLocation)
        try #require(zip(rowStarts, rowStarts.dropFirst()).allSatisfy(<=), sourceLocation: sourceLocation)
        for row in 0..<hiddenNodes {
            let present = columns[rowStarts[row]..<rowStarts[row + 1]]
            let increasing = zip(present, present.dropFirst()).allSatisfy(<)
            let inRange = present.allSatisfy { (0..<Int32(hiddenNodes)).contains($0) }
            #expect(increasing && inRange, "row \(row)", sourceLocation: sourceLocation)
        }
    }
}

/// The SHA-256 of bytes as hexadecimal digits.
func sha256(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { SHA256.digest(of: $0.bytes).hexadecimal }
}
