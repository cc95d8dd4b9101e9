import CZlib
import Foundation

/// A text file that is being written, plain or packed by gzip; its bytes follow from the text alone.
final class TextSink {
    private static let blockSize = 1 << 20

    private let path: String
    private var file: gzFile?
    private var block: [UInt8] = []

    /// - Throws: `ConnectomeFileError` if it cannot be made.
    init(_ path: String, isPacked: Bool) throws {
        self.path = path
        block.reserveCapacity(Self.blockSize + 1024)
        // zlib writes neither name nor time into it; T: not packed.
        file = gzopen(path, isPacked ? "wb6" : "wbT")
        guard file != nil else { throw failure }
    }

    deinit { if let file { gzclose(file) } }

    func write(_ text: String) throws {
        block.append(contentsOf: text.utf8)
        if block.count >= Self.blockSize { try flush() }
    }

    /// Writes a number in the shortest text that gives the same double; whole ones without a point.
    func write(_ number: Double) throws {
        if let whole = Int(exactly: number), abs(whole) < 1 << 53, !(whole == 0 && number.sign == .minus) {
            try write("\(whole)")
        } else {
            try write("\(number)")
        }
    }

    /// Writes everything out. Without it, the file is incomplete.
    func close() throws {
        try flush()
        let file = self.file
        self.file = nil
        guard gzclose(file) == Z_OK else { throw failure }
    }

    private func flush() throws {
        guard !block.isEmpty else { return }
        guard gzwrite(file, block, UInt32(block.count)) == Int32(block.count) else { throw failure }
        block.removeAll(keepingCapacity: true)
    }

    private var failure: ConnectomeFileError {
        ConnectomeFileError(
            path, "", "cannot be written: \(String(cString: strerror(errno))); check folder and disk")
    }
}
