/// What is wrong with a file of a connectome, or with what was asked of it.
package struct ConnectomeFileError: Error, CustomStringConvertible, Equatable {
    /// Path of the file.
    package let file: String
    /// Where in the file: `line 12`, a member or a dataset; empty for the whole file.
    package let place: String
    /// What was found, what was expected, what to do.
    package let problem: String

    init(_ file: String, _ place: String = "", _ problem: String) {
        (self.file, self.place, self.problem) = (file, place, problem)
    }

    /// One sentence: file and place, then the problem.
    package var description: String { "\(file)\(place.isEmpty ? "" : ", " + place): \(problem)" }
}
