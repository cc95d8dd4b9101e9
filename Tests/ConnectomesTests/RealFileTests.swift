import Connectomes
import Foundation
import Model
import Testing

/// The real files, where there are any (CONTRIBUTING.md); numbers from pandas, networkx and libsonata.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SPARSE_CORTEX_CONNECTOMES"] != nil))
struct RealFileTests {
    private let folder = ProcessInfo.processInfo.environment["SPARSE_CORTEX_CONNECTOMES"] ?? ""

    /// Counts that an import found, in the order of the names.
    private func counts(_ connectome: Connectome) -> [Int] {
        ["rows", "nodes", "connections", "self_connections", "reciprocal_connections"].map {
            connectome.findings[$0]
        }
    }

    @Test func theWormOfCookEtAl() throws {
        let worm = try imported(folder + "/herm_full_edgelist.csv")
        #expect(counts(worm) == [7379, 448, 6625, 46, 3676])
        #expect(worm.names?.allSatisfy { !$0.contains(" ") } == true)
        let chemical = try imported(folder + "/herm_full_edgelist.csv") { $0.taken = ("Type", ["chemical"]) }
        #expect(chemical.findings["rows_not_taken"] == 2698 && chemical.mask.count == 4681)
    }

    @Test func theWormOfWhiteEtAl() throws {
        let worm = try imported(folder + "/aconnectome_white_1986_whole.csv")
        #expect(worm.findings["rows"] == 2961)
        #expect(worm.findings.remarks[0].contains("leads to expect commas, but fields are separated by tabs"))
        // Half of this table has a column more than its header: nothing of it may be guessed.
        let said = refusal(folder + "/herm_full_edgelist.csv") { $0.nodes = folder + "/all_cell_info.csv" }
        #expect(
            said.contains(
                "all_cell_info.csv, line 312: has 6 fields separated by commas, but 5 were expected"),
            "\(said)")
    }

    @Test func threeHundredCellsOfAllen() throws {
        let sonata = folder + "/sonata/"
        let cells = try imported(sonata + "v1_v1_edges.h5") {
            ($0.weight, $0.nodes, $0.nodeTypes) = (
                "nsyns", sonata + "v1_nodes.h5", sonata + "v1_node_types.csv"
            )
            ($0.nodeSign, $0.nodeGroup) = ("ei", "location")
        }
        #expect(counts(cells) == [61560, 300, 61560, 214, 41964])
        #expect(cells.signs?.count { $0 == 1 } == 240 && cells.groups?.allSatisfy { $0 == "VisL4" } == true)
        let typed = try imported(sonata + "v1_v1_edges.h5") {
            ($0.weight, $0.edgeTypes) = ("syn_weight", sonata + "v1_v1_edge_types.csv")
        }
        #expect(Set(typed.weights ?? []) == [0.01, 0.15, 0.3, 0.002])
        #expect(refusal(sonata + "tw_v1_edges.h5").contains("leads from population tw to population v1"))
    }

    @Test func populationsOfLibsonata() throws {
        let sonata = folder + "/sonata/"
        let indexed = try imported(sonata + "libsonata-edges1.h5") {
            ($0.part, $0.weight) = ("edges-AB", "attr-X")
        }
        let plain = try imported(sonata + "libsonata-edges-no-index.h5") {
            ($0.part, $0.weight) = ("edges-AB", "attr-X")
        }
        #expect(indexed == plain)
        #expect(
            indexed.words == [
                "nodes-A:3 → nodes-B:0 15.0", "nodes-A:1 → nodes-B:1 11.0", "nodes-A:2 → nodes-B:1 27.0",
                "nodes-A:1 → nodes-B:2 12.0", "nodes-A:3 → nodes-B:2 16.0",
            ])
    }
}
