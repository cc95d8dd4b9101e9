import Foundation
@testable import Planning
import Specification
import Model
import Testing

/// Which jobs a figure needs, and what their command lines say.
struct FigureJobsTests {
    @Test func masksAndNetworksAppearOnce() throws {
        let panels = """
            figure: one
            title: Test
            panels:
              - {name: A, shows: dataset-examples, title: Images}
              - name: B
                shows: accuracy-by-epoch
                title: Epochs
                profiles: {smoke: {sizes: [64], densities: [0.1, 1], seeds: 3, epochs: 2}}
              - name: C
                shows: accuracy-grid
                title: Grid
                profiles: {smoke: {sizes: [32, 64], densities: [0.1, 1], seeds: 3, epochs: 1}}
            """
        let pipeline = try TemporaryPipeline(figures: ["one": panels])
        let jobs = try pipeline.plan("one").list.jobs
        let counts = Dictionary(grouping: jobs, by: \.stage).mapValues(\.count)
        // 2 sizes × 3 seeds of Bernoulli masks and 2 full ones; 12 networks, of which 6 have two segments.
        #expect(counts == [.fetchData: 1, .buildMask: 8, .train: 18, .analyze: 1, .report: 1])
        let outputs = jobs.flatMap(\.outputs).map(\.path)
        #expect(Set(outputs).count == outputs.count)
    }

    /// A null is made of the mask that it is a null of, drawn with the same seed.
    @Test func nullsAreMadeOfTheirSources() throws {
        let wiring =
            "{wiring: [{rule: distance, length: 0.3}, {rule: reversed, of: {rule: distance, length: 0.3}}]}"
        let panels = """
            figure: one
            title: Test
            panels:
              - name: A
                shows: accuracy-by-size
                title: Sizes
                networks: \(wiring)
                profiles: {smoke: {sizes: [64], densities: [0.1], seeds: [3], epochs: 1}}
            """
        let jobs = try TemporaryPipeline(figures: ["one": panels]).plan("one").list.jobs
        let masks = jobs.filter { $0.stage == .buildMask }
        let source = "masks/distance/n64-p0.1-length0.3-s3.h5"
        #expect(
            masks.map { $0.outputs[0].path } == [
                source, "masks/reversed/n64-p0.1-of-distance-length0.3-s3.h5",
            ])
        #expect(
            masks[0].arguments.prefix(9) == [
                "distance", "--size", "64", "--density", "0.1", "--seed", "3", "--length", "0.3",
            ])
        #expect(masks[1].inputs.map(\.path) == [source])
        // It draws nothing, and so has no seed.
        #expect(
            masks[1].arguments == [
                "reversed", "--from", "$(STORE)/\(source)", "--output", masks[1].outputs[0].argument,
            ])
        let trained = jobs.filter { $0.stage == .train }.map { $0.outputs[0].path }
        #expect(trained.allSatisfy { $0.contains("-distance-length0.3/s3/") } && Set(trained).count == 2)
    }

    /// A variant is fetched under the published dataset's name, and kept under its own.
    @Test func variantsAreFetchedAsVariants() throws {
        let figure = gridFigure("one").replacing(
            "title: Test", with: "title: Test\nnetworks: {dataset: cifar10-jpeg}")
        let pipeline = try TemporaryPipeline(figures: ["one": figure])
        let jobs = try pipeline.plan("one").list.jobs
        let fetch = try #require(jobs.first { $0.stage == .fetchData })
        #expect(fetch.arguments.starts(with: ["cifar10", "--variant", "JPEG", "--output"]))
        #expect(fetch.outputs.map(\.path) == ["data/cifar10-jpeg.h5"])
        let train = try #require(jobs.first { $0.stage == .train })
        #expect(train.inputs.contains { $0.path == "data/cifar10-jpeg.h5" })
    }

    @Test func everyInputIsMadeByAnEarlierJobOrIsAFileOfThePlanOrProject() throws {
        let pipeline = try TemporaryPipeline(figures: [
            "one": gridFigure("one", epochs: "3", more: ", snapshots: [1]")
        ])
        let plan = try pipeline.plan("one")
        var made: Set<String> = [plan.files.figure]
        for job in plan.list.jobs {
            for input in job.inputs where input.isInStore {
                #expect(made.contains(input.path), "\(input.path)")
            }
            made.formUnion(job.outputs.map(\.path))
        }
    }

    @Test func snapshotsAreTheUnionOverAllFigures() throws {
        let pipeline = try TemporaryPipeline(figures: [
            "one": gridFigure("one", seeds: "1", epochs: "4"),
            "two": gridFigure("two", densities: "[0.1]", seeds: "1", epochs: "10", more: ", snapshots: [2]"),
            "laptop-only": gridFigure("laptop-only", seeds: "1", epochs: "3").replacing(
                "smoke", with: "laptop"),
        ])
        func metrics(_ figure: String) throws -> [String] {
            try pipeline.plan(figure).list.jobs.filter { $0.stage == .train }
                .compactMap {
                    $0.outputs.last?.path.replacing("runs/mnist-train300-test200/rnn-relu/", with: "")
                }
        }
        #expect(
            try metrics("one") == [
                "n32-p0.1/s0/metrics-e0-e1.h5", "n32-p0.1/s0/metrics-e1-e2.h5",
                "n32-p0.1/s0/metrics-e2-e4.h5", "n32-p1/s0/metrics-e0-e1.h5", "n32-p1/s0/metrics-e1-e4.h5",
            ])
        #expect(
            try metrics("two") == [
                "n32-p0.1/s0/metrics-e0-e1.h5", "n32-p0.1/s0/metrics-e1-e2.h5",
                "n32-p0.1/s0/metrics-e2-e4.h5", "n32-p0.1/s0/metrics-e4-e10.h5",
            ])
    }

    @Test func laterSegmentsStartFromTheStateOfTheOneBefore() throws {
        let pipeline = try TemporaryPipeline(figures: [
            "one": gridFigure("one", densities: "[1]", seeds: "[7]", epochs: "3", more: ", snapshots: [1]")
        ])
        let training = try pipeline.plan("one").list.jobs.filter { $0.stage == .train }
        let folder = "S/runs/mnist-train300-test200/rnn-relu/n32-p1/s7"
        let second = try #require(training.last)
        let expected = """
            --data S/data/mnist.h5 --mask S/masks/full/n32.h5 --network rnn --nonlinearity relu --seed 7 \
            --learning-rate 0.001 --batch 100 --from-epoch 1 --to-epoch 3 --state-in \(folder)/state-e1.h5 \
            --train-limit 300 --test-limit 200 --weights \(folder)/weights-e3.h5 \
            --state \(folder)/state-e3.h5 --metrics \(folder)/metrics-e1-e3.h5 --threads 4 --store S
            """
        #expect(second.commandLine(store: "S", threads: 4).joined(separator: " ") == expected)
        #expect(
            second.title
                == "train rnn-relu on mnist-train300-test200: 32 nodes, density 1, seed 7, epochs 2–3")
        #expect(training[0].outputs.map(\.role) == [.weights, .state, .metrics])
    }

    @Test func untrainedWeightsAreASegmentOfTheirOwn() throws {
        let figure = gridFigure("one", densities: "[1]", seeds: "1", epochs: "2", more: ", snapshots: [0, 2]")
        let jobs = try TemporaryPipeline(figures: ["one": figure]).plan("one").list.jobs
        let training = jobs.filter { $0.stage == .train }
        #expect(training.map { $0.outputs.map(\.role) }.map(\.count) == [1, 3, 3])
        #expect(training[0].outputs[0].path.hasSuffix("n32-p1/s0/weights-e0.h5"))
        #expect(training[0].arguments.contains("--to-epoch") && training[0].title.hasSuffix("untrained"))
        #expect(!training[1].inputs.contains { $0.role == .stateIn })
        let analyze = try #require(jobs.first { $0.stage == .analyze })
        #expect(analyze.inputs.count { $0.role == .metrics } == 2)
    }

    private func limited(_ name: String) -> String {
        """
        figure: \(name)
        title: Test
        panels:
          - name: A
            shows: best-accuracy-by-examples
            title: Examples
            networks: {patience: 20}
            profiles: {smoke: {sizes: [32], densities: [1], per-class: [5, all], seeds: 1, epochs: 50}}
        """
    }

    /// Training with patience is planned apart from training without only where it can have ended.
    @Test func networksShareWhatPatienceCannotChange() throws {
        let pipeline = try TemporaryPipeline(figures: [
            "one": gridFigure("one", densities: "[1]", seeds: "1", epochs: "50"), "two": limited("two"),
        ])
        func training(_ figure: String) throws -> [Job] {
            try pipeline.plan(figure).list.jobs.filter { $0.stage == .train }
        }
        let (endless, patient) = (try training("one"), try training("two"))
        #expect(endless.count == 3 && patient.count == 6)
        let folder = "runs/mnist-train300-test200/rnn-relu/n32-p1/s0"
        let shared = Set(endless).intersection(patient).map { $0.outputs[2].path }.sorted()
        #expect(shared == ["\(folder)/metrics-e0-e1.h5", "\(folder)/metrics-e1-e10.h5"])
        let last = try #require(
            patient.first { $0.outputs[2].path == "\(folder)/metrics-e10-e50-patience20.h5" })
        #expect(last.arguments.contains("--patience"))
        #expect(endless.allSatisfy { !$0.arguments.contains("--patience") })
        #expect(patient.count { $0.arguments.contains("--per-class") } == 3)
    }

    @Test func panelsWhoseDataCannotBeHadAreLeftOut() throws {
        let panels = """
            figure: one
            title: Test
            panels:
              - name: A
                shows: accuracy-grid
                title: Here
                profiles: {smoke: {sizes: [32], densities: [1], seeds: 1, epochs: 1}}
              - name: B
                shows: accuracy-grid
                title: Not here
                networks: {dataset: sleep-edf}
                profiles: {smoke: {sizes: [32], densities: [1], seeds: 1, epochs: 1}}
            """
        let pipeline = try TemporaryPipeline(figures: ["one": panels])
        #expect(try pipeline.plan("one").list.jobs.count { $0.stage == .train } == 2)
        let plan = try pipeline.plan("one", unavailable: { name, _ in name == "mnist" ? nil : "not here" })
        #expect(plan.list.jobs.count { $0.stage == .train } == 1)
        #expect(plan.list.jobs.count { $0.stage == .fetchData } == 1)
        #expect(plan.planned.panels.map(\.unavailable) == [nil, "not here"])
    }

    @Test func networksThatStartSparseNeedBothMasks() throws {
        let figure = gridFigure("one", densities: "[1]", seeds: "1").replacing(
            "title: Test", with: "title: Test\nnetworks: {dale: enforced, start-density: 0.1}")
        let jobs = try TemporaryPipeline(figures: ["one": figure]).plan("one").list.jobs
        #expect(
            jobs.filter { $0.stage == .buildMask }.map { $0.outputs[0].path } == [
                "masks/full/n32.h5", "masks/bernoulli/n32-p0.1-s0.h5",
            ])
        let train = try #require(jobs.first { $0.stage == .train })
        let line = train.commandLine(store: "S", threads: 1).joined(separator: " ")
        #expect(line.contains("--mask S/masks/full/n32.h5 --start-mask S/masks/bernoulli/n32-p0.1-s0.h5 "))
        #expect(line.contains("--dale enforced --inhibitory 0.115 --inhibitory-scale 1 "))
    }

    @Test func aFeedforwardNetworkCostsOneStep() throws {
        let figure = gridFigure("one", sizes: "[1000]", densities: "[0.1]", seeds: "1").replacing(
            "title: Test", with: "title: Test\nnetworks: {network: feedforward}")
        let pipeline = try TemporaryPipeline(figures: ["one": figure])
        let train = try #require(try pipeline.plan("one").list.jobs.first { $0.stage == .train })
        #expect(train.cost == 0.3 + (100_000 + 784_000) * 1100 / 1.5e10)
        #expect(train.title.hasPrefix("train feedforward-relu on "))
    }

    @Test func costGrowsWithConnectionsAndEpochs() throws {
        let pipeline = try TemporaryPipeline(figures: [
            "one": gridFigure("one", sizes: "[100, 1000]", seeds: "1", epochs: "3", more: ", snapshots: [1]")
        ])
        let cost = try pipeline.plan("one").list.jobs.filter { $0.stage == .train }.map(\.cost)
        #expect(abs((cost[1] - TimeModel.start) / (cost[0] - TimeModel.start) - 2) < 1e-9)
        // N = 1000, density 0.1: (100,000 + 28,000) × 28 steps × (3 × 300 + 200) images.
        let multiplications = 128_000.0 * 28 * 1100
        #expect(cost[4] > TimeModel.start + multiplications / 6e10)
        #expect(cost[4] < TimeModel.start + multiplications / 1e10)
        #expect(cost[6] > 1.5 * cost[4])
    }

    @Test func jobsAndFigureReadBackFromTheirFiles() throws {
        let pipeline = try TemporaryPipeline(figures: ["one": gridFigure("one")])
        let plan = try pipeline.plan("one")
        let jobs = try JSONDecoder().decode(
            JobList.self, from: Data(try pipeline.text("artifacts/plan/one-smoke.jobs.json").utf8))
        #expect(jobs == plan.list)
        let figure = try JSONDecoder().decode(
            ResolvedFigure.self, from: Data(try pipeline.text("artifacts/plan/one-smoke.json").utf8))
        #expect(figure == plan.planned)
    }

    @Test func aFigureOfExamplesOnlyNeedsNoNetworks() throws {
        let panels = gridFigure("one").components(separatedBy: "\n").prefix(4).joined(separator: "\n")
        let pipeline = try TemporaryPipeline(figures: ["one": panels])
        let jobs = try pipeline.plan("one").list.jobs
        #expect(jobs.map(\.stage) == [.fetchData, .report])
        #expect(!jobs[1].arguments.contains("--analysis"))
    }

    /// The report gets the weights that it draws; nothing is analysed.
    @Test func aPictureOfANetworkNeedsItsWeights() throws {
        let figure = gridFigure("one", densities: "[0.1]", seeds: "1", epochs: "0")
            .replacing("accuracy-grid", with: "connection-matrix")
            .replacing("  - {name: A, shows: dataset-examples, title: Images}\n", with: "")
        let jobs = try TemporaryPipeline(figures: ["one": figure]).plan("one").list.jobs
        #expect(jobs.map(\.stage) == [.fetchData, .buildMask, .train, .report])
        let weights = jobs[2].outputs.map(\.path)
        #expect(weights.count == 1 && jobs[3].inputs.filter { $0.role == .weights }.map(\.path) == weights)
        #expect(jobs[3].arguments.contains("--weights") && !jobs[3].arguments.contains("--analysis"))
        #expect(!jobs[3].arguments.contains("--data"))
    }

    /// Accuracies are compared with chance, which follows from the labels of the dataset.
    @Test func accuraciesGetTheirDataset() throws {
        let figure = gridFigure("one").replacing(
            "  - {name: A, shows: dataset-examples, title: Images}\n", with: "")
        func data(_ shows: String) throws -> Bool {
            let pipeline = try TemporaryPipeline(figures: [
                "one": figure.replacing("accuracy-grid", with: shows)
            ])
            return try pipeline.plan("one").list.jobs.last?.arguments.contains("--data") == true
        }
        #expect(try data("accuracy-by-epoch") && !data("accuracy-grid"))
    }

    @Test func aMistakeInAnotherFigureStopsThePlan() throws {
        let wrong = gridFigure("two", densities: "[0.1, 2]")
        let pipeline = try TemporaryPipeline(figures: ["one": gridFigure("one"), "two": wrong])
        let error = try #require(throws: YAMLError.self) { try pipeline.plan("one") }
        #expect(error.description.contains("figures/two.yaml:9: density 2 is outside (0, 1]"))
    }

    @Test func unknownNamesAndMissingLayoutsAreRefused() throws {
        let pipeline = try TemporaryPipeline(figures: ["one": gridFigure("one"), "two": gridFigure("two")])
        let unknown = try #require(throws: UnknownName.self) { try pipeline.plan("tow") }
        #expect(unknown.description.contains("there is no figure \"tow\""))
        #expect(unknown.description.hasSuffix("did you mean \"two\"? known: one, two"))
        try pipeline.write(
            gridFigure("two").replacing("title: Test", with: "title: Test\nlayout: on.gp"),
            to: "pipeline/figures/two.yaml")
        let layout = try #require(throws: YAMLError.self) { try pipeline.plan("two") }
        #expect(layout.line == 3)
        #expect(layout.description.contains("the layout \"on.gp\" is not in"))
        #expect(layout.description.hasSuffix("there are: one.gp, two.gp"))
    }
}
