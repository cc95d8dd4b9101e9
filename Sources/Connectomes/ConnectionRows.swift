/// The rows of a file as they come: presynaptic node, postsynaptic node, weight. Several may be of one pair.
///
/// Held in blocks of a megabyte, so that growing copies nothing: 16 bytes a row.
final class ConnectionRows {
    /// One row.
    struct Row: BitwiseCopyable {
        var pre: Int32
        var post: Int32
        var weight: Double
    }

    private static let blockRows = 1 << 16
    private var blocks: [UnsafeMutablePointer<Row>] = []
    private var last: UnsafeMutablePointer<Row>?
    private var room = 0
    /// Number of rows.
    private(set) var count = 0

    deinit { for block in blocks { block.deallocate() } }

    @inline(__always)
    func append(pre: Int32, post: Int32, weight: Double) {
        if room == 0 { grow() }
        last?.initialize(to: Row(pre: pre, post: post, weight: weight))
        last = last?.advanced(by: 1)
        room -= 1
        count += 1
    }

    private func grow() {
        let block = UnsafeMutablePointer<Row>.allocate(capacity: Self.blockRows)
        blocks.append(block)
        (last, room) = (block, Self.blockRows)
    }

    /// Calls `body` with each row, in the order of the file.
    @inline(__always)
    func forEach(_ body: (Row) -> Void) {
        var left = count
        for block in blocks {
            for index in 0..<min(left, Self.blockRows) { body(block[index]) }
            left -= min(left, Self.blockRows)
        }
    }
}
