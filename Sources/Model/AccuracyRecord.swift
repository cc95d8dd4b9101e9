/// Test accuracy of one network after one epoch: a row of the tidy table.
@dynamicMemberLookup
package struct AccuracyRecord: Hashable, Sendable {
    /// Which network.
    package var conditions: Conditions
    /// Epochs of training; 0 is before training.
    package var epoch: Int
    /// True when training ended early after this epoch.
    package var endsTraining: Bool
    /// Fraction of test images classified correctly, 0...1.
    package var testAccuracy: Double
    /// Mean cross entropy over the test images, in nats.
    package var testLoss: Double
    /// Mean magnitude of the gradient of the weights between hidden nodes, over connections and the steps of the epoch, in nats; nil
    /// before training, and where it is not a finite number.
    package var meanAbsGradient: Double?
    /// The step, counted from 1, in which the network diverged, if it did up to this epoch: its outputs are NaN, and so is the loss.
    package var divergedStep: Int?

    /// A row; see the properties.
    package init(
        _ conditions: Conditions, epoch: Int, endsTraining: Bool = false, testAccuracy: Double,
        testLoss: Double, meanAbsGradient: Double? = nil, divergedStep: Int? = nil
    ) {
        self.conditions = conditions
        self.epoch = epoch
        self.endsTraining = endsTraining
        self.testAccuracy = testAccuracy
        self.testLoss = testLoss
        self.meanAbsGradient = meanAbsGradient
        self.divergedStep = divergedStep
    }

    /// The same over all pairs of hidden nodes: without a connection the gradient is 0. So the notebook takes it, as
    /// `weight_hh_l0_orig.grad.abs().mean()`.
    package var meanAbsGradientOfPairs: Double? {
        let nodes = Double(conditions.hiddenNodes)
        return meanAbsGradient.map { $0 * Double(conditions.connections) / (nodes * nodes) }
    }

    /// A condition of its network.
    package subscript<Value>(dynamicMember member: WritableKeyPath<Conditions, Value>) -> Value {
        get { conditions[keyPath: member] }
        set { conditions[keyPath: member] = newValue }
    }
}

/// What makes networks one sample: the same conditions except the seeds, the same epochs of training.
@dynamicMemberLookup
package struct SharedConditions: Hashable, Comparable, Sendable {
    /// Those of any of the networks, without seeds.
    package private(set) var conditions: Conditions
    /// Epochs of training.
    package var epoch: Int

    /// What a network shares with others after some epochs.
    package init(_ conditions: Conditions, epoch: Int) {
        (self.conditions, self.epoch) = (conditions.unseeded, epoch)
    }

    /// What the network of a record shares with others.
    package init(_ record: AccuracyRecord) { self.init(record.conditions, epoch: record.epoch) }

    /// The same at another density.
    package func withDensity(_ density: Double) -> SharedConditions {
        var other = self
        other.conditions.density = density
        return other
    }

    /// A condition.
    package subscript<Value>(dynamicMember member: KeyPath<Conditions, Value>) -> Value {
        conditions[keyPath: member]
    }

    /// The order of tables: by conditions, then epoch.
    package static func < (left: SharedConditions, right: SharedConditions) -> Bool {
        left.conditions == right.conditions ? left.epoch < right.epoch : left.conditions < right.conditions
    }
}
