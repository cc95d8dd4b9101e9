/// Why reading or writing an HDF5 file failed.
package struct HDF5Error: Error, Equatable, Sendable, CustomStringConvertible {
    /// One entry of the C library's error stack.
    package struct Frame: Equatable, Sendable {
        /// The library function that reported it, such as `H5FD_locate_signature`.
        package let function: String
        /// What it said, such as `unable to read file signature`.
        package let description: String
    }

    /// The C function that failed; nil if this module refused before it called one.
    package let call: String?
    /// Path of the file as it was opened.
    package let file: String
    /// Path of the group, dataset (`/weights`) or attribute (`/weights@units`).
    package let object: String
    /// What went wrong: what was found, what was expected.
    package let problem: String
    /// The C library's error stack, the called function first; empty if `call` is nil.
    package let frames: [Frame]

    /// A failed call or, if `call` is nil, a refusal by this module.
    init(_ location: ObjectLocation, _ problem: String, call: String? = nil, frames: [Frame] = []) {
        self.call = call
        self.file = location.file
        self.object = location.path
        self.problem = problem
        self.frames = frames
    }

    /// File, object, problem, and the library's reasons from the outermost to the innermost.
    package var description: String {
        let place = object == "/" ? file : "\(file), \(object)"
        guard !frames.isEmpty else { return "\(place): \(problem)." }
        let reasons = frames.map { "\($0.function): \($0.description)" }.joined(separator: " < ")
        return "\(place): \(problem) (HDF5 \(HDF5Library.version): \(reasons))."
    }
}
