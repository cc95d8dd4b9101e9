/// The strongly connected components of a matrix: sets of nodes that reach each other along weights that are not zero.
///
/// The eigenvalues of a matrix are those of its components, whatever leads from one to another. So a network without loops has
/// exactly the eigenvalues zero, where rounding alone would make of N zeros a circle of radius ε^(1/N).
extension SquareMatrix {
    /// Components, the nodes of each ascending (Tarjan, SIAM Journal on Computing 1, 1972).
    var strongComponents: [[Int]] {
        var search = ComponentSearch(matrix: self)
        for node in 0..<size where search.number[node] < 0 { search.visit(from: node) }
        return search.components
    }
}

private struct ComponentSearch {
    let matrix: SquareMatrix
    /// By node: when it was found, −1 before.
    var number: [Int]
    /// By node: the earliest node known to be in its component; Int.max once that is complete.
    private var earliest: [Int]
    /// Nodes of components that are not complete.
    private var open: [Int] = []
    private var found = 0
    private(set) var components: [[Int]] = []

    init(matrix: SquareMatrix) {
        self.matrix = matrix
        number = [Int](repeating: -1, count: matrix.size)
        earliest = number
    }

    /// Visits all nodes that `root` can be reached from; with a stack of its own, since paths have up to N nodes.
    mutating func visit(from root: Int) {
        var path = [(node: root, next: enter(root))]
        while let (node, next) = path.last {
            var place = next
            let end = matrix.connections(of: node).upperBound
            var child: Int?
            while place < end, child == nil {
                let pre = matrix.presynaptic(place, of: node)
                if matrix.weight(place) != 0 {
                    if number[pre] < 0 {
                        child = pre
                    } else if earliest[pre] != Int.max {
                        earliest[node] = min(earliest[node], number[pre])
                    }
                }
                place += 1
            }
            path[path.count - 1].next = place
            if let child {
                path.append((child, enter(child)))
            } else {
                path.removeLast()
                leave(node, to: path.last?.node)
            }
        }
    }

    /// Numbers a node, and returns the place of its first connection.
    private mutating func enter(_ node: Int) -> Int {
        (number[node], earliest[node]) = (found, found)
        found += 1
        open.append(node)
        return matrix.connections(of: node).lowerBound
    }

    /// A node all of whose connections were followed: if it is the first of its component, that is complete.
    private mutating func leave(_ node: Int, to parent: Int?) {
        if let parent { earliest[parent] = min(earliest[parent], earliest[node]) }
        guard earliest[node] == number[node], let place = open.lastIndex(of: node) else { return }
        let component = open[place...].sorted()
        open.removeSubrange(place...)
        for member in component { earliest[member] = Int.max }
        components.append(component)
    }
}
