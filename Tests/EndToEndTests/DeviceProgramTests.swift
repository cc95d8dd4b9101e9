import ArtifactStore
import Foundation
import Testing

@testable import Compute
@testable import Model

/// The built programs with a device: the same digests, and clear words where there is none.
@Suite(.serialized) struct DeviceProgramTests {
    /// All that can be used; the first of them computes where nothing else is said.
    private static let devices = ((try? DeviceDescription.all()) ?? []).filter { $0.obstacle == nil }
    static let hasDevice = !devices.isEmpty
    /// The first of OpenCL, and one whose memory can be limited.
    private static let openCL = devices.first { !$0.choice.isCUDA }
    private static let limitable = devices.first { $0.platform == "Portable Computing Language" }

    func prepared() throws -> Project {
        try .withMNIST(masks: ["bernoulli", "--density", "0.2", "--seed", "3", "--output", "mask.h5"])
    }

    /// The name of the first device.
    private func device() throws -> String { try #require(Self.devices.first).choice.description }

    func arguments(_ store: String, _ more: String...) -> [String] {
        [
            "--data", "data.h5", "--mask", "mask.h5", "--seed", "1", "--train-limit", "2000", "--test-limit",
            "500",
            "--batch", "50", "--weights", "w-\(store).h5", "--state", "s-\(store).h5", "--metrics",
            "m-\(store).h5",
            "--store", store,
        ] + more
    }

    private func train(
        _ project: Project, _ store: String, _ more: String..., environment: [String: String] = [:]
    ) throws -> Outcome {
        try run(
            "\(Project.programs)/train", arguments(store) + more, in: project.folder, environment: environment
        )
    }

    /// Complete states of unfinished trainings.
    private func checkpoints(_ project: Project, _ store: String) -> [String] {
        let paths = FileManager.default.subpaths(atPath: "\(project.folder)/\(store)/tmp") ?? []
        return paths.filter { $0.contains("/step-") && $0.hasSuffix("/state.h5") }
    }

    private func digests(_ project: Project, _ store: String, _ names: [String] = ["w", "s", "m"]) throws
        -> [String]
    {
        try names.map {
            let target = try FileManager.default.destinationOfSymbolicLink(
                atPath: "\(project.folder)/\($0)-\(store).h5")
            return URL(fileURLWithPath: target).lastPathComponent
        }
    }

    @Test(.enabled(if: hasDevice, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
    func aKilledTrainingGoesOnElsewhereWithTheSameDigests() throws {
        let project = try prepared()
        #expect(try train(project, "calm", "--to-epoch", "6").status == 0)
        let started = try StartedProgram(
            "\(Project.programs)/train", arguments("moved", "--to-epoch", "6", "--device", device()),
            in: project.folder)
        // At once, since a GPU needs little time for what is left.
        var waited = 0
        while checkpoints(project, "moved").isEmpty && waited < 12_000 {
            usleep(5_000)
            waited += 1
        }
        started.kill()
        _ = started.wait()
        let last = try train(project, "moved", "--to-epoch", "6")
        #expect(last.status == 0 && last.errors.contains("goes on after epoch"), "\(last.errors)")
        #expect(try digests(project, "calm") == digests(project, "moved"))
        // A third on the device alone; its run record names it, the recipe does not.
        let third = try train(
            project, "device", "--to-epoch", "6", environment: ["SPARSE_CORTEX_DEVICE": device()])
        #expect(third.status == 0, "\(third.errors)")
        #expect(try digests(project, "calm") == digests(project, "device"))
        let (calm, other) = (Store(at: "\(project.folder)/calm"), Store(at: "\(project.folder)/device"))
        let records = [calm, other].map { $0.records().filter { $0.recipe.stage == "train" } }
        #expect(records[0].map(\.recipe) == records[1].map(\.recipe))
        #expect(records[0].allSatisfy { $0.run["device"] == nil })
        #expect(records[1].allSatisfy { $0.run["device"] != nil })
    }

    @Test(.enabled(if: hasDevice, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
    func measuresHaveTheSameDigests() throws {
        let project = try prepared()
        #expect(try train(project, "x").status == 0)
        let inputs = [
            "activations": ["--data", "data.h5"], "gradients": ["--data", "data.h5"],
            "dropout": ["--activations", "activations-cpu.h5"],
        ]
        let devices = try ["cpu", device()]
        for measure in ["activations", "gradients", "dropout"] {
            var found: [String] = []
            for device in devices {
                let store = device.replacing(":", with: "")
                let outcome = try run(
                    "\(Project.programs)/analyze",
                    [
                        measure, "--weights", "w-x.h5", "--output", "\(measure)-\(store).h5", "--store",
                        store,
                        "--device", device,
                    ] + (inputs[measure] ?? []), in: project.folder)
                #expect(outcome.status == 0, "\(outcome.errors)")
                found += try digests(project, store, [measure])
            }
            #expect(found[0] == found[1], "\(measure)")
        }
    }

    @Test(.enabled(if: hasDevice, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
    func aNetworkWaitsUntilTheDeviceHasRoom() throws {
        let project = try prepared()
        let host = ProcessInfo.processInfo.hostName
        let device = try #require(Self.devices.first)
        let name = (device.id ?? device.choice.description).replacing(":", with: "-")
        let folder = "\(project.folder)/w/locks/machines/\(host)/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/claim-1"
        try Data("\(1 << 50) 0\n".utf8).write(to: URL(fileURLWithPath: path))
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let started = try StartedProgram(
            "\(Project.programs)/train", arguments("w", "--device", device.choice.description),
            in: project.folder)
        let waits = started.said { $0.contains("of the device's") && $0.contains("waits for") ? true : nil }
        #expect(waits == true)
        close(descriptor)
        let outcome = started.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["gate"])
    }

    /// A driver that is lost in the second epoch: the state after the first one is kept, and the processor goes on from it.
    @Test(.enabled(if: openCL != nil, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
    func aTrainingGoesOnWithoutADeviceThatWasLost() throws {
        let project = try prepared()
        let device = try #require(Self.openCL?.choice.description)
        #expect(try train(project, "calm", "--to-epoch", "3").status == 0)
        // Of 16,319 launches, 5,991 are over after the first epoch, and 11,155 after the second.
        let lost = try train(
            project, "lost", "--to-epoch", "3", "--device", device,
            environment: try failingOpenCL(in: project, from: 9_000))
        #expect(lost.status == 70, "\(lost.status): \(lost.errors)")
        for words in [
            " failed: ", "error -36, the device is gone", "use --device cpu",
            "Nothing that it computed since the last saved step was kept",
        ] {
            #expect(lost.errors.contains(words), "\(lost.errors)")
        }
        #expect(checkpoints(project, "lost").count == 1)
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/w-lost.h5"))
        let last = try train(project, "lost", "--to-epoch", "3", "--device", "cpu")
        #expect(last.status == 0 && last.errors.contains("goes on after epoch 1\n"), "\(last.errors)")
        #expect(try digests(project, "calm") == digests(project, "lost"))
        // One that is lost before anything was computed does not start.
        let refused = try train(
            project, "none", "--device", device, environment: try failingOpenCL(in: project, from: 1))
        #expect(
            refused.status == 69 && refused.errors.contains("does not start: ")
                && refused.errors.contains("the device is gone"), "\(refused.status): \(refused.errors)")
        #expect(checkpoints(project, "none").isEmpty)
    }

    /// The loader of OpenCL that this process uses, with devices that are gone from this launch of a kernel on.
    private func failingOpenCL(in project: Project, from launch: Int) throws -> [String: String] {
        let process = ProcessInfo.processInfo.processIdentifier
        let maps = try run("/bin/cat", ["/proc/\(process)/maps"], in: "/").output
        let paths = maps.split(separator: "\n").compactMap { $0.split(separator: " ").last }
        let loader = try #require(paths.first { $0.contains("/libOpenCL.so") })
        return try compile("failing_opencl.c", to: "libOpenCL.so.1", in: project).merging([
            "OPENCL_LOADER": String(loader), "OPENCL_FAILS_FROM": "\(launch)",
        ]) { $1 }
    }

    /// Compiles a library in `fixtures` into the project's folder; returns the variables with which programs find it.
    func compile(_ source: String, to library: String, in project: Project) throws -> [String: String] {
        let source = "\(Project.repository)/Tests/EndToEndTests/fixtures/\(source)"
        let compiled = try run(
            "/usr/bin/env", ["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], in: project.folder)
        #expect(compiled.status == 0, "\(compiled.errors)")
        let before = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ":" + $0 } ?? ""
        return ["LD_LIBRARY_PATH": project.folder + before]
    }

    /// A device of 1 GB, and a network that needs more.
    @Test(.enabled(if: limitable != nil, "no device of PoCL, whose memory can be limited"))
    func aNetworkThatIsTooLargeIsRefusedBeforeItStarts() throws {
        let project = try Project.withMNIST()
        let device = try #require(Self.limitable?.choice.description)
        let drawn = try run(
            "\(Project.programs)/build-mask", ["full", "--size", "9000", "--output", "mask.h5"],
            in: project.folder)
        #expect(drawn.status == 0, "\(drawn.errors)")
        let refused = try train(
            project, "large", "--device", device, environment: ["POCL_MEMORY_LIMIT": "1"])
        #expect(
            refused.status == 69
                && refused.errors.contains("has 1024 MB of memory, but this network needs about")
                && refused.errors.contains("use --device cpu"), "\(refused.status): \(refused.errors)")
        // It has not even asked for room.
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/large/locks/machines"))
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/w-large.h5"))
    }

    @Test(arguments: [
        // no platform at all
        (
            ["--device", "gpu"], ["OCL_ICD_VENDORS": "/nonexistent", "CUDA_VISIBLE_DEVICES": ""], Int32(69),
            "use --device cpu"
        ),
        (
            ["--device", "opencl:7"], ["OCL_ICD_VENDORS": "/nonexistent", "CUDA_VISIBLE_DEVICES": ""], 69,
            "use --device cpu"
        ),
        (["--device", "warp"], [:], 64, "--device"),
        ([], ["SPARSE_CORTEX_DEVICE": "warp"], 64, "SPARSE_CORTEX_DEVICE is \"warp\""),
    ])
    func devicesThatAreNotThereAreRefused(
        more: [String], environment: [String: String], code: Int32, says: String
    ) throws {
        let project = try prepared()
        let outcome = try run(
            "\(Project.programs)/train", arguments("none") + more, in: project.folder,
            environment: environment)
        #expect(
            outcome.status == code && outcome.errors.contains(says), "\(outcome.status): \(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/w-none.h5"))
        let listed = try run(
            "\(Project.programs)/bench", ["devices"], in: project.folder, environment: environment)
        #expect(listed.status == 0 && listed.output.contains("\"devices\":["), "\(listed.errors)")
    }
}
