import ArgumentParser
import Testing

@testable import StageKit

/// Options that are made up from a table.
@Suite struct TextOptionsTests {
    private struct Made: TextOptions {
        var texts: [String: String] = [:]

        static var options: [(name: String, help: ArgumentHelp)] {
            [
                ("length", ArgumentHelp("How long.", valueName: "x")),
                ("no-use", ArgumentHelp("Of none.", valueName: "n")),
            ]
        }

        func validate() throws {
            if texts["length"] == "wrong" { throw ValidationError("--length wrong is no length") }
        }
    }

    private struct Caller: ParsableArguments {
        @Option var size = 1
        @OptionGroup(title: "Made up") var made: Made
    }

    @Test func textsAreThoseThatWereGiven() throws {
        #expect(try Caller.parse([]).made.texts.isEmpty)
        let given = try Caller.parse(["--length", "-0.5", "--size", "3", "--no-use=--size"])
        #expect(given.size == 3 && given.made.texts == ["length": "-0.5", "no-use": "--size"])
    }

    @Test func helpAndErrorsAreThoseOfOptions() {
        let help = Caller.helpMessage(columns: 80)
        #expect(help.contains("MADE UP:") && help.contains("--length <x>") && help.contains("Of none."))
        for (arguments, words) in [
            (["--lenth", "1"], "--lenth"), (["--length"], "--length <x>"),
            (["--length", "wrong"], "--length wrong is no length"),
        ] {
            let error = #expect(throws: (any Error).self) { try Caller.parse(arguments) }
            #expect(error.map { Caller.message(for: $0).contains(words) } == true, "\(arguments)")
        }
    }
}
