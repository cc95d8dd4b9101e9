import Testing

@testable import Compute
@testable import Model

/// The simulator Oclgrind, which reports races; Tests/races.sh makes it the only device and reads its log.
private let simulator = (try? DeviceDescription.all())?.first { $0.platform == "Oclgrind" }

@Suite(.enabled(if: simulator != nil, "Oclgrind is not the device (Tests/races.sh makes it so)"))
struct RaceTests {
    /// Rows of one panel, and of two.
    @Test func kernelsOfALayer() throws {
        for images in [37, 144] { try run(images: images) { $0 } }
    }

    /// Without the barriers that keep the writers of shared activations from its readers.
    @Test func aMissingBarrierIsFound() throws {
        try run(images: 37, of: [.sharing]) { source in
            let barrier = "                BARRIER();\n                for (int x = ITEM; x < count * PANEL"
            #expect(source.contains(barrier))
            return source.replacing(barrier, with: barrier.replacing("BARRIER();", with: ""))
        }
    }

    private func run(
        images: Int, of parts: [SmallLayer.Part] = SmallLayer.Part.allCases, _ edit: (String) -> String
    ) throws {
        let device = try Device(try #require(simulator?.choice), editing: edit, mayBeUnfit: true)
        let engine = try Engine(threads: 1, device: device)
        _ = SmallLayer.bits(.usual, images: images, of: parts, on: engine)
        try engine.checkDevice()
    }
}
