/// Why a figure cannot be drawn.
package struct FigureError: Error, Equatable, CustomStringConvertible {
    /// One sentence: what is wrong, where, and what to do.
    package let description: String

    package init(_ description: String) { self.description = description }
}
