import Foundation

/// A file that is no resolved figure.
package struct ResolvedFigureError: Error, CustomStringConvertible, Equatable {
    /// File, what is wrong, what to do.
    package let description: String
}

extension ResolvedFigure {
    /// Reads what planning has written.
    ///
    /// - Throws: `ResolvedFigureError` if the file is missing or is no resolved figure.
    package init(readingFrom path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ResolvedFigureError(description: "\(path) cannot be read; make it with plan rules")
        }
        do {
            self = try JSONDecoder().decode(ResolvedFigure.self, from: data)
        } catch {
            throw ResolvedFigureError(
                description: "\(path) is no figure resolved for a profile; make it with plan rules "
                    + "(the YAML of pipeline/figures is what that reads)")
        }
    }
}
