/// The programs that compute artifacts, in the order of the pipeline.
package enum Stage: String, CaseIterable, Codable, CustomStringConvertible, Sendable {
    case fetchData = "fetch-data"
    case buildMask = "build-mask"
    case train
    case analyze
    case report

    package var description: String { rawValue }

    /// Their names.
    package static let names = allCases.map(\.rawValue)
}
