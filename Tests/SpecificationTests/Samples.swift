import Specification

/// Profiles that the tests' figures may use.
let sampleProfiles = """
    smoke:
      description: a few images
      time: a minute
      train-limit: 300
      test-limit: 200
    laptop:
      description: the whole dataset
      time: an hour
    """

/// A right figure; tests replace one line of it by a wrong one.
let sampleFigure = """
    figure: sample
    title: A sample
    networks:
      learning-rate: 0.01
    panels:
      - name: A
        shows: dataset-examples
        title: Images
      - name: B
        shows: accuracy-by-epoch
        title: Epochs
        profiles:
          smoke: {sizes: [64], densities: [0.1, 1], seeds: [4, 2], epochs: 3, snapshots: [1]}
      - name: C
        shows: accuracy-grid
        title: Grid
        networks: {dataset: fashion-mnist, nonlinearity: tanh, batch: 50}
        profiles:
          smoke:
            sizes: [32, 64]
            densities: [0.1, 1]
            seeds: 3
            epochs: 2
          laptop:
            sizes: [100]
            densities: [0.5]
            seeds: 1
            epochs: 1
            train-limit: 1000
    """

/// The sample figure with the first `old` replaced by `new`.
func sample(replacing old: String = "", by new: String = "") throws -> FigureSpecification {
    let text = old.isEmpty ? sampleFigure : sampleFigure.replacing(old, with: new, maxReplacements: 1)
    let profiles = try Profiles(YAMLValue.parse(sampleProfiles, file: "profiles.yaml"))
    return try FigureSpecification(
        YAMLValue.parse(text, file: "sample.yaml"), fileName: "sample", profiles: profiles)
}

/// What is said about the sample figure after replacing; nil when it is taken as right.
func complaint(replacing old: String, by new: String) throws -> String? {
    do {
        _ = try sample(replacing: old, by: new)
        return nil
    } catch let error as YAMLError {
        return error.description
    }
}

/// The only panel of a figure that runs `extent` in profile laptop, resolved for `profile`.
func samplePanel(
    _ shows: String, networks: String = "{}", _ extent: String, profiles: String = sampleProfiles,
    profile: String = "laptop", ofFigure: String = "{}"
) throws -> ResolvedPanel {
    let text = """
        figure: sample
        title: A sample
        panels:
          - name: A
            shows: \(shows)
            title: Panel
            networks: \(networks)
            profiles:
              laptop: \(extent)
        networks: \(ofFigure)
        """
    let profiles = try Profiles(YAMLValue.parse(profiles, file: "profiles.yaml"))
    let figure = try FigureSpecification(
        YAMLValue.parse(text, file: "sample.yaml"), fileName: "sample", profiles: profiles)
    return try figure.resolved(for: profiles.named(profile)).panels[0]
}
