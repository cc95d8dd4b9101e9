extension Conditions {
    /// The folder of a network's files in the store: `runs/mnist/rnn-relu/n1000-p0.1/s0`.
    ///
    /// Whatever differs from the paper is part of it, so a changed parameter is a new path.
    /// - Parameter limits: what limits of examples add to the name of the dataset.
    package func folder(limits: String) -> String {
        var parts: [[(rank: Int, text: String)]] = Array(repeating: [], count: 4)
        for field in Self.fields {
            guard let place = field.place else { continue }
            parts[place.folder].append((place.rank, field.path(self)))
            if field == .dataset { parts[place.folder].append((place.rank, limits)) }
        }
        let names = parts.map { part in part.sorted { $0.rank < $1.rank }.map(\.text).joined() }
        return "runs/" + names.joined(separator: "/")
    }

    /// The parameters of `train` that decide a network besides its inputs, by the names of recipes.
    package var parameters: [(name: String, value: ConditionValue)] {
        Self.attributes.compactMap { attribute in
            guard let name = attribute.parameter, let value = attribute.get(self) else { return nil }
            return (name, value)
        }
    }

    /// The options of `train` that say them.
    package var options: [String] { Self.fields.flatMap { $0.options(self) } }

    /// Names of the attributes in which two networks differ, sorted.
    package func differences(from other: Conditions) -> [String] {
        Self.attributes.filter { $0.get(self) != $0.get(other) }.map(\.name).sorted()
    }

    /// For people: `rnn (relu) of 1000 hidden nodes, density 0.1, seed 0, on mnist`, with whatever else is not as in the paper.
    package var title: String {
        let said: [ConditionField] = [
            .dataset, .network, .nonlinearity, .hiddenNodes, .density, .connections, .seed, .maskSeed,
            .trainingImages, .perClass, .testImages,
        ]
        let images = perClass.map { ", \($0) images a class" } ?? ""
        let isMaskOfItsOwn = maskSeed == nil || maskSeed == seed
        let others =
            Self.fields.filter { !said.contains($0) && !$0.isUsual(self) }
            + (isMaskOfItsOwn ? [] : [.maskSeed])
        return
            "\(network) (\(nonlinearity)) of \(hiddenNodes) hidden nodes, density \(density), seed \(seed), "
            + "on \(dataset)\(images)"
            + others.map { ", " + $0.words(self) }.joined()
    }
}

extension Sequence<ConditionField> {
    /// What these fields of `conditions` are, where they are not as in the paper, as parts of a sentence.
    package func words(_ conditions: Conditions) -> [String] {
        filter { !$0.isUsual(conditions) }.map { $0.words(conditions) }
    }
}
