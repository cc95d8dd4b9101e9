import ArtifactStore
import Foundation

/// The progress of a figure as a whole: the jobs of its plan. `plan` writes what is needed here beside the rules.
///
/// Nothing is remembered between programs. The times of links show which jobs are done and since when, just as Make
/// sees it, so several programs, or several makes, report the same.
struct FigureProgress {
    /// A job of the plan (Planning's `Job`, of which this is read).
    struct Job: Equatable {
        let stage: String
        /// Seconds, roughly; only their ratios matter.
        let cost: Double
        /// First output, relative to the store.
        let output: String
        /// The jobs that make what it reads, by their places in the list; they come before it.
        let inputs: [Int]
    }

    /// Jobs that must have ended within the stretch of time that the rate is taken from.
    private static let fewestJobs = 4
    private static let window = 60.0
    /// The shortest stretch that says anything, in seconds.
    private static let shortest = 10.0

    /// Name of the figure.
    let figure: String
    /// In an order in which they can run.
    let jobs: [Job]
}

extension FigureProgress {
    /// Reads what `plan` has written; nil if it is not there, or does not have this form.
    init?(readingFrom path: String) {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let lines = data.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first else { return nil }
        figure = String(decoding: first, as: UTF8.self)
        var jobs: [Job] = []
        jobs.reserveCapacity(lines.count)
        for line in lines.dropFirst() {
            guard let job = Self.job(line, before: jobs.count) else { return nil }
            jobs.append(job)
        }
        self.jobs = jobs
    }

    private static func job(_ line: Data, before count: Int) -> Job? {
        let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        guard fields.count == 4, let cost = Double(String(decoding: fields[1], as: UTF8.self)) else {
            return nil
        }
        let inputs = fields[3].split(separator: UInt8(ascii: " ")).compactMap {
            Int(String(decoding: $0, as: UTF8.self))
        }
        guard inputs.allSatisfy({ (0..<count).contains($0) }) else { return nil }
        return Job(
            stage: String(decoding: fields[0], as: UTF8.self), cost: cost,
            output: String(decoding: fields[2], as: UTF8.self), inputs: inputs)
    }

    // MARK: - What is done

    /// When each job was done, in seconds since 1970; nil for those that Make would run.
    func finished(in store: String) -> [Double?] {
        var codes: [String: Double] = [:]
        for stage in Set(jobs.map(\.stage)) { codes[stage] = Self.time(of: "\(store)/code/\(stage)") }
        var times: [Double?] = []
        times.reserveCapacity(jobs.count)
        for job in jobs {
            let path = "\(store)/\(job.output)"
            // The link's own time, if it leads to an object that is there or was dropped.
            guard access(path, F_OK) == 0 || Store(at: store).isDropped(link: job.output),
                let time = Self.time(of: path), time >= codes[job.stage] ?? 0,
                job.inputs.allSatisfy({ index in times[index].map { $0 <= time } ?? false })
            else {
                times.append(nil)
                continue
            }
            times.append(time)
        }
        return times
    }

    private static func time(of path: String) -> Double? {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        return Double(information.st_mtim.tv_sec) + Double(information.st_mtim.tv_nsec) / 1e9
    }

    // MARK: - What is left

    /// `figure2: 27 of 33, about 4 min left`; nil if nothing was done since `start`, or nothing is left.
    func text(finished: [Double?], since start: Double, now: Double) -> String? {
        let open = zip(jobs, finished).reduce(0) { $0 + ($1.1 == nil ? $1.0.cost : 0) }
        let ended = zip(jobs, finished).compactMap { job, time in
            time.flatMap { $0 >= start ? (time: $0, cost: job.cost) : nil }
        }.sorted { $0.time < $1.time }
        let done = finished.count { $0 != nil }
        guard !ended.isEmpty, done < jobs.count else { return nil }
        let left = Self.secondsLeft(ended, open: open, now: now).map { ", about \(Self.rounded($0)) left" }
        return "\(figure): \(done) of \(jobs.count)\(left ?? "")"
    }

    /// Measures from the end of one job to the end of another, so that the work begun in between is about equal to
    /// the work that had been begun before.
    private static func secondsLeft(_ ended: [(time: Double, cost: Double)], open: Double, now: Double)
        -> Double?
    {
        guard let last = ended.last else { return nil }
        let minuteAgo = ended.lastIndex { $0.time <= last.time - window } ?? 0
        let first = min(minuteAgo, max(0, ended.count - 1 - fewestJobs))
        let seconds = last.time - ended[first].time
        let rate = ended[(first + 1)...].reduce(0) { $0 + $1.cost } / max(seconds, shortest)
        guard seconds >= shortest, rate > 0 else { return nil }
        let left = open / rate - (now - last.time)
        return left > 0 ? left : nil
    }

    /// In words that promise no more than is known.
    private static func rounded(_ seconds: Double) -> String {
        let minutes = max(1, Int((min(seconds, 1e9) / 60).rounded()))
        return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
