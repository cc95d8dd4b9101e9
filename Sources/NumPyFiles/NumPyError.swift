/// Why a file of NumPy's cannot be read.
package struct NumPyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of problem it is, for programs.
    package enum Problem: Sendable {
        /// The file cannot be opened or read.
        case unreadable
        /// It is not such a file, is damaged or cut short, or announces what it does not hold.
        case damaged
        /// It is well-formed, but holds what is not read here: Python objects, text, complex numbers, records.
        case unsupported
        /// There is no member of that name.
        case missing
        /// Whole numbers were asked for, and an element is none, or outside of the range.
        case notWhole
    }

    /// Path of the file.
    package let file: String
    /// The member of an `.npz`, as `x_train.npy`; nil for the file itself.
    package let member: String?
    /// What is wrong.
    package let problem: Problem
    /// What should be there.
    package let expected: String
    /// What is there.
    package let found: String

    /// What to do about it.
    package var remedy: String {
        switch problem {
        case .unreadable: "check that it exists and may be read"
        case .damaged, .notWhole: "write the file again with numpy.save or numpy.savez"
        case .unsupported: "convert the array with astype and save it again"
        case .missing: "name an array that is there"
        }
    }

    /// One sentence: file and member, what was expected, what was found, what to do.
    package var description: String {
        "\(file)\(member.map { ", member \($0)" } ?? ""): expected \(expected), found \(found); \(remedy)"
    }
}
