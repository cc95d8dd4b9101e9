import Compute
import Random
import Testing

@testable import Analysis
@testable import Model

/// Connections by a rule, and what networkx and NumPy say of them, made by fixtures/make_wiring.py.
struct WiringCase: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let kind: String
    let nodes: Int
    let density: Double
    let seed: UInt32
    let targets: Int
    let self_connections: Int
    let in_degrees: [Int]
    let out_degrees: [Int]
    let degree_correlation: Double?
    let reciprocity: Double?
    let clustering: Double
    let triads: [String: Int]
    let path_length: Double?
    let longest_path: Int
    let reachable: Double
    let weak: [Int]
    let strong: [Int]
    let spectral_radius: Double

    var testDescription: String { name }

    static func all() throws -> [WiringCase] {
        struct File: Decodable { let cases: [WiringCase] }
        return try fixture("wiring.json", as: File.self).cases
    }

    var mask: ConnectivityMask {
        var random = NumPyRandom(seed: seed)
        let draws = random.rand(nodes * nodes)
        var (starts, columns) = ([0], [Int32]())
        for post in 0..<nodes {
            for pre in 0..<nodes where isConnected(draws, post, pre) { columns.append(Int32(pre)) }
            starts.append(columns.count)
        }
        return ConnectivityMask(
            hiddenNodes: nodes, connections: .rows(rowStarts: starts, columns: columns), density: 0.5,
            rule: "made up", seed: nil)
    }

    private func isConnected(_ draws: [Double], _ post: Int, _ pre: Int) -> Bool {
        let drawn = draws[post * nodes + pre] < density
        switch kind {
        case "symmetric": return post > pre ? draws[pre * nodes + post] < density : drawn
        case "lower": return drawn && post > pre
        case "ring": return drawn || (post - pre + nodes) % nodes <= 3
        default: return drawn
        }
    }
}

@Suite struct WiringSummaryTests {
    private func isNear(_ one: Double, _ other: Double?, within: Double = 1e-12) -> Bool {
        guard let other else { return one.isNaN }
        return abs(one - other) <= within * max(1, abs(other))
    }

    @Test(arguments: try WiringCase.all())
    func agreesWithNetworkX(wanted: WiringCase) throws {
        let found = try WiringSummary(
            of: wanted.mask, targets: wanted.targets, seed: 0, engine: Engine(threads: 2))
        #expect(found.selfConnections == wanted.self_connections)
        #expect(found.inDegrees == wanted.in_degrees && found.outDegrees == wanted.out_degrees)
        #expect(isNear(found.degreeCorrelation, wanted.degree_correlation))
        #expect(isNear(found.reciprocity, wanted.reciprocity))
        #expect(isNear(found.clustering, wanted.clustering), "\(found.clustering) \(wanted.clustering)")
        for (name, count) in zip(MeasureKind.triads, found.triads) {
            #expect(count == wanted.triads[name] ?? 0, "\(name)")
        }
        #expect(isNear(found.pathLength, wanted.path_length))
        #expect(found.longestPath == wanted.longest_path && isNear(found.reachable, wanted.reachable))
        #expect((found.weakComponents, found.largestWeak) == (wanted.weak.count, wanted.weak[0]))
        #expect((found.strongComponents, found.largestStrong) == (wanted.strong.count, wanted.strong[0]))
        #expect(isNear(found.spectralRadius.modulus, wanted.spectral_radius, within: 1e-6))
    }

    /// Rows of bits and lists of neighbours count the same, with any instructions and number of threads.
    @Test(arguments: try WiringCase.all())
    func everyWayToCountGivesTheSame(wanted: WiringCase) throws {
        let inputs = AdjacencyRows(wanted.mask)
        let neighbours = Neighbours(inputs, outputs: AdjacencyRows(turning: inputs))
        let reference = TriadCensus(neighbours, engine: try Engine(threads: 1, instructionSet: .plain))
        for instructions in InstructionSet.allCases where instructions.isSupported {
            for (threads, asBits) in [(1, true), (3, true), (1, false), (3, false)] {
                let engine = try Engine(threads: threads, instructionSet: instructions)
                let census = TriadCensus(neighbours, engine: engine, asBits: asBits)
                #expect(census.counts == reference.counts && census.triangles == reference.triangles)
            }
        }
    }

    /// All connections of a full mask, which has no lists.
    @Test func fullMasksAreMeasured() throws {
        let full = ConnectivityMask(
            hiddenNodes: 9, connections: .all, density: 1, rule: "full", seed: nil)
        let found = try WiringSummary(of: full, targets: 100, seed: 0, engine: Engine(threads: 1))
        #expect(found.selfConnections == 9 && found.inDegrees == Array(repeating: 9, count: 9))
        #expect(found.reciprocity == 1 && found.clustering == 1 && found.triads.last == 84)
        #expect(found.degreeCorrelation.isNaN && abs(found.spectralRadius.modulus - 9) < 1e-5)
    }
}
