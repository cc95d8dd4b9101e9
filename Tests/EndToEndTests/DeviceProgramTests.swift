import ArtifactStore
import Foundation
import Testing

@testable import Compute
@testable import Model

/// The built programs with a device: the same digests, and clear words where there is none.
@Suite(.serialized) struct DeviceProgramTests {
    static let hasDevice = ((try? DeviceDescription.all()) ?? []).contains { $0.obstacle == nil }

    private func prepared() throws -> Project {
        try .withMNIST(masks: ["bernoulli", "--density", "0.2", "--seed", "3", "--output", "mask.h5"])
    }

    private func arguments(_ store: String, _ more: String...) -> [String] {
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
            "\(Project.programs)/train", arguments("moved", "--to-epoch", "6", "--device", "opencl"),
            in: project.folder)
        let folder = "\(project.folder)/moved/tmp"
        for _ in 0..<1200
        where !((FileManager.default.subpaths(atPath: folder) ?? []).contains { $0.hasSuffix(".h5") }) {
            usleep(50_000)
        }
        started.kill()
        _ = started.wait()
        let last = try train(project, "moved", "--to-epoch", "6")
        #expect(last.status == 0 && last.errors.contains("goes on after epoch"), "\(last.errors)")
        #expect(try digests(project, "calm") == digests(project, "moved"))
        // A third on the device alone; its run record names it, the recipe does not.
        let device = try train(
            project, "device", "--to-epoch", "6", environment: ["SPARSE_CORTEX_DEVICE": "opencl:0"])
        #expect(device.status == 0, "\(device.errors)")
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
        for measure in ["activations", "gradients", "dropout"] {
            var found: [String] = []
            for device in ["cpu", "opencl:0"] {
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
        let name = try DeviceDescription(.openCL(0)).id ?? "opencl-0"
        let folder = "\(project.folder)/w/locks/machines/\(host)/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/claim-1"
        try Data("\(1 << 50) 0\n".utf8).write(to: URL(fileURLWithPath: path))
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let started = try StartedProgram(
            "\(Project.programs)/train", arguments("w", "--device", "opencl:0"), in: project.folder)
        let waits = started.said { $0.contains("of the device's") && $0.contains("waits for") ? true : nil }
        #expect(waits == true)
        close(descriptor)
        let outcome = started.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["gate"])
    }

    @Test(arguments: [
        // no platform at all
        (["--device", "gpu"], ["OCL_ICD_VENDORS": "/nonexistent"], Int32(69), "use --device cpu"),
        (["--device", "opencl:7"], ["OCL_ICD_VENDORS": "/nonexistent"], 69, "use --device cpu"),
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

    /// A driver that does not start, one without a compiler, one whose compiler or kernels fail, one that is older than the compiler, a
    /// GPU that is older than the compiler, and a GPU that computes nothing.
    @Test(arguments: [
        ("init", true, Int32(69), "no CUDA-capable device is detected"),
        ("", false, 69, "SPARSE_CORTEX_NVRTC names no NVRTC to compile the kernels: /nonexistent.so"),
        (
            "compiler", true, 69,
            "does not start: compiling the kernels: identifier \"uchar\" is undefined; use"
        ),
        ("crash", true, 69, "an illegal memory access was encountered; use --device cpu"),
        ("old", true, 69, "the driver is that of CUDA 12.4 and NVRTC that of CUDA 12.9: install an NVRTC"),
        ("full", true, 69, "has 0 of its 8192 MB free, since other programs use it"),
        ("ancient", true, 69, "is of architecture sm_30, but this NVRTC (CUDA 12.9) knows none before sm_50"),
        ("", true, 69, "Device Fake GPU (driver CUDA 12.4) computes other bits than this processor"),
    ])
    func faultsOfCUDAAreNamed(fault: String, hasCompiler: Bool, code: Int32, says: String) throws {
        let project = try prepared()
        let environment = try fakeCUDA(in: project, fault: fault, hasCompiler: hasCompiler)
        for device in ["cuda:0", "gpu"] where fault != "init" || device == "cuda:0" {
            let outcome = try run(
                "\(Project.programs)/train", arguments("fake", "--device", device), in: project.folder,
                environment: environment)
            #expect(
                outcome.status == code && outcome.errors.contains(says),
                "\(device): \(outcome.status): \(outcome.errors)")
        }
        let listed = try run(
            "\(Project.programs)/bench", ["devices"], in: project.folder, environment: environment)
        #expect(listed.status == 0, "\(listed.errors)")
        if fault != "init" { #expect(listed.output.contains("\"proved\":false"), "\(listed.output)") }
    }

    /// A driver with a GPU that computes nothing, and NVRTC.
    private func fakeCUDA(in project: Project, fault: String, hasCompiler: Bool) throws -> [String: String] {
        let source = Project.repository + "/Tests/EndToEndTests/fixtures/fake_cuda.c"
        let library = "\(project.folder)/libcuda.so.1"
        let compiled = try run(
            "/usr/bin/env", ["cc", "-shared", "-fPIC", "-o", library, source], in: project.folder)
        #expect(compiled.status == 0, "\(compiled.errors)")
        let before = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ":" + $0 } ?? ""
        return [
            "LD_LIBRARY_PATH": project.folder + before, "FAKE_CUDA": fault, "OCL_ICD_VENDORS": "/nonexistent",
            "SPARSE_CORTEX_NVRTC": hasCompiler ? library : "/nonexistent.so",
            "SPARSE_CORTEX_KERNELS": "\(project.folder)/kernels",
        ]
    }

    /// Kernels that were compiled beforehand start without NVRTC. Those of other lengths of rows, or that the driver refuses, need it.
    @Test(arguments: [
        ("", 50, false, "computes other bits than this processor"),
        ("picky", 50, true, "computes other bits than this processor"),
        ("", 100, false, "SPARSE_CORTEX_NVRTC names no NVRTC to compile the kernels"),
        (
            "old", 50, false,
            "the driver refuses the kernels that were compiled beforehand (error 222), and SPARSE_CORTEX_NVRTC names no"
        ),
    ])
    func kernelsCompiledBeforehandNeedNoCompiler(fault: String, batch: Int, hasCompiler: Bool, says: String)
        throws
    {
        let project = try prepared()
        let bench = "\(Project.programs)/bench"
        let compiled = try run(
            bench, ["kernels", "--batch", "\(batch)"], in: project.folder,
            environment: try fakeCUDA(in: project, fault: "", hasCompiler: true))
        #expect(compiled.status == 0 && compiled.output.contains("/rows-\((batch + 15) / 16 * 16)-"))
        let outcome = try run(
            "\(Project.programs)/train", arguments("fake", "--device", "cuda:0"), in: project.folder,
            environment: try fakeCUDA(in: project, fault: fault, hasCompiler: hasCompiler))
        #expect(
            outcome.status == 69 && outcome.errors.contains(says), "\(outcome.status): \(outcome.errors)")
    }

    @Test func withoutACompilerNoKernelsAreCompiledBeforehand() throws {
        let project = try prepared()
        let environment = try fakeCUDA(in: project, fault: "", hasCompiler: false)
        let refused = try run(
            "\(Project.programs)/bench", ["kernels"], in: project.folder, environment: environment)
        #expect(
            refused.status == 69
                && refused.errors.contains("The kernels for CUDA were not compiled: SPARSE_CORTEX_NVRTC"))
        let possible = try run(
            "\(Project.programs)/bench", ["kernels", "--if-possible"], in: project.folder,
            environment: environment)
        #expect(possible.status == 0 && possible.output.contains("\"kernels\":[]"))
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/kernels"))
    }
}
