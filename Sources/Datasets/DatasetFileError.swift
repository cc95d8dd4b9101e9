import Foundation

/// A raw file that is missing, or does not have the bytes of the dataset.
package struct DatasetFileError: Error, CustomStringConvertible, Equatable {
    /// What kind of problem it is, for programs; `description` explains it to people.
    package enum Problem: String, Sendable {
        /// The file could not be found or downloaded.
        case missing
        /// The file could not be read or written.
        case unreadable
        /// What the file holds, unpacked, does not have the known length or SHA-256.
        case wrongContent
        /// Several files could be meant.
        case ambiguous
        /// Files of a variant that are all just the published ones.
        case notAVariant
        /// The gzip layer is damaged, cut short, followed by other bytes, or longer than announced.
        case badGzip
        /// The archive is damaged, cut short, has a member that it must not have, or lacks one that it must have.
        case badArchive
        /// The IDX header is not that of the expected array.
        case badIDX
        /// Records of fixed length that are cut short, or the wrong number of them.
        case badRecord
        /// A time series file breaks its format's grammar, or holds series other than announced.
        case badSeries
        /// An array is missing, or its type, shape or numbers are not as described.
        case badArray
        /// A label is not the number or name of a class.
        case badLabel
    }

    /// Path of the file.
    package let file: String
    /// Where in the file, such as `member a/b.ts, line 12, byte 4567`; empty for the whole file.
    package let place: String
    /// What is wrong.
    package let problem: Problem
    /// What should be there.
    package let expected: String
    /// What is there.
    package let found: String
    /// What to do about it.
    private(set) var remedy: String

    /// The same error, with a different remedy.
    package func with(remedy: String) -> DatasetFileError {
        var other = self
        other.remedy = remedy
        return other
    }

    init(
        _ file: URL, _ problem: Problem, at place: String = "", expected: String, found: String,
        remedy: String = Self.fetchAgain
    ) {
        self.file = file.path
        self.place = place
        self.problem = problem
        self.expected = expected
        self.found = found
        self.remedy = remedy
    }

    /// One sentence: file and place, what was expected, what was found, what to do.
    package var description: String {
        "\(file)\(place.isEmpty ? "" : ", " + place): expected \(expected), found \(found); \(remedy)"
    }

    static let fetchAgain = "delete the file and fetch the dataset again"
    static let correctOrFetchAgain = "correct the file, or fetch the dataset again"
    /// For files of somebody's own, which can be fetched from nowhere.
    static let correctFileOrDescription =
        "correct the file, or what the description of the dataset says of it"
}
