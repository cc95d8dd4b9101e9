import Foundation

extension Store {
    /// Clocks of a file server and of this machine may differ by this much without a word.
    private static let toleratedNanoseconds = 2_000_000_000

    /// What `setPastTimes` found.
    package struct FutureTimes: Sendable {
        /// Files and links whose times lay in the future.
        package let count: Int
        /// By how much at most, in seconds.
        package let seconds: Double
        /// Why some could not be changed; nil if all were.
        package let failure: String?
    }

    /// Gives links, plans and digests of code whose times lie in the future (the clock of another machine) a time that has just passed, in
    /// the same order, since Make would take them for newer than all that is made from them.
    /// - Parameter places: as `places()` found them.
    /// - Returns: nil if there was none.
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
        // Nanoseconds apart, so that all have passed when this returns.
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
