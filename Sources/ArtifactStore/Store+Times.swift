import Foundation

extension Store {
    /// A file server's clock and this machine's may differ by this much before anything is said.
    private static let toleratedNanoseconds = 2_000_000_000

    /// What `setPastTimes` found.
    package struct FutureTimes: Sendable {
        /// Files and links with times in the future.
        package let count: Int
        /// The largest difference, in seconds.
        package let seconds: Double
        /// Why some could not be changed; nil if all were.
        package let failure: String?
    }

    /// Finds links, plans and digests of code with times in the future (from another machine's clock), and gives them
    /// times that have just passed, in the same order. Otherwise Make would take them to be newer than everything
    /// made from them.
    /// - Parameter places: as `places()` found them.
    /// - Returns: nil if there were none.
    package func setPastTimes(among places: [LinkPlace]) -> FutureTimes? {
        let now = FileStamp.now
        var late = places.filter { $0.modified > now + Self.toleratedNanoseconds }
            .map { (path: "\(root)/\($0.path)", modified: $0.modified) }
        for folder in ["code", "plan"] {
            FileSystem.walk("\(root)/\(folder)") { path, information in
                let modified = FileStamp.nanoseconds(information.st_mtim)
                if modified > now + Self.toleratedNanoseconds { late.append((path, modified)) }
            }
        }
        guard let latest = late.map(\.modified).max() else { return nil }
        var failure: String?
        // Nanoseconds apart, so that all these times have passed when this returns.
        for (rank, time) in Set(late.map(\.modified)).sorted().enumerated() {
            for file in late where file.modified == time {
                do {
                    try FileSystem.setTime(of: file.path, to: now + rank)
                } catch {
                    failure = "\(error)"
                }
            }
        }
        return FutureTimes(count: late.count, seconds: Double(latest - now) / 1e9, failure: failure)
    }
}
