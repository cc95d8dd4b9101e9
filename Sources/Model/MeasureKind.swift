/// A measure of single networks: a row says what it reads and what it finds.
///
/// Beside it there are its numbers (a file in Analysis), its command (in analyze, with those that read the same) and its paragraph in
/// docs/measures.md.
package struct MeasureKind: Hashable, Sendable {
    /// What a measure can read.
    package enum Input: String, Sendable {
        /// Weights after the epoch at which it is taken.
        case weights
        /// Weights before training, to compare with.
        case untrainedWeights
        /// Recorded activations, which `analyze activations` makes of weights and dataset.
        case activations
        /// The dataset of its training.
        case data
        /// All metrics up to the epoch.
        case metrics
    }

    /// A number that it finds.
    package struct Quantity: Hashable, Sendable {
        /// Its name in files.
        package let name: String
        /// Its units.
        package let units: String

        init(_ name: String, _ units: String) { (self.name, self.units) = (name, units) }
    }

    /// Name of the command of `analyze`, and in files.
    package let name: String
    /// What it reads.
    package let inputs: [Input]
    /// Single numbers.
    package let values: [Quantity]
    /// Numbers along an axis.
    package let curves: [Quantity]

    init(_ name: String, reads inputs: [Input], values: [Quantity] = [], curves: [Quantity] = []) {
        (self.name, self.inputs, self.values, self.curves) = (name, inputs, values, curves)
    }

    /// How many nodes are active, and how strongly (paper, figures 5B and 5C).
    package static let sparsity = MeasureKind(
        "sparsity", reads: [.activations],
        values: [
            Quantity("active_fraction", "fraction"), Quantity("active_fraction_sd_over_images", "fraction"),
            Quantity("active_fraction_maximum_over_images", "fraction"),
            Quantity("mean_activation", "1"), Quantity("mean_activation_magnitude", "1"),
        ], curves: [Quantity("activation_magnitude", "fraction")])
    /// Of pairs of nodes (figure 5D).
    package static let mutualInformation = MeasureKind(
        "mutual-information", reads: [.activations],
        values: [Quantity("mutual_information", "nat"), Quantity("mutual_information_sd_over_pairs", "nat")],
        curves: [Quantity("share_above_mutual_information", "fraction")])
    /// Of pairs of nodes (figure 6D).
    package static let correlation = MeasureKind(
        "correlation", reads: [.activations],
        values: [
            Quantity("correlation", "1"), Quantity("constant_nodes", "node"), Quantity("pairs", "pair"),
        ],
        curves: [Quantity("share_of_correlation", "fraction")])
    /// Accuracy with nodes hidden from the read-out (figure 5E).
    package static let dropout = MeasureKind(
        "dropout", reads: [.weights, .activations], curves: [Quantity("accuracy_with_dropout", "fraction")])
    /// Gradients after an epoch (figure 6E).
    package static let gradients = MeasureKind(
        "gradients", reads: [.weights, .data],
        values: [Quantity("mean_abs_gradient", "nat"), Quantity("zero_gradients", "fraction")],
        curves: [Quantity("share_of_gradient", "fraction")])
    /// How weights changed since the start (figure S5A).
    package static let weightChange = MeasureKind(
        "weight-change", reads: [.untrainedWeights, .weights],
        values: [
            Quantity("positive_to_negative", "fraction"), Quantity("negative_to_positive", "fraction"),
            Quantity("growth_of_negative", "fraction"), Quantity("growth_of_positive", "fraction"),
            Quantity("lowered", "fraction"), Quantity("raised", "fraction"),
        ],
        curves: [Quantity("share_of_initial_weight", "fraction"), Quantity("share_of_weight", "fraction")])
    /// The largest eigenvalue of the weights.
    package static let spectralRadius = MeasureKind(
        "spectral-radius", reads: [.weights],
        values: [
            Quantity("spectral_radius", "1"), Quantity("leading_eigenvalue_real", "1"),
            Quantity("leading_eigenvalue_imaginary", "1"), Quantity("converged", "1"),
            Quantity("residual", "1"), Quantity("products", "product"),
        ])
    /// How nodes are connected, whatever the weights.
    package static let wiring = MeasureKind(
        "wiring", reads: [.weights],
        values: [
            Quantity("connections", "connection"), Quantity("self_connections", "connection"),
            Quantity("connected_fraction", "fraction"), Quantity("in_degree_sd", "connection"),
            Quantity("in_degree_maximum", "connection"), Quantity("out_degree_sd", "connection"),
            Quantity("out_degree_maximum", "connection"), Quantity("degree_correlation", "1"),
            Quantity("reciprocity", "fraction"), Quantity("clustering", "fraction"),
            Quantity("path_length", "connection"), Quantity("longest_path", "connection"),
            Quantity("reachable_fraction", "fraction"), Quantity("weak_components", "component"),
            Quantity("largest_weak_component", "node"), Quantity("strong_components", "component"),
            Quantity("largest_strong_component", "node"), Quantity("mask_spectral_radius", "1"),
            Quantity("mask_spectral_radius_converged", "1"),
        ] + triads.map { Quantity("triads_\($0)", "triad") },
        curves: [Quantity("share_of_in_degree", "fraction"), Quantity("share_of_out_degree", "fraction")])
    /// Ways to connect three nodes, by their usual names (Holland and Leinhardt 1976).
    package static let triads = [
        "003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U",
        "120C", "210", "300",
    ]
    /// Epochs until a network first exceeds chance (figure 6C).
    package static let delay = MeasureKind(
        "delay", reads: [.metrics, .data],
        values: [
            Quantity("delay", "epoch"), Quantity("delay_censored", "1"), Quantity("chance", "fraction"),
            Quantity("criterion", "fraction"),
        ])
    /// The training loss of the first steps.
    package static let earlyLoss = MeasureKind(
        "early-loss", reads: [.metrics],
        values: [Quantity("highest_loss", "nat"), Quantity("highest_loss_step", "step")],
        curves: [Quantity("train_loss", "nat"), Quantity("train_loss_decades", "decade")])

    /// All measures.
    package static let all = [
        sparsity, mutualInformation, correlation, dropout, gradients, weightChange, spectralRadius,
        wiring, delay, earlyLoss,
    ]
}
