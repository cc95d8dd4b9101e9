import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One HTTP request that appends the missing bytes of a file to its part file; it returns when it is over.
///
/// The server decides whether the download resumes: a 206 must continue exactly at the part file's end, a 200 starts
/// again. A server can never make the part file longer than the known length.
final class HTTPTransfer: NSObject, URLSessionDataDelegate {
    /// How far it is. The session's queue writes it while the caller's thread waits.
    private struct State {
        var received = 0
        var lastActivity = DispatchTime.now()
        var failure: (any Error)?
        var isOver = false

        /// Records how the transfer ended; nothing is written after it.
        mutating func end(with error: (any Error)?) {
            guard !isOver else { return }
            failure = error
            isOver = true
        }
    }

    private let url: URL
    private let total: Int
    private let idleTimeout: Double
    /// Written to only with `state` locked.
    private let part: PartFile
    private let state = Mutex(State())
    /// Signalled after every change of `state`.
    private let news = DispatchSemaphore(value: 0)

    /// A request for the bytes that `part` lacks of `url`, a file of `total` bytes.
    init(url: URL, part: PartFile, total: Int, idleTimeout: Double) {
        self.url = url
        self.part = part
        self.total = total
        self.idleTimeout = idleTimeout
    }

    /// Blocks until the part file has `total` bytes.
    ///
    /// - Throws: `TransferFailure`, or `DatasetFileError` when the part file cannot be written.
    func run(progress: (Int) -> Void) throws {
        let start = try part.size()
        state.withLock { $0.received = start }
        let session = URLSession(configuration: configuration(), delegate: self, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let task = session.dataTask(with: request(from: start))
        state.withLock { $0.lastActivity = .now() }
        task.resume()
        wait(for: task, progress: progress)
        let (failure, received) = state.withLock { ($0.failure, $0.received) }
        if let failure { throw failure }
        guard received == total else {
            throw TransferFailure(
                reason: "the connection ended after \(received) of \(total) bytes", isWorthRetrying: true)
        }
    }

    private func configuration() -> URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.httpShouldSetCookies = false
        return configuration
    }

    private func request(from start: Int) -> URLRequest {
        var request = URLRequest(url: url)
        // The wait below keeps the time; the library's own limit is only a backup.
        request.timeoutInterval = 2 * idleTimeout + 10
        // The digest is that of the stored file, not of a compressed or unpacked form of it.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        if start > 0 { request.setValue("bytes=\(start)-", forHTTPHeaderField: "Range") }
        return request
    }

    private func wait(for task: URLSessionDataTask, progress: (Int) -> Void) {
        var reported = -1
        while true {
            let (over, count) = pause(atMost: min(0.25, idleTimeout))
            if count != reported { progress(count) }
            reported = count
            if over {
                task.cancel()
                return
            }
        }
    }

    /// Waits for news; returns whether the transfer is over, and how many bytes are here.
    private func pause(atMost seconds: Double) -> (over: Bool, received: Int) {
        _ = news.wait(timeout: .now() + seconds)
        return state.withLock { state in
            let idle = DispatchTime.now().uptimeNanoseconds - state.lastActivity.uptimeNanoseconds
            if Double(idle) / 1e9 > idleTimeout {
                let reason = "no byte for \(idleTimeout) s"
                state.end(with: TransferFailure(reason: reason, isWorthRetrying: true))
            }
            return (state.isOver, state.received)
        }
    }

    /// Changes the state, unless the transfer is over; what `body` throws ends it.
    private func update(_ body: (inout State) throws -> Void) {
        state.withLock { state in
            guard !state.isOver else { return }
            state.lastActivity = .now()
            do { try body(&state) } catch { state.end(with: error) }
        }
        news.signal()
    }

    // MARK: What the session reports

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        update { try accept(response, &$0) }
        completionHandler(state.withLock { $0.isOver } ? .cancel : .allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        update { state in
            guard state.received + data.count <= total else {
                try part.truncate()
                throw TransferFailure(reason: "it serves more than \(total) bytes", isWorthRetrying: false)
            }
            try part.append(data)
            state.received += data.count
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let failure = error.map { TransferFailure(reason: $0.localizedDescription, isWorthRetrying: true) }
        update { $0.end(with: failure) }
    }

    // MARK: What the server answers

    /// Refuses a response that cannot be the file, before any byte of it is written.
    private func accept(_ response: URLResponse, _ state: inout State) throws {
        guard let http = response as? HTTPURLResponse else {
            throw TransferFailure(reason: "no HTTP answer", isWorthRetrying: false)
        }
        switch http.statusCode {
        case 200:
            let length = http.expectedContentLength
            guard length < 0 || length == Int64(total) else {
                throw TransferFailure(
                    reason: "it offers \(length) bytes, expected \(total)", isWorthRetrying: false)
            }
            try part.truncate()
            state.received = 0
        case 206:
            try acceptRange(http.value(forHTTPHeaderField: "Content-Range"), from: state.received)
        case 416:
            try part.truncate()
            throw TransferFailure(reason: "HTTP status 416 (it does not resume)", isWorthRetrying: true)
        case let status:
            let isPassing = status >= 500 || status == 408 || status == 429
            throw TransferFailure(reason: "HTTP status \(status)", isWorthRetrying: isPassing)
        }
    }

    private func acceptRange(_ range: String?, from received: Int) throws {
        let expected = "bytes \(received)-\(total - 1)/\(total)"
        guard received > 0, range == expected else {
            try part.truncate()
            throw TransferFailure(
                reason: "it resumes with \(range ?? "no range"), expected \(expected)", isWorthRetrying: true)
        }
    }
}
