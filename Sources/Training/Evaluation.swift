import Compute
import Model
import Networks

/// What a network makes of a set of examples.
package struct Evaluation: Equatable, Sendable {
    /// Fraction classified correctly: the largest output, the first of equals, is the label's. NaN is larger than any number.
    package let accuracy: Double
    /// Mean cross entropy in nats.
    package let loss: Double

    /// Of a network all outputs of which are NaN: the first of them counts as the largest, as in PyTorch.
    package static func ofNoNumbers(_ examples: LabelledExamples) -> Evaluation {
        let count = Double(max(1, examples.count))
        return Evaluation(accuracy: Double(examples.labels.count { $0 == 0 }) / count, loss: .nan)
    }
}

extension Network {
    /// Accuracy and loss on `examples`, in their order and in batches of `capacity`; the result does not depend on it
    /// with sparse products. Call within `engine.withSubnormalsFlushed`.
    ///
    /// - Parameter proceed: called before each batch with the examples that are done; may end the evaluation by an error.
    package func evaluate(
        _ examples: LabelledExamples, proceed: (Int) throws -> Void = { _ in }
    ) rethrows -> Evaluation {
        let indices = Array(0..<Int64(examples.count))
        var sum = 0.0
        var correct = 0
        for first in stride(from: 0, to: examples.count, by: capacity) {
            try proceed(first)
            let batch = first..<min(examples.count, first + capacity)
            load(examples, indices: indices.span.extracting(batch))
            forward()
            let result = loss(labels: examples.labels.span.extracting(batch), forTraining: false)
            sum += result.sum
            correct += result.correct
        }
        let count = Double(max(1, examples.count))
        // Which bits a NaN has differs between processors.
        return Evaluation(accuracy: Double(correct) / count, loss: sum.isNaN ? .nan : sum / count)
    }
}

extension Trainer {
    /// Measures accuracy and loss on the test set and adds them to the metrics, as epoch 0 before training.
    ///
    /// - Parameter proceed: called before each batch with the test images that are done; may end the evaluation by an error.
    @discardableResult
    package func evaluateBeforeTraining(proceed: (Int) throws -> Void = { _ in }) rethrows -> Evaluation {
        let result = try evaluation(proceed)
        note(result)
        return result
    }

    /// What the network makes of the test set.
    func evaluation(_ proceed: (Int) throws -> Void) rethrows -> Evaluation {
        if divergedStep != nil { return .ofNoNumbers(dataset.test) }
        return try engine.withSubnormalsFlushed { try network.evaluate(dataset.test, proceed: proceed) }
    }

    /// Adds an evaluation after `epoch` to the metrics.
    func note(_ result: Evaluation) {
        metrics.testEpochs.append(epoch)
        metrics.testAccuracy.append(result.accuracy)
        metrics.testLoss.append(result.loss)
        best =
            best?.including(loss: result.loss, accuracy: result.accuracy, epoch: epoch)
            ?? BestEvaluation(loss: result.loss, accuracy: result.accuracy, epoch: epoch)
        if let patience = options.patience, let best { hasStopped = epoch - best.lossEpoch >= patience }
    }
}
