import ArtifactStore
import Foundation
import HDF5
import Testing

/// Recipes as they are in every store: whoever changes one of these texts makes everything old that was computed so far.
@Suite struct RecipeTests {
    /// The canonical text that the store must hold a recipe of, and be the name of.
    ///
    /// - Parameters:
    ///   - inputs: links by role; digests stand in the text.
    ///   - parameters: what the options decide, as text.
    private func text(
        _ project: Project, stage: String, inputs: KeyValuePairs<String, String>, parameters: String
    ) throws -> String {
        let code = try project.program(stage, "--version").output.trimmingCharacters(in: .newlines)
        try #require(code.count == 64, "\(code)")
        let digests = try inputs.map { role, link -> String in
            let path = "\(project.folder)/\(link)"
            let object = try FileManager.default.destinationOfSymbolicLink(atPath: path) as NSString
            return "\"\(role)\":\"\((object.lastPathComponent as NSString).deletingPathExtension)\""
        }
        return "{\"code\":\"\(code)\",\"inputs\":{\(digests.joined(separator: ","))},"
            + "\"libraries\":{\"hdf5\":\"\(HDF5Library.version)\"},\"parameters\":\(parameters),"
            + "\"stage\":\"\(stage)\"}"
    }

    private func expect(_ text: String, in project: Project) throws {
        let folder = project.folder + "/artifacts/recipes"
        let file = "\(folder)/\(Digest(of: Data(text.utf8)).hex).json"
        let record = try? String(contentsOfFile: file, encoding: .utf8)
        let others = try FileManager.default.contentsOfDirectory(atPath: folder).map {
            try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
        }
        #expect(
            record?.contains("\"recipe\":\(text),\"run\":{") == true,
            "\(text)\nis none of\n\(others.joined())")
    }

    private static let masks = [
        ["bernoulli", "--density", "0.1", "--seed", "0", "--output", "mask.h5"],
        ["bernoulli", "--density", "0.05", "--seed", "1", "--output", "start.h5"],
        ["distance", "--density", "0.1", "--seed", "2", "--length", "0.3", "--output", "distance.h5"],
    ]

    /// A project with a network that `train` makes of these options, `w.h5`.
    private func trained(_ options: String) throws -> Project {
        let project = try Project.withMNIST(masks: Self.masks[0], Self.masks[1], Self.masks[2])
        let few = ["--data", "data.h5", "--train-limit", "100", "--test-limit", "20", "--weights", "w.h5"]
        let outcome = try run(
            "\(Project.programs)/train", few + options.split(separator: " ").map(String.init),
            in: project.folder)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return project
    }

    @Test func recipesOfThePapersNetworksAndTheirMeasuresStay() throws {
        let project = try trained("--mask mask.h5")
        try expect(
            text(
                project, stage: "train", inputs: ["data": "data.h5", "mask": "mask.h5"],
                parameters: #"{"batch":100,"from-epoch":0,"learning-rate":0.001,"network":"rnn","#
                    + #""nonlinearity":"relu","seed":0,"test-limit":20,"to-epoch":1,"train-limit":100}"#),
            in: project)
        for arguments in [
            ["activations", "--weights", "w.h5", "--data", "data.h5", "--output", "activations.h5"],
            ["sparsity", "--activations", "activations.h5", "--output", "sparsity.h5"],
        ] {
            let outcome = try run("\(Project.programs)/analyze", arguments, in: project.folder)
            try #require(outcome.status == 0, "\(outcome.errors)")
        }
        try expect(
            text(
                project, stage: "analyze", inputs: ["data": "data.h5", "weights": "w.h5"],
                parameters: #"{"measure":"activations"}"#), in: project)
        try expect(
            text(
                project, stage: "analyze", inputs: ["activations": "activations.h5"],
                parameters: #"{"measure":"sparsity"}"#), in: project)
    }

    @Test func recipesUnderDalesPrincipleStay() throws {
        let project = try trained("--mask mask.h5 --dale enforced --nonlinearity tanh")
        try expect(
            text(
                project, stage: "train", inputs: ["data": "data.h5", "mask": "mask.h5"],
                parameters: #"{"batch":100,"dale-drawing":"distinct","dale-enforced":true,"from-epoch":0,"#
                    + #""inhibitory-fraction":0.115,"inhibitory-scale":1,"learning-rate":0.001,"network":"rnn","#
                    + #""nonlinearity":"tanh","seed":0,"test-limit":20,"to-epoch":1,"train-limit":100}"#),
            in: project)
    }

    @Test func recipesOfUnusualNetworksStay() throws {
        let project = try trained(
            "--mask distance.h5 --start-mask start.h5 --weight-gain 0.01 --seed 3 --learning-rate 0.01 "
                + "--per-class 5 --patience 20")
        try expect(
            text(
                project, stage: "build-mask", inputs: [:],
                parameters: #"{"decay":"exponential","density":0.1,"dimensions":2,"length":0.3,"#
                    + #""periodic":true,"rule":"distance","seed":2,"size":48}"#), in: project)
        try expect(
            text(
                project, stage: "train",
                inputs: ["data": "data.h5", "mask": "distance.h5", "start-mask": "start.h5"],
                parameters: #"{"batch":100,"from-epoch":0,"learning-rate":0.01,"network":"rnn","#
                    + #""nonlinearity":"relu","patience":20,"per-class":5,"seed":3,"test-limit":20,"to-epoch":1,"#
                    + #""train-limit":100,"weight-gain":0.01}"#), in: project)
    }
}
