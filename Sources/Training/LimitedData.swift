import Model
import Random

extension Dataset {
    /// The dataset with `count` training examples of each class, chosen at random, and the whole test set (paper, figure 4).
    ///
    /// Drawn as by NumPy: with `rs = RandomState(seed)`, for each class in order the examples
    /// `rs.permutation(flatnonzero(labels == class))[:count]`, in the order in which they were drawn.
    /// - Throws: `TrainingError.tooFew` where a class has fewer examples, `TrainingError.label`.
    package func limited(perClass count: Int, seed: UInt32) throws -> Dataset {
        var random = NumPyRandom(seed: seed)
        var byClass = [[Int]](repeating: [], count: classNames.count)
        for (index, label) in training.labels.enumerated() {
            guard Int(label) < byClass.count else {
                throw TrainingError.label(
                    part: "training", index: index, label: label, classes: byClass.count)
            }
            byClass[Int(label)].append(index)
        }
        let chosen = try byClass.enumerated().flatMap { label, indices in
            guard indices.count >= count else {
                throw TrainingError.tooFew(class: classNames[label], wanted: count, found: indices.count)
            }
            return random.permutation(indices).prefix(count)
        }
        return Dataset(
            name: name, title: title, classNames: classNames, origin: origin,
            training: training.picked(chosen), test: test)
    }
}
