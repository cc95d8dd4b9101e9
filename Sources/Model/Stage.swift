/// The programs that compute artifacts, in the order of the pipeline.
package enum Stage: String, CaseIterable, Sendable {
    case fetchData = "fetch-data"
    case buildMask = "build-mask"
    case train
    case analyze
    case report

    /// Their names.
    package static let names = allCases.map(\.rawValue)
}
