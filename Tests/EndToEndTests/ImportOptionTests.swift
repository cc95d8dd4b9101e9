import Foundation
import Model
import Testing

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
