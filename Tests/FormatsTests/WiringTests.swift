import Foundation
import HDF5
import Testing

@testable import Formats
@testable import Model

/// How masks say their rule's parameters (artifacts/FORMAT.md, kind `mask`).
@Suite struct WiringTests {
    private func mask(_ wiring: Wiring) -> ConnectivityMask {
        ConnectivityMask(
            hiddenNodes: 3, connections: .rows(rowStarts: [0, 2, 2, 3], columns: [0, 2, 1]), density: 0.3,
            wiring: wiring, seed: 7)
    }

    static let wirings = [
        Wiring(
            rule: "distance",
            values: [
                "length": .real(0.25), "dimensions": .integer(3), "decay": .text("gaussian"),
                "periodic": .flag(false), "self-connections": .flag(false),
            ]),
        Wiring(
            rule: "blocks",
            values: ["groups": .reals([4, 1]), "probabilities": .reals([0.1, 0.2, 1e-05, 0])]),
        Wiring(rule: "rewired", values: ["rounds": .integer(20)], source: "distance, length 0.1, seed 3"),
        Wiring(rule: "bernoulli", values: ["self-connections": .flag(true)]), Wiring(rule: "from elsewhere"),
    ]

    @Test(arguments: wirings)
    func parametersComeBack(wiring: Wiring) throws {
        let folder = try TemporaryFolder()
        try mask(wiring).write(to: folder.file("m.h5"))
        let read = try ConnectivityMask(readingFrom: folder.file("m.h5"))
        #expect(read == mask(wiring))
        #expect(read.wiring.values.count == (wiring.rule == "bernoulli" ? 0 : wiring.values.count))
    }

    @Test func signsComeBack() throws {
        let folder = try TemporaryFolder()
        var signed = mask(Wiring(rule: "blocks"))
        signed.signs = [1, -1, 0]
        try signed.write(to: folder.file("m.h5"))
        #expect(try ConnectivityMask(readingFrom: folder.file("m.h5")) == signed)
        // As an imported mask, too, beside names and groups.
        let imported = Connectome(mask: signed, names: ["a", "b", "c"], groups: ["x", "", "x"])
        try imported.write(to: folder.file("i.h5"), sourceDigest: "00")
        #expect(try ConnectivityMask(readingFrom: folder.file("i.h5")).signs == [1, -1, 0])
    }

    @Test func attributesAreTyped() throws {
        let folder = try TemporaryFolder()
        try mask(Self.wirings[0]).write(to: folder.file("m.h5"))
        let file = try HDF5File.open(at: folder.file("m.h5"))
        #expect(try file.root.attribute("length", as: Double.self) == 0.25)
        #expect(try file.root.attribute("dimensions", as: Int.self) == 3)
        #expect(try file.root.attribute("decay", as: String.self) == "gaussian")
        #expect(try file.root.attribute("periodic", as: Int.self) == 0)
        #expect(try file.root.attribute("self_connections", as: Int.self) == 0)
        let title = try file.root.attribute("title", as: String.self)
        #expect(
            title.contains("distance, length 0.25, dimensions 3, decay gaussian, periodic false"), "\(title)")
    }

    @Test(arguments: [
        ("length", ConditionValue.real(-1), "is -1, but a positive number was expected"),
        ("length", .integer(1), "length"), ("dimensions", .integer(0), "a whole number from 1 to 3"),
        ("decay", .text("linear"), "exponential or gaussian"), ("periodic", .integer(2), "periodic"),
    ])
    func aParameterOutOfRangeIsRefused(name: String, value: ConditionValue, hint: String) throws {
        let folder = try TemporaryFolder()
        let file = try HDF5File.create(at: folder.file("m.h5"))
        try file.root.setAttribute("rule", to: "distance")
        try file.root.setAttribute(name, to: HDF5AttributeValue(value))
        try file.close()
        let read = try HDF5File.open(at: folder.file("m.h5"))
        do {
            _ = try Wiring(readingFrom: read.root)
            Issue.record("\(name) was read")
        } catch {
            #expect("\(error)".contains(folder.file("m.h5")) && "\(error)".contains(name), "\(error)")
            #expect("\(error)".contains(hint), "\(error)")
        }
    }
}
