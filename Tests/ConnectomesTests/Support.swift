import Connectomes
import Foundation
import Model
import Testing

/// A folder that goes away with the test.
final class Scratch: Sendable {
    let path: String

    /// - Parameter inMemory: whether its files are better kept off the disk, where that is possible: there may be thousands.
    init(inMemory: Bool = false) throws {
        let memory = "/dev/shm/"
        let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory)
        path = (isThere ? memory : NSTemporaryDirectory()) + "connectomes-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file; returns its path.
    func write(_ text: String, _ name: String = "edges.csv") throws -> String {
        try write(Data(text.utf8), name)
    }

    func write(_ data: Data, _ name: String) throws -> String {
        try data.write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }
}

/// What an import makes of a file.
func imported(
    _ file: String, _ ask: (inout ConnectomeRequest) -> Void = { _ in }
) throws -> Connectome {
    var request = ConnectomeRequest()
    ask(&request)
    return try ConnectomeImport.read(file, request, source: "a file")
}

/// The words of the error with which an import refuses a file.
func refusal(_ file: String, _ ask: (inout ConnectomeRequest) -> Void = { _ in }) -> String {
    do {
        let connectome = try imported(file, ask)
        return "nothing refused: \(connectome.mask.count) connections"
    } catch {
        return "\(error)"
    }
}

extension Connectome {
    /// Each connection in words: `a → b 2.0`, in the mask's order.
    var words: [String] {
        var words: [String] = []
        for (index, (pre, post)) in mask.pairs.enumerated() {
            let weight = weights.map { " \($0[index])" } ?? ""
            words.append("\(names?[pre] ?? "\(pre)") → \(names?[post] ?? "\(post)")\(weight)")
        }
        return words
    }
}

extension ConnectivityMask {
    /// Presynaptic and postsynaptic node of each connection, in order.
    var pairs: [(pre: Int, post: Int)] {
        switch connections {
        case .all: (0..<hiddenNodes).flatMap { post in (0..<hiddenNodes).map { ($0, post) } }
        case .rows(let starts, let columns):
            (0..<hiddenNodes).flatMap { post in
                columns[starts[post]..<starts[post + 1]].map { (Int($0), post) }
            }
        }
    }

    /// Rows in order and within range, as everything that reads masks takes for granted.
    func expectWellFormed() {
        guard case .rows(let starts, let columns) = connections else { return }
        #expect(starts.count == hiddenNodes + 1 && starts.first == 0 && starts.last == columns.count)
        for post in 0..<hiddenNodes {
            let row = columns[starts[post]..<starts[post + 1]]
            #expect(zip(row, row.dropFirst()).allSatisfy { $0 < $1 })
            #expect(row.allSatisfy { (0..<hiddenNodes).contains(Int($0)) })
        }
        #expect(count > 0 && density == Double(count) / Double(hiddenNodes * hiddenNodes))
    }
}
