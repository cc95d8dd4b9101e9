import Foundation
import Model

extension ResolvedFigure {
    /// Reads what planning has written.
    ///
    /// - Throws: `JSONFileError` if the file is missing or is not a figure that planning could have written.
    package init(readingFrom path: String) throws(JSONFileError) {
        self = try readPlanned(
            path, advice: "make it with plan rules, which reads the YAML of pipeline/figures"
        ) {
            (figure: ResolvedFigure) throws(Problem) in try figure.check()
        }
    }

    private func check() throws(Problem) {
        for (member, text) in [("figure", figure), ("profile", profile), ("layout", layout)]
        where text.isEmpty {
            throw Problem(member, "is empty")
        }
        try panels.check(at: "panels", datasets ?? [])
    }
}

extension ResolvedPaper {
    /// Reads what planning has written.
    ///
    /// - Throws: `JSONFileError` if the file is missing or is not such a plan.
    package init(readingFrom path: String) throws(JSONFileError) {
        self = try readPlanned(path, advice: "make it with plan rules \(Self.name)") {
            (paper: ResolvedPaper) throws(Problem) in try paper.check()
        }
    }

    private func check() throws(Problem) {
        if profile.isEmpty { throw Problem("profile", "is empty") }
        try checkDistinct(figures.map(\.figure), list: "figures", member: "figure")
        for (index, figure) in figures.enumerated() {
            try figure.paperPanels?.check(at: "figures.\(index + 1).paper-panels", datasets ?? [])
        }
    }
}

/// What planning would not have written although its type is right.
private struct Problem: Error {
    let field: String
    let words: String

    init(_ field: String, _ words: String) { (self.field, self.words) = (field, words) }
}

private func readPlanned<Value: Decodable>(
    _ path: String, advice: String, check: (Value) throws(Problem) -> Void
) throws(JSONFileError) -> Value {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw JSONFileError(path, "cannot be read", advice: advice)
    }
    let value: Value = try decodeJSON(from: data, of: path, advice: advice)
    do {
        try check(value)
    } catch {
        throw JSONFileError(path, field: error.field, error.words, advice: advice)
    }
    return value
}

/// Refuses an empty name, and one that is there twice.
private func checkDistinct(_ names: [String], list: String, member: String) throws(Problem) {
    if names.isEmpty { throw Problem(list, "is empty") }
    for (index, name) in names.enumerated() where name.isEmpty || names[..<index].contains(name) {
        throw Problem(
            "\(list).\(index + 1).\(member)", name.isEmpty ? "is empty" : "is \"\(name)\" a second time")
    }
}

extension [ResolvedPanel] {
    fileprivate func check(at place: String, _ described: [Catalogue.Dataset]) throws(Problem) {
        try checkDistinct(map(\.name), list: place, member: "name")
        for (index, panel) in enumerated() { try panel.check(at: "\(place).\(index + 1)", described) }
    }
}

extension ResolvedPanel {
    fileprivate func check(at place: String, _ described: [Catalogue.Dataset]) throws(Problem) {
        if Catalogue.dataset(dataset.name) == nil, !described.contains(where: { $0.name == dataset.name }) {
            throw Problem("\(place).dataset.name", "is \"\(dataset.name)\", which is not in the catalogue")
        }
        try checkRange(dataset.trainLimit, of: "\(place).dataset.train-limit", CountRange.some)
        try checkRange(dataset.testLimit, of: "\(place).dataset.test-limit", CountRange.some)
        if grid == nil, !shows.drawsData {
            throw Problem("\(place).grid", "is missing, but the panel shows networks")
        }
        try grid?.check(at: place + ".grid")
        if let index = grid?.conditions.firstIndex(where: { $0.dataset != dataset.name }) {
            throw Problem(
                "\(place).grid.conditions.\(index + 1).dataset",
                "is not that of the panel, which is \(dataset.name)")
        }
    }
}

extension NetworkGrid {
    fileprivate func check(at place: String) throws(Problem) {
        for number in seeds { try checkRange(number, of: "\(place).seeds", CountRange.seed) }
        for number in connections { try checkRange(number, of: "\(place).connections", 1...(1 << 62)) }
        for number in snapshots { try checkRange(number, of: "\(place).snapshots", CountRange.any) }
        try checkRange(epochs, of: "\(place).epochs", CountRange.any)
        try checkRange(patience, of: "\(place).patience", CountRange.some)
        if conditions.isEmpty { throw Problem("\(place).conditions", "is empty") }
        if seeds.isEmpty || Set(seeds).count < seeds.count {
            throw Problem("\(place).seeds", "is empty, or has a seed twice")
        }
        let isIncreasing = zip(snapshots, snapshots.dropFirst()).allSatisfy(<)
        guard isIncreasing, snapshots.last == epochs else {
            throw Problem("\(place).snapshots", "must increase and end with epochs, which is \(epochs)")
        }
    }
}

private func checkRange(_ number: Int?, of field: String, _ range: ClosedRange<Int>) throws(Problem) {
    guard let number, !range.contains(number) else { return }
    throw Problem(field, "is \(number), which is not from \(range.lowerBound) to \(range.upperBound)")
}
