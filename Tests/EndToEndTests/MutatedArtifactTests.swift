import ArtifactStore
import Formats
@testable import Model
import Foundation
import Mutations
import Testing

/// Damaged files of every kind that stages write, given to the stages that read them, from outside the store, where no digest
/// guards them: an error that names the file, or what it now says; never a crash, never without end.
@Suite struct MutatedArtifactTests {
    /// A kind of file, and a command that reads one.
    struct Reader: CustomStringConvertible, Sendable {
        let description: String
        let file: String
        let command: [String]
    }

    private static let limits = [
        "--train-limit", "20", "--test-limit", "20", "--batch", "10", "--threads", "1",
    ]
    private static let mutated = "mutated.h5"

    static let readers = [
        Reader(
            description: "dataset", file: "data.h5",
            command: ["train", "--data", mutated, "--mask", "mask.h5", "--weights", "o.h5"] + limits),
        Reader(
            description: "mask", file: "mask.h5",
            command: ["train", "--data", "data.h5", "--mask", mutated, "--weights", "o.h5"] + limits),
        Reader(
            description: "state", file: "s1.h5",
            command: [
                "train", "--data", "data.h5", "--mask", "mask.h5", "--weights", "o.h5", "--from-epoch", "1",
                "--to-epoch", "2", "--state-in", mutated,
            ] + limits),
        Reader(
            description: "weights", file: "w1.h5",
            command: [
                "analyze", "weight-change", "--weights", "w0.h5", "--later", mutated, "--output", "o.h5",
            ]),
        Reader(
            description: "metrics", file: "m1.h5",
            command: ["analyze", "delay", "--metrics", mutated, "--data", "data.h5", "--output", "o.h5"]),
        Reader(
            description: "activations", file: "a1.h5",
            command: ["analyze", "sparsity", "--activations", mutated, "--output", "o.h5"]),
    ]

    /// Ten thousand in all in `make test-faults`.
    private static let count = FaultLibrary.isThorough("mutations") ? 1700 : 12

    private func prepared() throws -> Project {
        let project = try Project()
        try FinishedFigure.writeFirstImages([20, 20], of: project)
        let training = ["train", "--data", "data.h5", "--mask", "mask.h5"] + Self.limits
        for command in [
            ["fetch-data", "mnist", "--variant", "few", "--from", "few", "--output", "data.h5"],
            [
                "build-mask", "bernoulli", "--size", "16", "--density", "0.3", "--seed", "1", "--output",
                "mask.h5",
            ],
            training + ["--to-epoch", "0", "--weights", "w0.h5"],
            training + ["--to-epoch", "1", "--weights", "w1.h5", "--state", "s1.h5", "--metrics", "m1.h5"],
            ["analyze", "activations", "--weights", "w1.h5", "--data", "data.h5", "--output", "a1.h5"],
        ] {
            let outcome = try perform(command, project)
            try #require(outcome.status == 0, "\(outcome.errors)")
        }
        return project
    }

    /// Ends with 124 what does not end by itself.
    private func perform(_ command: [String], _ project: Project) throws -> Outcome {
        try run(
            "/usr/bin/timeout", ["60", "\(Project.programs)/\(command[0])"] + command.dropFirst(),
            in: project.folder)
    }

    @Test(arguments: readers)
    func mutationsAreToldOfOrHarmless(reader: Reader) throws {
        let project = try prepared()
        let whole = try Data(contentsOf: URL(fileURLWithPath: "\(project.folder)/\(reader.file)"))
        let file = URL(fileURLWithPath: "\(project.folder)/\(Self.mutated)")
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: project.folder))
        var generator = SplitMix64(state: UInt64(whole.count))
        var refused = 0
        for number in 0..<Self.count {
            let mutation = Mutation(number, of: whole, &generator)
            try mutation.data.write(to: file)
            let outcome = try perform(reader.command, project)
            let moment = "\(reader) \(number), \(mutation): \(outcome.status): \(outcome.errors)"
            // 70: numbers with which no training goes on.
            #expect([0, 65, 70].contains(outcome.status), "\(moment)")
            if outcome.status == 65 {
                refused += 1
                #expect(outcome.errors.contains(Self.mutated), "\(moment)")
            }
        }
        #expect(refused > 0)
        let after = Set(try FileManager.default.contentsOfDirectory(atPath: project.folder))
        #expect(after.subtracting(names).subtracting([Self.mutated, "o.h5"]).isEmpty)
        #expect(Store(at: project.folder + "/artifacts").verify().damages.isEmpty)
    }

    /// A network that diverged: its file can be read, but is not measured.
    @Test func aWeightThatIsNoNumberNamesItsFile() throws {
        let project = try prepared()
        let file = "\(project.folder)/w1.h5"
        let weights = try WeightSnapshot(readingFrom: file).parameters.recurrentWeights
        let first = weights.prefix(4).map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
        var data = try Data(contentsOf: URL(fileURLWithPath: file))
        let place = try #require(data.range(of: first))
        data.replaceSubrange(place, with: Data(repeating: 255, count: place.count))
        try data.write(to: URL(fileURLWithPath: "\(project.folder)/\(Self.mutated)"))
        let reader = try #require(Self.readers.first { $0.file == "w1.h5" })
        let outcome = try perform(reader.command, project)
        #expect(outcome.status == 65)
        #expect(
            outcome.errors.contains(
                "mutated.h5: recurrent_weights/data: holds nan at place 0, but finite numbers"),
            "\(outcome.errors)")
    }

    // MARK: Trial

    /// Strings lie in a "heap" without a checksum, whose objects say how long they are. This version of the library believes them.
    private static let damages: [(words: String, place: Int, bytes: [UInt8])] = [
        ("never finishes", 24, [UInt8](repeating: 0, count: 48)), ("crashes (signal 11)", 155, [16]),
    ]

    private func write(_ damage: (words: String, place: Int, bytes: [UInt8]), _ project: Project) throws
        -> Data
    {
        var data = try Data(contentsOf: URL(fileURLWithPath: project.folder + "/mask.h5"))
        let heap = try #require(data.range(of: Data("GCOL".utf8))).lowerBound + damage.place
        data.replaceSubrange(heap..<heap + damage.bytes.count, with: damage.bytes)
        try data.write(to: URL(fileURLWithPath: "\(project.folder)/\(Self.mutated)"))
        return data
    }

    @Test func whatTheLibraryDoesNotSurviveIsReadOnTrialOnly() throws {
        let project = try prepared()
        let mask = try #require(Self.readers.first { $0.file == "mask.h5" })
        for damage in Self.damages {
            _ = try write(damage, project)
            let outcome = try perform(mask.command, project)
            #expect(outcome.status == 65, "\(outcome.errors)")
            #expect(outcome.errors.contains("mutated.h5: HDF5 \(damage.words) when"), "\(outcome.errors)")
        }
    }

    /// Its digests are right: whoever made it damaged the object first.
    @Test func hostileObjectsOfArchivesAreReadOnTrial() throws {
        let project = try prepared()
        let object = Digest(of: try write(Self.damages[1], project)).hex
        let folder = "\(project.folder)/bag/data/objects/\(object.prefix(2))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: "\(project.folder)/\(Self.mutated)", toPath: "\(folder)/\(object).h5")
        let member = "bag/data/objects/\(object.prefix(2))/\(object).h5"
        let tar = try run(
            "/usr/bin/env", ["tar", "--format=ustar", "-cf", "bag.tar", member], in: project.folder)
        #expect(tar.status == 0, "\(tar.errors)")
        let outcome = try project.program("artifacts", "import", "bag.tar", "--store", "other")
        #expect(outcome.status == 65, "\(outcome.errors)")
        #expect(outcome.errors.contains("\(object).h5: HDF5 crashes"), "\(outcome.errors)")
        #expect(Store(at: project.folder + "/other").recipeDigests().isEmpty)
    }
}

/// A file to which something happened.
struct Mutation: CustomStringConvertible {
    let description: String
    let data: Data

    /// The ways by turns; places mostly where a file's structure lies, which is little beside its values.
    init(_ number: Int, of whole: Data, _ generator: inout SplitMix64) {
        let structure = Array(0..<min(8192, whole.count)) + Array(max(0, whole.count - 4096)..<whole.count)
        let place =
            number % 4 == 3
            ? Int.random(in: whole.indices, using: &generator)
            : structure.randomElement(using: &generator) ?? 0
        let end = min(whole.count, place + Int.random(in: 1...64, using: &generator))
        var data = whole
        switch number % 6 {
        case 0, 1:
            data[place] ^= UInt8.random(in: 1...255, using: &generator)
            description = "byte \(place) is \(data[place])"
        case 2:
            data.replaceSubrange(place..<end, with: Data(count: end - place))
            description = "zeros in \(place)..<\(end)"
        case 3:
            data.replaceSubrange(place..<end, with: Data(repeating: 255, count: end - place))
            description = "ones in \(place)..<\(end)"
        case 4:
            data = whole.prefix(place)
            description = "cut at \(place)"
        default:
            data.removeSubrange(place..<end)
            description = "without \(place)..<\(end)"
        }
        self.data = data
    }
}
