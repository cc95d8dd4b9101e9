/// What `bench step` prints; names of members end with their unit.
struct StepReport: Encodable {
    let nodes: Int
    let density: Double
    let connections: Int
    let nonlinearity: String
    let batch: Int
    let seed: UInt32
    let data: String
    let threads: Int
    let isa: String
    let device: String
    let stepsMs: [Double]
    let losses: [Float]
    let activity: [Double]
    let epochS: Double?
    let testS: Double?
    let testAccuracy: Double?
    let dataRssMb: Double
    let peakRssMb: Double
    let dataS: Double
    let maskS: Double
    let networkS: Double
    let setupS: Double
}
