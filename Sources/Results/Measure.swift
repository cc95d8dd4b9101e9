import Analysis
import Foundation
import Model

/// What can be measured of a network; the names are those of claims, where there are claims about it.
package enum Measure: String, CaseIterable {
    /// Test accuracy after an epoch.
    case accuracy = "test accuracy"
    /// The highest test accuracy after any epoch.
    case bestAccuracy = "best test accuracy"
    /// Mean magnitude of the gradient of the weights between hidden nodes, over the steps of the first epoch.
    case gradient = "mean gradient magnitude of recurrent weights"
    /// The same, over connections alone.
    case connectionGradient = "mean gradient magnitude of connections"
    /// Mean over images of the fraction of nodes that are not zero.
    case activeNodes = "percent of nodes nonzero per image"
    /// The largest fraction of nodes that are not zero for any image.
    case mostActiveNodes = "largest percent of nodes nonzero for an image"
    /// Mean of the activations that are not zero.
    case meanActivation = "mean nonzero activation"
    /// Of these, the share of each bin of their magnitude.
    case activationShare = "share of nonzero activations"
    /// Mean over pairs of nodes.
    case mutualInformation = "mutual information of 10000 random node pairs"
    /// Share of pairs with more mutual information than a given amount.
    case informationShare = "share of pairs with more mutual information"
    /// Test accuracy with some of the nodes silenced.
    case dropoutAccuracy = "test accuracy with dropped nodes"
    /// Test accuracy with all nodes minus that with some of them silenced.
    case dropoutLoss = "loss of test accuracy in points"
    /// Mean of Pearson's correlations over all pairs of nodes.
    case correlation = "mean correlation of node pairs"
    /// Share of pairs in each bin of their correlation.
    case correlationShare = "share of node pairs"
    /// Mean magnitude of the gradients of the weights between hidden nodes, with the weights of an epoch.
    case snapshotGradient = "mean gradient magnitude after an epoch"
    /// Share of these gradients in each bin.
    case gradientShare = "share of gradients"
    /// Share of the initial weights between hidden nodes in each bin.
    case weightShareBefore = "share of initial weights"
    /// Share of the weights between hidden nodes in each bin, after an epoch.
    case weightShare = "share of weights"
    /// Epochs until a network first exceeds chance.
    case delay = "training delay"
    /// Of the positive weights, the fraction that turned negative.
    case positiveToNegative = "positive weights turned negative"
    /// Of the negative weights, the fraction that turned positive.
    case negativeToPositive = "negative weights turned positive"
    /// Change of the mean magnitude of weights that were negative, as a fraction of it.
    case growthOfNegative = "growth of negative weights"
    /// Change of the mean magnitude of weights that were positive, as a fraction of it.
    case growthOfPositive = "growth of positive weights"
    /// Share of all weights that became lower.
    case lowered = "weights that became more negative"
    /// Share of all weights that became higher.
    case raised = "weights that became more positive"
    /// Largest magnitude of an eigenvalue of the weights between hidden nodes.
    case spectralRadius = "spectral radius of recurrent weights"
    /// Share of nodes in each bin of their numbers of inputs.
    case inDegreeShare = "share of inputs"
    /// Share of nodes in each bin of their numbers of outputs.
    case outDegreeShare = "share of outputs"
    /// Share of all pairs of nodes that are connected, in a mask.
    case connectedFraction = "share of pairs that are connected"
    /// Standard deviation of the numbers of inputs over nodes.
    case inDegreeDeviation = "sd of inputs"
    /// The same of outputs.
    case outDegreeDeviation = "sd of outputs"
    /// Share of connections whose reverse is there, too.
    case reciprocity = "reciprocity"
    /// Mean share of directed triangles.
    case clustering = "clustering"
    /// Mean length of shortest paths.
    case pathLength = "path length"
    /// Correlation of numbers of inputs and outputs.
    case degreeCorrelation = "correlation of degrees"
    /// Nodes of the largest set of nodes that reach each other.
    case largestComponent = "largest strong component"
    /// Largest magnitude of an eigenvalue of the mask.
    case maskSpectralRadius = "spectral radius of the mask"
    /// Sets of three nodes by how they are connected (`MeasureKind.triads`).
    case triads003 = "triads 003"
    case triads012 = "triads 012"
    case triads102 = "triads 102"
    case triads021D = "triads 021D"
    case triads021U = "triads 021U"
    case triads021C = "triads 021C"
    case triads111D = "triads 111D"
    case triads111U = "triads 111U"
    case triads030T = "triads 030T"
    case triads030C = "triads 030C"
    case triads201 = "triads 201"
    case triads120D = "triads 120D"
    case triads120U = "triads 120U"
    case triads120C = "triads 120C"
    case triads210 = "triads 210"
    case triads300 = "triads 300"
    /// Power of ten of the training loss of a step.
    case trainingLoss = "power of ten of the training loss"

    /// Its name in artifacts of kind `measures`; nil for what training measures, or is made of other measures.
    package var quantity: String? {
        switch self {
        case .accuracy, .bestAccuracy, .gradient, .connectionGradient, .dropoutLoss: nil
        case .activeNodes: "active_fraction"
        case .mostActiveNodes: "active_fraction_maximum_over_images"
        case .meanActivation: "mean_activation"
        case .activationShare: "activation_magnitude"
        case .mutualInformation: "mutual_information"
        case .informationShare: "share_above_mutual_information"
        case .dropoutAccuracy: "accuracy_with_dropout"
        case .correlation: "correlation"
        case .correlationShare: "share_of_correlation"
        case .snapshotGradient: "mean_abs_gradient"
        case .gradientShare: "share_of_gradient"
        case .weightShareBefore: "share_of_initial_weight"
        case .weightShare: "share_of_weight"
        case .delay: "delay"
        case .positiveToNegative: "positive_to_negative"
        case .negativeToPositive: "negative_to_positive"
        case .growthOfNegative: "growth_of_negative"
        case .growthOfPositive: "growth_of_positive"
        case .lowered: "lowered"
        case .raised: "raised"
        case .spectralRadius: "spectral_radius"
        case .trainingLoss: "train_loss_decades"
        case .inDegreeShare: "share_of_in_degree"
        case .outDegreeShare: "share_of_out_degree"
        case .reciprocity: "reciprocity"
        case .clustering: "clustering"
        case .pathLength: "path_length"
        case .degreeCorrelation: "degree_correlation"
        case .connectedFraction: "connected_fraction"
        case .inDegreeDeviation: "in_degree_sd"
        case .outDegreeDeviation: "out_degree_sd"
        case .largestComponent: "largest_strong_component"
        case .maskSpectralRadius: "mask_spectral_radius"
        case .triads003, .triads012, .triads102, .triads021D, .triads021U, .triads021C, .triads111D,
            .triads111U, .triads030T, .triads030C, .triads201, .triads120D, .triads120U, .triads120C,
            .triads210, .triads300:
            rawValue.replacing(" ", with: "_")
        }
    }

    /// What tells wirings apart, besides degrees and triads.
    package static let ofWiring: [Measure] = [
        .connectedFraction, .inDegreeDeviation, .outDegreeDeviation, .degreeCorrelation, .reciprocity,
        .clustering, .pathLength, .largestComponent, .maskSpectralRadius,
    ]
    /// The triad census.
    package static let triads = allCases.filter { $0.rawValue.hasPrefix("triads ") }

    /// True for numbers that are shares of a whole, one a bin.
    package var isShare: Bool {
        switch self {
        case .activationShare, .informationShare, .correlationShare, .gradientShare, .weightShareBefore,
            .weightShare, .inDegreeShare, .outDegreeShare:
            true
        case .accuracy, .bestAccuracy, .gradient, .connectionGradient, .activeNodes, .mostActiveNodes,
            .meanActivation, .mutualInformation, .dropoutAccuracy, .dropoutLoss, .correlation,
            .snapshotGradient, .delay, .positiveToNegative, .negativeToPositive, .growthOfNegative,
            .growthOfPositive, .lowered, .raised, .spectralRadius, .connectedFraction, .inDegreeDeviation,
            .outDegreeDeviation, .reciprocity, .clustering, .pathLength, .degreeCorrelation,
            .largestComponent, .maskSpectralRadius, .triads003, .triads012, .triads102, .triads021D,
            .triads021U, .triads021C, .triads111D, .triads111U, .triads030T, .triads030C, .triads201,
            .triads120D, .triads120U, .triads120C, .triads210, .triads300, .trainingLoss:
            false
        }
    }

    /// What has one number a network, so that claims can be about it.
    package static var ofNetworks: [Measure] { allCases.filter { !$0.isShare && $0 != .trainingLoss } }

    /// The measure that a claim's metric names; words in brackets do not count.
    package init?(metric: String) {
        let name = metric.split(separator: "(").first.map { $0.trimmingCharacters(in: .whitespaces) }
        self.init(rawValue: name ?? metric)
    }
}
