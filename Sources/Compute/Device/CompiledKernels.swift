import CGPU
import Foundation
import Hashing
import Model

/// Kernels for CUDA that were compiled beforehand, so that GPUs start faster, and need no NVRTC where networks are trained.
///
/// One file for each length of rows, which is a constant of the kernels. Its name has the digest of what was compiled, so that kernels of
/// another version of the programs are not found. They are in the language of the driver (PTX), which any GPU of architecture 7.5 or newer
/// takes; devices prove their bits whatever kernels they have.
package enum CompiledKernels {
    static let doubles = "-DDOUBLES"

    /// Where they lie: the folder that `SPARSE_CORTEX_KERNELS` names, otherwise `kernels` beside the running program.
    package static var folder: String {
        if let named = ProcessInfo.processInfo.environment["SPARSE_CORTEX_KERNELS"] { return named }
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        return URL(filePath: program).deletingLastPathComponent().appending(path: "kernels").path
    }

    /// Whether kernels of these programs lie there, for any length of rows.
    static var areThere: Bool {
        let source = String(cString: sc_gpu_kernels())
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.contains { file in
            let stride = file.split(separator: "-").dropFirst().first.flatMap { Int($0) }
            return stride.map { file == name(source, definitions(stride: $0)) } ?? false
        }
    }

    /// Compiles them for rows as long as batches of these sizes need, where they are not there yet.
    ///
    /// - Returns: their paths.
    /// - Throws: `DeviceError.notCompiled` if there is no NVRTC, or it fails; `CocoaError` if the folder cannot be written.
    package static func write(batches: [Int], to folder: String) throws -> [String] {
        let source = String(cString: sc_gpu_kernels())
        return try Set(batches.map(Activations.stride)).sorted().map { stride in
            let definitions = definitions(stride: stride)
            let file = URL(filePath: folder).appending(path: name(source, definitions))
            if FileManager.default.fileExists(atPath: file.path) { return file.path }
            var why = [CChar](repeating: 0, count: SC_GPU_TEXT)
            guard let compiled = sc_gpu_compile(source, definitions, &why) else {
                throw DeviceError.notCompiled(text(why))
            }
            defer { free(compiled) }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(bytes: compiled, count: strlen(compiled)).write(to: file, options: .atomic)
            return file.path
        }
    }

    /// What is compiled, with a zero at its end; nil if it is not there.
    static func read(_ source: String, _ definitions: String) -> [CChar]? {
        let file = URL(filePath: folder).appending(path: name(source, definitions))
        guard let data = try? Data(contentsOf: file) else { return nil }
        return data.map { CChar(bitPattern: $0) } + [0]
    }

    /// What the compiler is told: a length of rows, and what is the same for all.
    static func definitions(stride: Int, _ others: [String] = [doubles]) -> String {
        (["-DSTRIDE=\(stride)"] + others).joined(separator: " ")
    }

    /// `rows-112-0123456789abcdef.ptx`
    private static func name(_ source: String, _ definitions: String) -> String {
        var hash = SHA256()
        let bytes = Array("\(definitions)\n\(source)".utf8)
        hash.update(bytes.span.bytes)
        let digest = hash.finish().prefix(8).map { String(format: "%02x", $0) }.joined()
        let stride = definitions.split(separator: " ")[0].dropFirst("-DSTRIDE=".count)
        return "rows-\(stride)-\(digest).ptx"
    }
}
