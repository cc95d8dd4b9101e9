import Results

/// Where the paper's text and its published code differ: an entry of `pipeline/differences.yaml`.
package struct Difference: Equatable, Sendable {
    /// Panels of a figure.
    package struct Place: Equatable, Sendable {
        /// Name of the figure, for instance `figure6`.
        package let figure: String
        /// Names of its panels.
        package let panels: [String]
    }

    /// What tells of the difference in numbers.
    package enum Evidence: Equatable, Sendable {
        /// Panels that do as the text says, and such that do as the notebook does; `apart` are the columns of their cells in
        /// which they may differ, besides the panel.
        case measured(text: Place, notebook: Place, apart: [String])
        /// Why there are no numbers.
        case unmeasured(String)
    }

    /// Name, for instance `dale-signs`.
    package let id: String
    /// Headline.
    package let title: String
    /// What the text says.
    package let text: String
    /// What the notebook does.
    package let notebook: String
    /// Our measurements of both, or why there are none.
    package let evidence: Evidence
    /// What else is to be known; may be empty.
    package let note: String

    /// A difference; see the properties.
    package init(id: String, title: String, text: String, notebook: String, evidence: Evidence, note: String)
    {
        self.id = id
        self.title = title
        self.text = text
        self.notebook = notebook
        self.evidence = evidence
        self.note = note
    }
}
