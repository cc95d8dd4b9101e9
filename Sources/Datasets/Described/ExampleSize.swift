import Model

/// The size of an example of a described dataset.
package enum ExampleSize: Equatable, Sendable {
    /// An image of one byte a number; a step is a row.
    case image(rows: Int, columns: Int, channels: Int)
    /// A series of float32.
    case series(steps: Int, inputs: Int)

    /// Time steps in which a recurrent network reads it.
    package var steps: Int {
        switch self {
        case .image(let rows, _, _): rows
        case .series(let steps, _): steps
        }
    }

    /// Numbers in each step.
    package var inputs: Int {
        switch self {
        case .image(_, let columns, let channels): columns * channels
        case .series(_, let inputs): inputs
        }
    }

    /// Bytes of each number in memory.
    var bytesPerNumber: Int { if case .image = self { 1 } else { 4 } }

    /// Its sizes by the names of the axes.
    var named: [String: Int] {
        Dictionary(uniqueKeysWithValues: axes.map { ($0.axis.rawValue, $0.size) })
    }

    /// Its axes in the order in which a dataset has them, the last one fastest.
    var axes: [(axis: ArrayAxis, size: Int)] {
        switch self {
        case .image(let rows, let columns, let channels):
            [(.row, rows), (.channel, channels), (.column, columns)]
        case .series(let steps, let inputs): [(.step, steps), (.input, inputs)]
        }
    }

    /// For each of its axes the size, and how many numbers lie from one index to the next in a dataset.
    var strides: [ArrayAxis: (size: Int, stride: Int)] {
        var stride = 1
        var all: [ArrayAxis: (size: Int, stride: Int)] = [:]
        for (axis, size) in axes.reversed() {
            all[axis] = (size, stride)
            stride *= size
        }
        return all
    }
}

/// What an axis of an array counts.
package enum ArrayAxis: String, CaseIterable, Sendable {
    case example, row, column, channel, step, input
}

/// What the axes of an array of examples are, in its order. An axis may be several at once, of which the last is fastest: an array
/// of images that were made flat has `[[.example], [.row, .column]]`.
package struct ArrayLayout: Equatable, Sendable {
    let axes: [[ArrayAxis]]

    /// Why a layout does not fit examples.
    package struct Mistake: Error {
        /// What would be right.
        package let message: String
    }

    /// A layout of examples of this size: each axis is there once, but those of size 1 may be left out.
    ///
    /// - Throws: `Mistake`.
    package init(_ axes: [[ArrayAxis]], of size: ExampleSize) throws(Mistake) {
        let all = axes.flatMap(\.self)
        let known = [.example] + size.axes.map(\.axis)
        let wanted = "layout has the axes \(known.map(\.rawValue).joined(separator: ", ")), each once"
        if let other = all.first(where: { !known.contains($0) }) {
            throw Mistake(message: "\(wanted); it has \(other.rawValue)")
        }
        guard Set(all).count == all.count else { throw Mistake(message: "\(wanted); it has one twice") }
        let needed = [.example] + size.axes.filter { $0.size > 1 }.map(\.axis)
        if let missing = needed.first(where: { !all.contains($0) }) {
            throw Mistake(message: "\(wanted); it lacks \(missing.rawValue)")
        }
        guard axes.contains([.example]) else {
            throw Mistake(message: "example is an axis of its own in layout, as in [example, [row, column]]")
        }
        self.axes = axes
    }

    /// As it is written.
    var text: String {
        let words = axes.map { axis in
            let names = axis.map(\.rawValue).joined(separator: ", ")
            return axis.count == 1 ? names : "[\(names)]"
        }
        return "[\(words.joined(separator: ", "))]"
    }

    /// The shape of an array of that many examples.
    func shape(_ examples: Int, of size: ExampleSize) -> [Int] {
        let strides = size.strides
        return axes.map { axis in
            axis.reduce(1) { $0 * ($1 == .example ? examples : strides[$1]?.size ?? 1) }
        }
    }

    /// All axes from the one that varies fastest in a file to the slowest.
    func fastestFirst(isFortranOrder: Bool) -> [ArrayAxis] {
        (isFortranOrder ? axes : axes.reversed()).flatMap { $0.reversed() }
    }
}
