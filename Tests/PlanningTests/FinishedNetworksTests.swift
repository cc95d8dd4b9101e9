import Foundation
@testable import Planning
import Specification
import Testing

/// Profiles NAME-finished: of a figure, what is trained.
struct FinishedNetworksTests {
    private static let figure = """
        figure: one
        title: Test
        caption: A caption.
        panels:
          - name: B
            shows: accuracy-by-epoch
            title: Epochs
            profiles: {smoke: {sizes: [64], densities: [0.1, 1], seeds: 2, epochs: 2}}
          - name: C
            shows: accuracy-grid
            title: Grid
            profiles: {smoke: {sizes: [32, 64], densities: [0.1, 1], seeds: 2, epochs: 1}}
        """

    private static func weights(of jobs: [Job], _ done: [String]) -> Set<String> {
        Set(jobs.map(\.outputs[0].path).filter { path in done.contains { path.contains($0) } })
    }

    /// The plan where weights whose path has one of these texts are there.
    private func plan(_ done: [String]) throws -> (WrittenPlan<ResolvedFigure>, TemporaryPipeline) {
        let pipeline = try TemporaryPipeline(figures: ["one": Self.figure])
        let plan = try pipeline.plan(
            "one", "smoke-finished", done: { Self.weights(of: $0, done) })
        return (plan, pipeline)
    }

    /// The network of 64 nodes has finished epoch 1 of 2: enough for panel C, and the farthest in panel B.
    @Test func aPanelHasTheNetworksThatAreTrainedAsFarAsItShows() throws {
        let (plan, _) = try plan(["n32-p0.1/s0/weights-e1", "n64-p1/s1/weights-e1"])
        let panels = plan.planned.panels
        #expect(panels[0].networks.map(\.maskPath) == ["masks/full/n64.h5"])
        #expect(panels[0].grid?.epochs == 1 && panels[0].grid?.snapshots == [1])
        #expect(panels[0].grid?.notRun?.map(\.density) == [0.1] && panels[1].grid?.notRun?.count == 2)
        #expect(panels[1].unavailable == nil)
        #expect(
            panels[1].networks.map(\.maskPath) == ["masks/bernoulli/n32-p0.1-s0.h5", "masks/full/n64.h5"])
        #expect(panels[1].networks.map(\.seed) == [0, 1])
        let trainings = plan.list.jobs.filter { $0.stage == .train }.map(\.outputs[0].path)
        #expect(trainings.count == 2 && trainings.allSatisfy { $0.hasSuffix("weights-e1.h5") })
        #expect(
            plan.planned.caption
                == "A caption. Only finished networks are shown, 3 of 12; B up to epoch 1 of 2."
        )
    }

    /// Where one has reached the last epoch, those that have not are left out.
    @Test func theFarthestNetworksAreShown() throws {
        let (plan, _) = try plan(["n64-p1/s1/weights-e1", "n64-p0.1/s0/weights-e1", "n64-p0.1/s0/weights-e2"])
        let panel = plan.planned.panels[0]
        #expect(panel.networks.map(\.maskPath) == ["masks/bernoulli/n64-p0.1-s0.h5"])
        #expect(panel.grid?.epochs == 2)
        #expect(plan.planned.caption.hasSuffix("Only finished networks are shown, 3 of 12."))
    }

    /// What is measured after the last epoch alone is not shown of an earlier one, as if it were that.
    @Test func aPanelAboutItsLastEpochShowsNoOther() throws {
        let figure = """
            figure: one
            title: Test
            caption: A caption.
            panels:
              - name: E
                shows: accuracy-by-dropout
                title: Noise
                profiles: {smoke: {sizes: [64], densities: [1], seeds: 1, epochs: 2, snapshots: [1, 2]}}
            """
        let pipeline = try TemporaryPipeline(figures: ["one": figure])
        func planned(_ done: [String]) throws -> ResolvedFigure {
            try pipeline.plan("one", "smoke-finished", done: { Self.weights(of: $0, done) }).planned
        }
        let early = try planned(["weights-e1"])
        #expect(early.panels[0].unavailable == "its network is not finished yet")
        #expect(early.caption.hasSuffix("No network of its panels is finished."))
        #expect(try planned(["weights-e1", "weights-e2"]).panels[0].unavailable == nil)
    }

    /// Epochs are not enough if one before them is missing.
    @Test func aNetworkWithoutItsFirstEpochsIsNotFinished() throws {
        let (plan, _) = try plan(["n64-p0.1/s0/weights-e2"])
        #expect(plan.planned.panels.allSatisfy { $0.unavailable != nil })
    }

    /// Before anything is trained there are no metrics to analyze, but a figure that says so.
    @Test func whereNothingIsFinishedOnlyTheFigureIsMade() throws {
        let jobs = try plan([]).0.list.jobs
        #expect(jobs.map(\.stage) == [.report])
        #expect(jobs[0].arguments.contains("--analysis") == false)
    }

    /// Segments must be those of the whole profile, or all would be trained anew.
    @Test func allFinishedIsTheWholeFigure() throws {
        let (finished, pipeline) = try plan(["weights"])
        let whole = try pipeline.plan("one").list.jobs.filter { $0.stage == .train }
        #expect(finished.list.jobs.filter { $0.stage == .train } == whole)
        #expect(finished.planned.panels.map(\.grid) == (try pipeline.plan("one").planned.panels.map(\.grid)))
        #expect(finished.list.profile == "smoke-finished")
        #expect(finished.list.jobs.last?.outputs[0].path == "figures/smoke-finished/one/one.svg")
    }

    @Test func unknownProfilesOfFinishedNetworksAreRefused() throws {
        let pipeline = try TemporaryPipeline(figures: ["one": Self.figure])
        #expect(throws: UnknownName.self) { try pipeline.plan("one", "smok-finished") }
        #expect(throws: UnknownName.self) { try pipeline.plan("one", "-finished") }
    }

    /// Who stops early has more networks finished.
    @Test func whatNeedsLeastComesFirst() throws {
        let pipeline = try TemporaryPipeline(figures: ["one": Self.figure])
        let weights = try pipeline.plan("one").list.leastFirst.flatMap(\.outputs)
            .filter { $0.role == .weights }.map(\.path)
        let order = weights.map { $0.components(separatedBy: "rnn-relu/")[1] }
        #expect(
            order.prefix(4).map { $0.prefix(3) } == ["n32", "n32", "n32", "n32"]
                && order[4] == "n64-p0.1/s0/weights-e1.h5")
        let second = try #require(order.firstIndex(of: "n64-p0.1/s0/weights-e2.h5"))
        let first = try #require(order.firstIndex(of: "n64-p0.1/s1/weights-e1.h5"))
        #expect(first < second && order.last == "n64-p1/s1/weights-e2.h5")
        let text = try pipeline.text("artifacts/plan/one-smoke.mk")
        #expect(text.contains("one-files: $(one.snapshots) $(one.files)"))
    }
}
