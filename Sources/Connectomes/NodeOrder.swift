/// The order of nodes: that of their names.
extension ConnectomeDraft {
    /// The nodes, sorted: as numbers if all are whole numbers, else by the bytes of their names. The order of rows decides nothing.
    ///
    /// - Throws: `ConnectomeFileError` where ids are numbers too large for 64 bits, or were rounded.
    func sortedNodes() throws -> [Int] {
        guard let names, !isInOrder else { return Array(0..<nodes) }
        let ids = (0..<nodes).map { names.withBytes($0, Self.integer) }
        guard ids.contains(nil) else {
            let values = ids.map { $0 ?? 0 }
            return (0..<nodes).sorted {
                values[$0] == values[$1] ? precedes($0, $1, names) : values[$0] < values[$1]
            }
        }
        try refuseLostIDs(ids, names)
        return (0..<nodes).sorted { precedes($0, $1, names) }
    }

    private func precedes(_ one: Int, _ other: Int, _ names: NodeNames) -> Bool {
        names.withBytes(one) { one in names.withBytes(other) { one.lexicographicallyPrecedes($0) } }
    }

    /// A whole number of 64 bits, signed or not.
    private static func integer(_ name: Field) -> Int128? {
        if let short = name.shortInteger { return Int128(short) }
        guard isWhole(name), let value = Int128(name.text) else { return nil }
        return value >= Int128(Int64.min) && value <= Int128(UInt64.max) ? value : nil
    }

    private static func isWhole(_ name: Field) -> Bool {
        let digits = name.first == UInt8(ascii: "-") ? name.dropFirst() : name[...]
        return !digits.isEmpty && digits.allSatisfy { (48...57).contains($0) }
    }

    /// Where all names are numbers, those that are none of 64 bits are mistakes: two nodes could have become one.
    private func refuseLostIDs(_ ids: [Int128?], _ names: NodeNames) throws {
        guard (0..<nodes).allSatisfy({ names.withBytes($0) { $0.number != nil } }) else { return }
        guard let wrong = ids.firstIndex(of: nil) else { return }
        let place = "line \(names.line(wrong))"
        guard names.withBytes(wrong, Self.isWhole) else {
            throw ConnectomeFileError(
                file, place,
                "has the id “\(names.name(wrong))”, a number with a point or exponent; ids beyond 2⁵³ lose digits that way: write "
                    + "them as whole numbers (in pandas, read with dtype=\"int64\")")
        }
        throw ConnectomeFileError(
            file, place,
            "has the id \(names.name(wrong)), which does not fit into 64 bits; write ids as they were")
    }
}
