import Analysis
import Foundation
import Model

/// How numbers of a measure are said.
extension Measure {
    /// What numbers are said in.
    package enum Unit {
        /// Fractions, said in percent.
        case percent
        /// Numbers of any size.
        case scientific
        /// Numbers around 1, with this number of decimals.
        case plain(decimals: Int, name: String)
    }

    /// What its numbers are said in.
    package var unit: Unit {
        switch self {
        case .gradient, .connectionGradient, .snapshotGradient: .scientific
        case .meanActivation: .plain(decimals: 2, name: "")
        case .mutualInformation: .plain(decimals: 3, name: " nat")
        case .correlation, .spectralRadius, .reciprocity, .clustering, .pathLength, .degreeCorrelation:
            .plain(decimals: 3, name: "")
        case .trainingLoss, .maskSpectralRadius, .inDegreeDeviation, .outDegreeDeviation:
            .plain(decimals: 2, name: "")
        case .largestComponent: .plain(decimals: 0, name: " nodes")
        case .triads003, .triads012, .triads102, .triads021D, .triads021U, .triads021C, .triads111D,
            .triads111U, .triads030T, .triads030C, .triads201, .triads120D, .triads120U, .triads120C,
            .triads210, .triads300:
            .scientific
        case .delay: .plain(decimals: 1, name: " epochs")
        case .accuracy, .bestAccuracy, .activeNodes, .mostActiveNodes, .activationShare, .informationShare,
            .dropoutAccuracy, .dropoutLoss, .correlationShare, .gradientShare, .weightShareBefore,
            .weightShare, .positiveToNegative, .negativeToPositive, .growthOfNegative, .growthOfPositive,
            .lowered, .raised, .inDegreeShare, .outDegreeShare, .connectedFraction:
            .percent
        }
    }

    /// What a difference of two numbers is said in, beside the number.
    package var differenceUnit: String {
        switch unit {
        case .percent: " points"
        case .scientific: ""
        case .plain(_, let name): name
        }
    }

    /// By what a number is multiplied to be said.
    package var scale: Double {
        if case .percent = unit { return 100 }
        return 1
    }

    private var isFraction: Bool { if case .percent = unit { true } else { false } }

    /// Name of a column of numbers, with the unit.
    package var column: String {
        switch self {
        case .accuracy: "test_accuracy_fraction"
        case .bestAccuracy: "best_test_accuracy_fraction"
        case .gradient: "mean_abs_gradient_of_pairs_nats"
        case .connectionGradient: "mean_abs_gradient_nats"
        case .mutualInformation: "mutual_information_nats"
        case .snapshotGradient: "mean_abs_gradient_nats"
        case .delay: "delay_epochs"
        case _ where isFraction: "\(quantity ?? rawValue)_fraction"
        case .activeNodes, .mostActiveNodes, .meanActivation, .activationShare, .informationShare,
            .dropoutAccuracy, .dropoutLoss, .correlation, .correlationShare, .gradientShare,
            .weightShareBefore, .weightShare, .positiveToNegative, .negativeToPositive, .growthOfNegative,
            .growthOfPositive, .lowered, .raised, .spectralRadius, .inDegreeShare, .outDegreeShare,
            .connectedFraction, .inDegreeDeviation, .outDegreeDeviation, .reciprocity, .clustering,
            .pathLength, .degreeCorrelation, .largestComponent, .maskSpectralRadius, .triads003, .triads012,
            .triads102, .triads021D, .triads021U, .triads021C, .triads111D, .triads111U, .triads030T,
            .triads030C, .triads201, .triads120D, .triads120U, .triads120C, .triads210, .triads300,
            .trainingLoss:
            quantity ?? rawValue
        }
    }

    /// A number as it is said, without its unit.
    package func number(_ value: Double) -> String {
        switch unit {
        case .percent: value.percent
        case .scientific: value.scientific()
        case .plain(let decimals, _): value.readable(decimals: decimals)
        }
    }

    /// A number that is in the unit of the paper already.
    package func said(_ value: Double) -> String {
        switch unit {
        case .percent: value.fixed(1)
        case .scientific: value.scientific()
        case .plain(let decimals, _): value.readable(decimals: decimals)
        }
    }

    /// `90.3 ± 2.0 % (n = 10)`, `2.0×10⁻⁵ ± 1.1×10⁻⁶ (n = 3)`, `10.3 ± 0.0 % (n = 3, 3 diverged at step 2)`.
    package func text(_ moments: Moments) -> String {
        let sd = moments.sd.map { " ± \(number($0))" } ?? ""
        return "\(number(moments.mean))\(sd)\(unitText) (n = \(moments.countText))"
    }

    /// What stands behind a number: ` %`, ` nat`.
    private var unitText: String {
        switch unit {
        case .percent: self == .dropoutLoss ? " points" : " %"
        case .scientific: ""
        case .plain(_, let name): name
        }
    }

    /// Decimals of a number of the paper, where all of its numbers have as many.
    package var paperDecimals: Int? {
        switch unit {
        case .percent: 1
        case .scientific: nil
        case .plain(let decimals, _): decimals
        }
    }

    /// A number of the paper, which is in percent where fractions are.
    package func paperText(_ mean: Double, sd: Double?) -> String {
        guard paperDecimals != nil else { return mean.scientific() }
        return "\(said(mean))\(sd.map { " ± \(said($0))" } ?? "")\(unitText)"
    }

    /// Name of the axis of its numbers.
    package var axisTitle: String {
        switch self {
        case .accuracy, .dropoutAccuracy: "test accuracy (%)"
        case .bestAccuracy: "test accuracy of the best epoch (%)"
        case .activeNodes: "nodes not zero, per image (%)"
        case .activationShare: "share of nonzero activations (%)"
        case .informationShare: "pairs with more (%)"
        case .correlationShare: "share of node pairs (%)"
        case .gradientShare, .weightShareBefore, .weightShare: "share of connections (%)"
        case .inDegreeShare, .outDegreeShare: "share of nodes (%)"
        case .delay: "epochs until better than chance"
        case .positiveToNegative, .negativeToPositive: "weights that changed sign (%)"
        case .growthOfNegative, .growthOfPositive: "change of mean magnitude (%)"
        case .trainingLoss: "training loss (power of ten)"
        case .spectralRadius: "largest eigenvalue"
        case .gradient, .connectionGradient, .mostActiveNodes, .meanActivation, .mutualInformation,
            .dropoutLoss, .correlation, .snapshotGradient, .lowered, .raised, .connectedFraction,
            .inDegreeDeviation, .outDegreeDeviation, .reciprocity, .clustering, .pathLength,
            .degreeCorrelation, .largestComponent, .maskSpectralRadius, .triads003, .triads012, .triads102,
            .triads021D, .triads021U, .triads021C, .triads111D, .triads111U, .triads030T, .triads030C,
            .triads201, .triads120D, .triads120U, .triads120C, .triads210, .triads300:
            rawValue
        }
    }
}
