import Model
import Results
import Specification

extension PanelFiles {
    /// The connections between hidden nodes of one network as a matrix, [post, pre] as masks have it: who sends from left to right,
    /// who receives from top to bottom, the sign by colour.
    ///
    /// - Throws: `FigureError` when its weights were not given.
    package init(matrixOf networks: [WeightSnapshot], for panel: ResolvedPanel) throws {
        let own = PanelNetworks(panel)
        let epochs = panel.grid?.epochs ?? 0
        guard let network = networks.first(where: { own.contains($0) && $0.epoch == epochs }) else {
            throw FigureError(
                "Panel \(panel.name) shows the connections of a network, but its weights were not given: pass them to the report."
            )
        }
        let nodes = network.description.hiddenNodes
        let matrix = ConnectionMatrix(network)
        let isLayered = network.description.network == .feedforward
        let words =
            ["\(nodes.grouped) hidden nodes\(isLayered ? " in each of two layers" : "")"]
            + ["density \(network.description.density.brief)", afterEpochs(epochs)]
        set(
            "subtitle",
            "\(words.joined(separator: ", ")); \(network.mask.count.grouped) of \((nodes * nodes).grouped) connections"
        )
        set("matrixNodes", nodes)
        set("matrixSends", isLayered ? "sending node of the first layer" : "sending node")
        set("matrixReceives", isLayered ? "receiving node of the second layer" : "receiving node")
        let there = Set(matrix.signs.joined())
        let signs = ConnectionMatrix.Sign.allCases.filter(there.contains)
        set("signName", signs.map(\.name))
        set("signColour", signs.map(\.colour.hexadecimal))
        data = [("matrix", matrix.lines)]
    }
}

/// The signs of the weights of one network.
package struct ConnectionMatrix {
    /// What is at a place of the matrix. Blue and orange can be told apart by colour-blind readers and in grey.
    package enum Sign: CaseIterable {
        case positive
        case negative
        case zero
        case none

        var name: String {
            switch self {
            case .positive: "positive weight"
            case .negative: "negative weight"
            case .zero: "weight zero"
            case .none: "no connection"
            }
        }

        var colour: Colour {
            switch self {
            case .positive: Colour(0, 84, 140)
            case .negative: Colour(240, 150, 20)
            case .zero: Colour(150, 150, 150)
            case .none: Colour(246, 246, 246)
            }
        }

        init(_ weight: Float) { self = weight > 0 ? .positive : weight < 0 ? .negative : .zero }
    }

    /// [post][pre].
    package let signs: [[Sign]]

    /// - Parameter network: with one weight a connection of its mask, in the mask's order.
    package init(_ network: WeightSnapshot) {
        let nodes = network.mask.hiddenNodes
        let weights = network.parameters.recurrentWeights
        var signs = Array(repeating: Array(repeating: Sign.none, count: nodes), count: nodes)
        switch network.mask.connections {
        case .all:
            for index in weights.indices { signs[index / nodes][index % nodes] = Sign(weights[index]) }
        case .rows(let starts, let columns):
            for row in 0..<nodes {
                for index in starts[row]..<starts[row + 1] {
                    signs[row][Int(columns[index])] = Sign(weights[index])
                }
            }
        }
        self.signs = signs
    }

    /// `x y red green blue`, row by row, as gnuplot's image plots need them.
    package var lines: [String] {
        signs.enumerated().flatMap { row, line in
            line.enumerated().map { column, sign in
                let parts = [sign.colour.red, sign.colour.green, sign.colour.blue].map { "\(Int($0))" }
                return "\(column)\t\(row)\t\(parts.joined(separator: "\t"))"
            }
        }
    }
}
