import HDF5
import Model

/// A network of which nothing can be measured, since it diverged: what its weights or activations say of it.
package struct DivergedNetwork: Equatable, Sendable {
    /// Which network.
    package let description: Conditions
    /// Epochs that were finished.
    package let epoch: Int
    /// The step in which it diverged.
    package let step: Int

    /// Nil where a file is of another kind, or of a network that did not diverge.
    ///
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package init?(ifIn path: String) throws {
        let file = try HDF5File.open(at: path)
        let kind = try file.root.attribute("kind", as: String.self)
        guard ["weights", "activations"].contains(kind),
            try file.root.attributeNames.contains(HDF5Group.divergedStepName)
        else { return nil }
        description = try Conditions(reading: file.root)
        let progress = try description.readProgress(of: file.root)
        guard let found = try file.root.divergedStep(upTo: progress.step) else { return nil }
        (epoch, step) = (progress.epoch, found)
    }
}

extension HDF5Group {
    /// Of the root attribute of a network that diverged.
    static let divergedStepName = "diverged_step"

    /// Writes in which step a network diverged, if it did.
    func setDivergedStep(_ step: Int?) throws {
        if let step { try setAttribute(Self.divergedStepName, to: step) }
    }

    /// In which step a network diverged, at most `last`; nil if it did not.
    func divergedStep(upTo last: Int) throws -> Int? {
        guard try attributeNames.contains(Self.divergedStepName) else { return nil }
        return try attribute(Self.divergedStepName, in: 1...max(1, last))
    }
}
