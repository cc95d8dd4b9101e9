import Foundation
import Testing

/// Networks on imported masks: what tables cannot tell apart, and what is refused before training.
@Suite struct ImportedNetworkTests {
    private let project: Project

    init() throws {
        project = try Project()
        try project.write("pre,post,weight\na,b,3\nb,c,2\nc,a,1\na,c,2\n", to: "edges.csv")
        try call("fetch-data mnist --output d.h5")
        try call("build-mask imported --from edges.csv --output m.h5")
    }

    private func attempt(_ line: String) throws -> Outcome {
        let words = line.split(separator: " ").map(String.init)
        return try run("\(Project.programs)/\(words[0])", Array(words.dropFirst()), in: project.folder)
    }

    private func call(_ line: String) throws {
        let outcome = try attempt(line)
        try #require(outcome.status == 0, "\(line): \(outcome.errors)")
    }

    private func train(_ mask: String, seed: Int, to metrics: String) throws {
        try call(
            "train --data d.h5 --mask \(mask) --seed \(seed) --train-limit 100 --test-limit 50 --metrics \(metrics)"
        )
    }

    /// The same connections, with other weights: with other seeds, networks on both would be one sample.
    @Test(arguments: ["", "shuffled"])
    func importsOfOneNameAreNotMixed(null: String) throws {
        for (name, more) in [("m", ""), ("o", " --weight none"), ("n", " --weight none --name counted")] {
            try call("build-mask imported --from edges.csv --output \(name).h5" + more)
            if !null.isEmpty {
                try call("build-mask \(null) --from \(name).h5 --seed 0 --output \(name)-null.h5")
            }
        }
        let ending = null.isEmpty ? ".h5" : "-null.h5"
        try train("m" + ending, seed: 0, to: "m0.h5")
        try train("m" + ending, seed: 1, to: "m1.h5")
        try train("o" + ending, seed: 2, to: "o2.h5")
        try train("n" + ending, seed: 2, to: "n2.h5")
        let mixed = try attempt("analyze accuracy --metrics m0.h5 m1.h5 o2.h5 --output a.h5")
        #expect(mixed.status == 65, "\(mixed.errors)")
        #expect(
            mixed.errors.contains("m0.h5 and o2.h5 are of different imports called “edges.csv”")
                && mixed.errors.contains("build-mask imported --name"), "\(mixed.errors)")
        try call("analyze accuracy --metrics m0.h5 m1.h5 n2.h5 --output a.h5")
        // The same numbers came out of both, so it is on either.
        try train("o" + ending, seed: 1, to: "o1.h5")
        try call("analyze accuracy --metrics m1.h5 m0.h5 n2.h5 --output b.h5")
    }

    @Test func onlyADescriptionThatIsThereIsNamed() throws {
        let line = "build-mask imported --from edges.csv --expect-nodes 7 --name ring --output x.h5"
        let without = try attempt(line)
        #expect(
            without.status == 65
                && without.errors.contains("7 were expected (--expect-nodes); correct the number, or import"),
            "\(without.errors)")
        try project.write("title: A ring\n", to: "pipeline/connectomes/ring.yaml")
        let described = try attempt(line)
        #expect(
            described.errors.contains("correct the number in pipeline/connectomes/ring.yaml, or import"),
            "\(described.errors)")
    }

    @Test(arguments: ["a", "a=x", "a=1001", "a=-1", "a=1,a=2", "=1"])
    func factorsOfGroupsAreExplained(text: String) throws {
        let outcome = try attempt("train --data d.h5 --mask m.h5 --group-gains \(text) --weights w.h5")
        #expect(outcome.status == 64)
        #expect(
            outcome.errors.contains(
                "give factors such as sensory=2,motor=0.5, each group once and each factor of 0 to 1000"),
            "\(outcome.errors)")
    }
}
