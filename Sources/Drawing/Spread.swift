import Results

/// Heights as close to `wanted` as can be, in the same order, with at least `apart` between any two.
package func spread(_ wanted: [Double], apart: Double, in scale: RoundScale) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var heights = wanted
    // Neighbours that are too close become one block around their mean; repeat until no blocks touch.
    var blocks: [(members: [Int], centre: Double)] = []
    for index in order {
        blocks.append(([index], wanted[index]))
        while blocks.count > 1 {
            let (upper, lower) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
            let reach = Double(upper.members.count + lower.members.count) * apart / 2
            if upper.centre - lower.centre >= reach { break }
            let members = lower.members + upper.members
            let centre = members.map { wanted[$0] }.reduce(0, +) / Double(members.count)
            blocks.removeLast(2)
            blocks.append((members, centre))
        }
    }
    for block in blocks {
        let half = Double(block.members.count - 1) * apart / 2
        let centre = min(max(block.centre, scale.low + half), max(scale.low + half, scale.high - half))
        for (position, index) in block.members.enumerated() {
            heights[index] = centre - half + Double(position) * apart
        }
    }
    return heights
}
