import ArtifactStore
import Foundation
import Testing

/// FORMAT.md, guarantees 2 and 6, for the commands of `artifacts`: whatever goes wrong at whichever file operation, the
/// store is sound, and the same command again does what an undisturbed one does.
@Suite(.serialized) struct CommandFaultTests {
    @Test(arguments: StoreCommand.all)
    func aCommandSurvivesAFaultAtAnyOperation(command: StoreCommand) async throws {
        let calm = try command.copy()
        let file = calm.folder + "/count"
        let environment = try FaultLibrary.environment(below: calm.folder, in: "artifacts", count: file)
        let outcome = try command.run(on: calm, environment: environment)
        #expect(outcome.status == 0, "\(command): \(outcome.output)\(outcome.errors)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let count = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(count > 1, "the library does not see what \(command) writes")
        let expected = try calm.contents()
        #expect(try expected != command.copy().contents(), "\(command) has nothing to do")
        for mode in Fault.modes {
            let places = places(in: count, command, mode)
            FaultLibrary.report(mode, at: places, of: command.name)
            try await FaultLibrary.forEach(places) { at in
                try strike(Fault(mode: mode, at: at), command, expected)
            }
        }
    }

    private func places(in count: Int, _ command: StoreCommand, _ mode: String) -> [Int] {
        if FaultLibrary.isThorough(command.name) { return Array(1...count) }
        // Other places for other modes; the last ones publish or remove.
        let shift = Fault.modes.firstIndex(of: mode) ?? 0
        return Array(Set([1 + shift, count / 2 - shift, count - shift].map { min(count, max(1, $0)) }))
            .sorted()
    }

    private func strike(_ fault: Fault, _ command: StoreCommand, _ expected: [String: String]) throws {
        let copy = try command.copy()
        let before = Set(copy.store.verify(threads: 1).damages.map(\.path))
        let environment = try FaultLibrary.environment(below: copy.folder, in: "artifacts", fault: fault)
        let struck = try command.run(on: copy, environment: environment)
        let moment = "\(command), \(fault)"
        let damages = copy.store.verify(threads: 1).damages.filter { !before.contains($0.path) }
        #expect(damages.isEmpty, "\(moment): \(damages); \(struck.errors)")
        if fault.mode == "enospc" || fault.mode == "eio", struck.status != 0 {
            #expect(
                struck.errors.contains("error:") || struck.output.contains("not repaired"),
                "\(moment): ended without a message: \(struck.output)\(struck.errors)")
        }
        let again = try command.run(on: copy)
        #expect(again.status == 0, "\(moment): \(again.output)\(again.errors)")
        let differences = difference(try copy.contents(), expected)
        #expect(differences.isEmpty, "\(moment): \(again.output)")
        #expect(copy.store.verify(threads: 1).damages.isEmpty, "\(moment)")
    }

    private func difference(_ one: [String: String], _ other: [String: String]) -> [String] {
        Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
            .map { "\($0): \(one[$0] ?? "absent") | \(other[$0] ?? "absent")" }
    }
}
