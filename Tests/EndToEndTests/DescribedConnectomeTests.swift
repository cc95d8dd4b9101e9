import Foundation
import Testing

/// Connectomes that a file in `pipeline/connectomes` describes, from files of connections to figures.
@Suite struct DescribedConnectomeTests {
    private let project: Project

    init() throws {
        project = try Project()
        try project.takeOwnData()
        try describe()
        try project.write(
            """
            figure: own
            title: A connectome beside its null
            layout: panels.gp
            networks: {dataset: mnist}
            panels:
              - name: A
                shows: accuracy-by-epoch
                title: Ring
                networks: {wiring: [{rule: imported, of: ring}, {rule: rewired, of: {rule: imported, of: ring}}]}
                profiles:
                  smoke: {seeds: 2, epochs: 1}

            """, to: "pipeline/figures/own.yaml")
    }

    /// 40 nodes, each connected to the next two; all of one kind except the second connection of the last.
    private func writeRing(kinds: [String] = ["chemical", "electrical"]) throws {
        let rows = (0..<40).flatMap { node in
            [1, 2].map { "c\(node),c\((node + $0) % 40),\(kinds[node == 39 ? $0 - 1 : 0])" }
        }
        try project.write(
            "pre,post,kind\n" + rows.joined(separator: "\n") + "\n", to: "pipeline/data/ring/ring.csv")
    }

    private func describe(options: String = "--take kind=chemical", connections: Int = 79) throws {
        try project.write(
            """
            title: A ring of cells
            origin: made by a test
            file: ring.csv
            options: \(options)
            nodes: 40
            connections: \(connections)

            """, to: "pipeline/connectomes/ring.yaml")
    }

    private func page() throws -> String {
        try String(
            contentsOfFile: project.folder + "/artifacts/figures/smoke/own/own.html", encoding: .utf8)
    }

    @Test func aFigureIsMadeOfADescribedConnectome() throws {
        try writeRing()
        let made = try project.make("own")
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.computed(by: "build-mask").count == 3 && made.computed(by: "train").count == 4)
        let links = try project.links()
        #expect(links["masks/imported/ring.h5"] != nil)
        #expect(links.keys.count { $0.contains("n40-p0.049375-imported-of-ring") } > 0, "\(links.keys)")
        #expect(try page().contains("imported of ring") && page().contains("rewired of imported of ring"))

        let again = try project.make("own")
        #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")

        // Other options make another network, which the description must say.
        try describe(options: "--weight none")
        let other = try project.make("own")
        #expect(other.status != 0)
        #expect(
            other.errors.contains("has 80 connections in the end, but 79 were expected")
                && other.errors.contains("pipeline/connectomes/ring.yaml"), "\(other.errors)")
        try describe(options: "--weight none", connections: 80)
        let corrected = try project.make("own")
        #expect(corrected.status == 0 && corrected.computed(by: "train").count == 4, "\(corrected.errors)")

        // So does another file.
        try writeRing(kinds: ["chemical", "chemical"])
        try describe(options: "--take kind=chemical", connections: 79)
        let changed = try project.make("own")
        #expect(changed.status != 0 && changed.errors.contains("but 79 were expected"), "\(changed.errors)")
    }

    @Test func withoutItsFileThereIsALineInPlaceOfThePanel() throws {
        let made = try project.make("own")
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.computed(by: "train").isEmpty)
        #expect(
            try page().contains("A ring of cells is not here: put ring.csv into pipeline/data/ring"))
    }
}
