import Foundation
@testable import Planning
import Specification
import Model
import Testing

/// Which jobs measure single networks, and what reads what.
struct MeasureJobsTests {
    private static let figure = """
        figure: one
        title: Test
        networks: {dale: enforced}
        panels:
          - name: B
            shows: active-nodes-by-epoch
            title: Active
            profiles: {smoke: {sizes: [32], densities: [0.1, 1], seeds: 1, epochs: 1, snapshots: [0, 1]}}
          - name: D
            shows: correlation-distribution
            title: Untrained
            profiles: {smoke: {sizes: [32], densities: [0.1, 1], seeds: 1, epochs: 0}}
          - name: E
            shows: accuracy-by-dropout
            title: Noise
            profiles: {smoke: {sizes: [32], densities: [0.1], seeds: 1, epochs: 1}}
          - name: F
            shows: delay-by-size
            title: Delay
            profiles: {smoke: {sizes: [32], densities: [0.1], seeds: 1, epochs: 2}}
          - name: G
            shows: sign-changes-by-epoch
            title: Signs
            profiles: {smoke: {sizes: [32], densities: [0.1], seeds: 1, epochs: 2, snapshots: [1]}}
        """

    private func jobs(_ text: String = figure) throws -> [Job] {
        try TemporaryPipeline(figures: ["one": text]).plan("one").list.jobs
    }

    private func measures(_ jobs: [Job], of density: String) -> [String] {
        jobs.filter { $0.stage == .analyze && $0.outputs[0].path.contains("-p\(density)/") }
            .map { ($0.outputs[0].path as NSString).lastPathComponent }
    }

    @Test func eachSnapshotIsRecordedOnceAndMeasuredAsPanelsAsk() throws {
        let all = try jobs()
        #expect(
            Set(measures(all, of: "0.1")) == [
                "activations-e0.h5", "activations-e1.h5", "sparsity-e0.h5", "sparsity-e1.h5",
                "correlation-e0.h5", "dropout-e1.h5", "delay-e2.h5", "weight-change-e1.h5",
                "weight-change-e2.h5",
            ])
        #expect(
            Set(measures(all, of: "1")) == [
                "activations-e0.h5", "activations-e1.h5", "sparsity-e0.h5", "sparsity-e1.h5",
                "correlation-e0.h5",
            ])
        let outputs = all.flatMap(\.outputs).map(\.path)
        #expect(Set(outputs).count == outputs.count)
    }

    @Test func everythingIsMadeBeforeItIsRead() throws {
        var made: Set<String> = ["plan/one-smoke.json"]
        for job in try jobs() {
            for input in job.inputs where input.isInStore {
                #expect(made.contains(input.path), "\(input.path)")
            }
            made.formUnion(job.outputs.map(\.path))
        }
    }

    @Test func theReportReadsEveryMeasureAndADelayAllMetrics() throws {
        let all = try jobs()
        let report = try #require(all.last)
        let start = try #require(report.arguments.firstIndex(of: "--measures"))
        let listed = report.arguments[(start + 1)...].prefix { !$0.hasPrefix("--") }
        #expect(listed.count == 10 && !listed.contains { $0.contains("activations") })
        let delay = try #require(all.first { $0.outputs[0].path.hasSuffix("delay-e2.h5") })
        #expect(
            delay.arguments.prefix { $0 != "--data" }.map { ($0 as NSString).lastPathComponent }
                == ["delay", "--metrics", "metrics-e0-e1.h5", "metrics-e1-e2.h5"])
        let change = try #require(all.first { $0.outputs[0].path.hasSuffix("weight-change-e2.h5") })
        #expect(
            change.inputs.map { ($0.path as NSString).lastPathComponent } == [
                "weights-e0.h5", "weights-e2.h5",
            ])
    }

    /// A panel of untrained networks trains nothing.
    @Test func anUntrainedNetworkHasOneSegment() throws {
        let panels = """
            figure: one
            title: Test
            panels:
              - name: D
                shows: gradient-distribution
                title: Untrained
                profiles: {smoke: {sizes: [32], densities: [1], seeds: 1, epochs: 0}}
            """
        let training = try jobs(panels).filter { $0.stage == .train }
        #expect(training.count == 1 && training[0].outputs.map(\.role) == [.weights])
    }

    /// Two figures that measure the same network share the rule, so that one Make may read both.
    @Test func measuresAreSharedBetweenFigures() throws {
        let other = Self.figure.replacing("figure: one", with: "figure: two")
        let pipeline = try TemporaryPipeline(figures: ["one": Self.figure, "two": other])
        for figure in ["one", "two"] { _ = try pipeline.plan(figure) }
        let rules = try pipeline.text("artifacts/plan/two-smoke.mk")
        #expect(rules.contains("ifndef planned.runs") && rules.contains("sparsity-e1.h5\n"))
        let guards = rules.components(separatedBy: "\n").filter {
            $0.hasPrefix("ifndef") && $0.contains("sparsity")
        }
        #expect(guards.count == 4)
    }
}
