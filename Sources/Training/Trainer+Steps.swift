import Compute
import Model
import Networks

extension Trainer {
    /// One batch: the images at these places of the epoch's order.
    func trainStep(_ places: Range<Int>) throws(DeviceError) -> Float {
        let (loss, gradient) = divergedStep == nil ? propagate(places) : (.nan, .nan)
        try engine.checkDevice()
        step += 1
        metrics.trainLoss.append(loss)
        metrics.meanAbsGradient.append(gradient)
        if gradient.isNaN && divergedStep == nil { diverge() }
        return loss
    }

    /// Forward, backward, and Adam on all parameters, unless the loss is NaN.
    ///
    /// - Returns: the loss before, and the mean magnitude of the recurrent weights' gradient.
    private func propagate(_ places: Range<Int>) -> (loss: Float, gradient: Float) {
        let indices = order[places]
        let labels = indices.map { dataset.training.labels[Int($0)] }
        return engine.withSubnormalsFlushed {
            network.load(dataset.training, indices: indices.span)
            network.forward()
            let sum = network.loss(labels: labels.span, forTraining: true).sum
            if sum.isNaN { return (.nan, .nan) }
            network.backward()
            let gradient = update(step + 1)
            // Which bits a NaN has differs between processors.
            return (Float(sum / Double(indices.count)), gradient.isNaN ? .nan : gradient)
        }
    }

    private func diverge() {
        divergedStep = step
        for set in [network.parameters, firstMoments, secondMoments] {
            for array in set.arrays { array.elements.update(repeating: .nan) }
        }
        network.parametersChanged()
    }

    /// Adam on all parameters; returns the mean magnitude of the recurrent weights' gradient.
    private func update(_ step: Int) -> Float {
        let adam = AdamOptions(learningRate: options.learningRate)
        // A step of size 0 measures gradients all the same.
        let recurrent = options.recurrentWeights == .fixed ? AdamOptions(learningRate: 0) : adam
        var magnitude = 0.0
        chosenNodes?.clearOthers(in: network.gradients)
        for i in network.parameters.arrays.indices {
            let parameters = network.parameters.arrays[i]
            let isRecurrent = parameters === network.parameters.recurrentWeights
            magnitude += engine.adam(
                isRecurrent ? recurrent : adam, step: step, parameters: parameters,
                gradient: network.gradients.arrays[i],
                firstMoments: firstMoments.arrays[i], secondMoments: secondMoments.arrays[i],
                blockSums: isRecurrent ? blockSums : nil, signs: isRecurrent ? signs : nil)
        }
        network.parametersChanged()
        return Float(magnitude / Double(max(1, shape.connections)))
    }
}
