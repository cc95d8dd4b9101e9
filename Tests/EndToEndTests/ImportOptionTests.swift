import Foundation
import Model
import Testing

@testable import Specification

/// How `build-mask` takes its arguments, those of `imported` among them.
@Suite struct ImportOptionTests {
    private func project() throws -> Project {
        let project = try Project()
        let edges = "pre,post,weight,nt\nb,a,3,GABA\nc,b,2,ACH\nd,a,1,5HT\n"
        try edges.write(toFile: project.folder + "/edges.csv", atomically: true, encoding: .utf8)
        return project
    }

    private func build(_ project: Project, _ arguments: String) throws -> Outcome {
        try run(
            "\(Project.programs)/build-mask", arguments.split(separator: " ").map(String.init),
            in: project.folder)
    }

    @Test(arguments: [
        "-q imported --from edges.csv --output m.h5", "--output m.h5 imported --from edges.csv",
        "--keep-zeros --output=m.h5 --from edges.csv imported",
    ])
    func theRuleMayBeAnywhere(arguments: String) throws {
        let project = try project()
        let outcome = try build(project, arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(FileManager.default.fileExists(atPath: project.folder + "/m.h5"))
    }

    @Test func aValueIsNotTakenForTheRule() throws {
        let project = try project()
        let drawn = try build(project, "--store imported full --size 3 --output f.h5")
        #expect(drawn.status == 0, "\(drawn.errors)")
        let unknown = try build(project, "-q import --output m.h5")
        #expect(
            unknown.status == 65
                && unknown.errors.contains("no wiring rule 'import'; the rules are bernoulli, full")
                && unknown.errors.contains("reversed, imported"), "\(unknown.errors)")
        #expect(try build(project, "--help").output.contains("RULES"))
        #expect(try build(project, "imported --help").output.contains("--take <column=value"))
    }

    @Test func takeIsGivenOnce() throws {
        let project = try project()
        let twice = try build(
            project, "imported --from edges.csv --take nt=ACH --take nt=GABA --output m.h5")
        #expect(
            twice.status == 64 && twice.errors.contains("--take is given 2 times")
                && twice.errors.contains("with commas between the values"), "\(twice.errors)")
        let once = try build(project, "imported --from edges.csv --take nt=ACH,GABA --output m.h5")
        #expect(once.status == 0 && once.errors.contains("1 rows not taken"), "\(once.errors)")
        let folder = project.folder + "/artifacts/recipes"
        let recipes = try FileManager.default.contentsOfDirectory(atPath: folder).map {
            try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
        }
        #expect(recipes.count { $0.contains(#""take":"nt=ACH,GABA""#) } == 1, "\(recipes)")
    }

    /// Descriptions of connectomes may hold what the program declares (`ImportOption.all`), or have keys for it.
    @Test func descriptionsKnowItsOptions() throws {
        let help = try build(project(), "imported --help").output
        let declared = help.matches(of: /(?m)^  (?:-\w, )?(--[a-z-]+)(?: <([^>]+)>)?/)
            .map { (name: String($0.1), value: $0.2.map(String.init)) }
        let others = ImportOption.keys.keys + ImportOption.ofCommands + ["--version", "--help"]
        #expect(
            Set(declared.map(\.name)) == Set(ImportOption.all.map(\.name) + others),
            "the options that build-mask imported declares, and those that Specification/ImportOption.swift knows"
        )
        for option in ImportOption.all {
            let value = declared.first { $0.name == option.name }?.value
            switch option.value {
            case .none: #expect(value == nil, "\(option.name)")
            case .choice(let words): #expect(value == words.joined(separator: "|"), "\(option.name)")
            case .number: #expect(["n", "weight"].contains(value), "\(option.name)")
            case .columnAndValues: #expect(value == "column=value,…", "\(option.name)")
            case .text:
                #expect(
                    ["column", "column|none", "name", "value,…"].contains(value), "\(option.name)")
            }
        }
    }

    /// Both refuse these, and take those: what is asked of a file that is there comes later.
    @Test func descriptionsAndTheProgramAgree() throws {
        let project = try project()
        func isTaken(_ options: String) throws -> (byProgram: Bool, byDescription: Bool) {
            let outcome = try build(project, "imported --from none.csv --output m.h5 \(options)")
            #expect(outcome.status == 64 || outcome.status == 66, "\(options): \(outcome.errors)")
            let place = try YAMLValue.parse("here", file: "worm.yaml")
            let words = options.split(separator: " ").map { (place, String($0)) }
            return (outcome.status == 66, (try? ImportOption.check(words)) != nil)
        }
        for options in [
            "--take a", "--take =b", "--take", "--takes a=b", "--pre=", "--pre --post b", "--inhibitory -1",
            "--rows Pre", "--self-connections false", "--least 0", "--least=-1", "--least inf", "--least two",
            "--keep-zeros=yes", "--keep-zeros yes", "--take a=b --take a=c", "-pre a",
        ] {
            #expect(try isTaken(options) == (false, false), "\(options)")
        }
        for options in [
            "--take a=b=c", "--pre=a --post b", "--node-sign nt --inhibitory -", "--inhibitory=-1 --sign nt",
            "--rows pre --part x", "--self-connections=no", "--least 1e-3", "--least 0x10 --keep-zeros",
        ] {
            #expect(try isTaken(options) == (true, true), "\(options)")
        }
    }

    @Test func helpSaysHowEachRuleTakesTheDensity() throws {
        let help = try run("\(Project.programs)/build-mask", ["--help"], in: "/").output
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for (rule, words) in [
            (WiringRule.bernoulli, "density: expected"), (.full, "density: 1"),
            (.inDegree, "density: exact"),
            (.blocks, "density: expected; if not given, it follows from the parameters"),
            (.rewired, "density: that of the other mask"),
        ] {
            #expect(help.contains("\(rule.name) \(rule.summary) (\(words))"), "\(rule.name): \(help)")
        }
    }
}
