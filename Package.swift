// swift-tools-version: 6.1
// sparse-cortex: sparse recurrent networks, trained, analysed and drawn as content-hashed artifacts.
//
// Arrows point down: a module depends only on modules further down this list (CONTRIBUTING.md, "The house"). The
// plugin CodeDigest gives a stage the digest of the sources that decide its output.
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A program that computes artifacts.
func stage(_ name: String, _ modules: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: modules + ["Formats", "StageKit", argumentParser], plugins: ["CodeDigest"])
}

func tests(_ module: String, _ others: Target.Dependency...) -> Target {
    .testTarget(
        name: module + "Tests", dependencies: [.byName(name: module), "Model"] + others,
        exclude: fixtures(module + "Tests"))
}

/// Folders of fixtures are read in place by the tests, not bundled.
func fixtures(_ tests: String) -> [String] {
    let with: Set = [
        "RandomTests", "HDF5Tests", "DatasetsTests", "AnalysisTests", "TrainingTests", "PlanningTests",
        "ConnectivityTests", "ComputeTests", "ConnectomesTests", "NumPyFilesTests",
    ]
    return with.contains(tests) ? ["fixtures"] : []
}

let package = Package(
    name: "sparse-cortex",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Programs
        stage("fetch-data", ["DatasetDescriptions", "Datasets", "HDF5"]),
        stage("build-mask", ["Connectivity", "Connectomes"]),
        stage("train", ["Training"]),
        stage("analyze", ["Analysis", "Training"]),
        stage("report", ["Pages"]),
        .executableTarget(
            name: "plan",
            dependencies: [
                "Model", "Planning", "DatasetDescriptions", "Datasets", "Processes", "StageKit",
                argumentParser,
            ],
            plugins: ["CodeDigest"]),
        .executableTarget(
            name: "artifacts",
            dependencies: [
                "StageKit", "Connectomes", "Formats", "HDF5", "Model", "Archives", "Processes",
                argumentParser,
            ]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "Training", "Connectivity", "Datasets", "Formats", "StageKit", "CBench", argumentParser,
            ]),

        // What all programs share
        .target(
            name: "StageKit", dependencies: ["ArtifactStore", "HDF5", "Model", "Processes", argumentParser]),
        .target(name: "Planning", dependencies: ["DatasetDescriptions", "Datasets", "Specification"]),

        // Science
        .target(name: "Pages", dependencies: ["Drawing", "Judging", mustache]),
        .target(name: "Drawing", dependencies: ["Processes", "Results"]),
        .target(name: "Judging", dependencies: ["Results"]),
        .target(name: "Results", dependencies: ["Analysis", "Specification"]),
        .target(name: "Analysis", dependencies: ["Random", "Compute", "Model"]),
        .target(
            name: "Specification",
            dependencies: ["Connectivity", "DatasetDescriptions", "Datasets", "LocatedYAML", "Model"]),
        .target(name: "Training", dependencies: ["Networks", "Model"]),
        .target(name: "Networks", dependencies: ["Random", "Compute", "Model"]),
        .target(name: "Connectivity", dependencies: ["Random", "Model"]),
        .target(name: "DatasetDescriptions", dependencies: ["Datasets", "LocatedYAML"]),
        .target(
            name: "Datasets",
            dependencies: ["Archives", "CZlib", "CFiles", "Hashing", "Model", "NumPyFiles", "Random"]),
        .target(name: "Connectomes", dependencies: ["CZlib", "HDF5", "Model", "NumPyFiles"]),
        .target(name: "Random", dependencies: ["Model"]),
        .target(name: "Compute", dependencies: ["Model", "CGPU", "CKernels", "COpenBLAS", "Hashing"]),

        // What programs speak of
        .target(name: "LocatedYAML", dependencies: ["Model", yams]),
        .target(name: "Model"),

        // Files
        .target(name: "Formats", dependencies: ["HDF5", "Model"]),
        .target(name: "HDF5", dependencies: ["CHDF5"]),
        .target(name: "NumPyFiles", dependencies: ["Archives"]),
        .target(name: "Archives", dependencies: ["CArchive"]),
        .target(name: "ArtifactStore", dependencies: ["CFiles", "Hashing"]),
        .target(name: "Processes", dependencies: ["CFiles"]),
        .target(name: "Hashing", dependencies: ["COpenSSL"]),

        // C
        .target(name: "CKernels"),
        .target(name: "CGPU", exclude: ["kernels"]),
        .target(name: "CFiles"),
        .target(name: "CBench"),
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),

        // Tests
        .target(name: "Mutations", path: "Tests/Mutations"),
        .target(name: "NetworkSamples", dependencies: ["Model"], path: "Tests/NetworkSamples"),
        .testTarget(name: "ModelTests", dependencies: ["Model", "NetworkSamples"]),
        tests("ArtifactStore", "CFiles"),
        tests("HDF5", "Processes"), tests("Formats", "HDF5", "NetworkSamples"),
        tests("Random", "Hashing"),
        tests("Connectivity", "Hashing"), tests("Connectomes", "Formats", "HDF5", "Mutations"),
        tests("Datasets", "Archives", "CArchive", "Mutations", "Random"), tests("Compute", "Processes"),
        tests("Networks", "Compute"),
        tests("Processes"), tests("NumPyFiles", "Mutations"),
        tests("DatasetDescriptions", "Datasets", "LocatedYAML"),
        tests("Training", "Datasets", "Hashing"),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "ArtifactStore", "Compute", "Formats", "HDF5", "Model", "Mutations", "Planning", "Training",
            ],
            exclude: ["fixtures"]),
        tests("Analysis", "Compute", "Formats", "Random"), tests("Specification"),
        tests("Pages", "Drawing", "Judging", "NetworkSamples", "Results"),
        tests("Planning", "Processes"), tests("StageKit", "ArtifactStore", "Formats", "HDF5", "Processes"),

        .plugin(name: "CodeDigest", capability: .buildTool(), path: "Sources/CodeDigest"),
    ]
)
