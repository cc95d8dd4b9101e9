/// An archived snapshot of a network: its description, connections and parameters after some epoch.
package struct WeightSnapshot: Equatable, Sendable {
    /// Which network.
    package var description: Conditions
    /// Epochs that were finished.
    package var epoch: Int
    /// Steps of training behind it.
    package var step: Int
    /// Its connections.
    package var mask: ConnectivityMask
    /// Its parameters; recurrent weights in the mask's order.
    package var parameters: NetworkParameters
    /// Which nodes are inhibitory under Dale's rule; nil without one.
    package var inhibitoryNodes: [Bool]?
    /// The step in which the network diverged; all parameters are NaN then.
    package var divergedStep: Int?

    /// A snapshot; see the properties.
    package init(
        description: Conditions, epoch: Int, step: Int, mask: ConnectivityMask,
        parameters: NetworkParameters, inhibitoryNodes: [Bool]? = nil, divergedStep: Int? = nil
    ) {
        self.description = description
        self.epoch = epoch
        self.step = step
        self.mask = mask
        self.parameters = parameters
        self.inhibitoryNodes = inhibitoryNodes
        self.divergedStep = divergedStep
    }
}
