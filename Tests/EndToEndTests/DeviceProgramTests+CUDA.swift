import Foundation
import Testing

/// CUDA as it should not be: a driver of the tests' own, whose GPU computes nothing.
extension DeviceProgramTests {
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
        for device in ["cuda:0", "gpu"] {
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
        #expect(listed.output.contains(fault == "init" ? says : "\"proved\":false"), "\(listed.output)")
    }

    /// A driver with a GPU that computes nothing, and NVRTC.
    private func fakeCUDA(in project: Project, fault: String, hasCompiler: Bool) throws -> [String: String] {
        let library = "libcuda.so.1"
        return try compile("fake_cuda.c", to: library, in: project).merging([
            "FAKE_CUDA": fault, "OCL_ICD_VENDORS": "/nonexistent",
            "SPARSE_CORTEX_NVRTC": hasCompiler ? "\(project.folder)/\(library)" : "/nonexistent.so",
            "SPARSE_CORTEX_KERNELS": "\(project.folder)/kernels",
        ]) { $1 }
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
