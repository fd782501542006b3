import CLibcurl

/// The owner of libcurl's handles and of all exchanges in flight, isolated to its own thread.
///
/// It is kept apart from the client, which is a plain value: the release compiler (6.3) cannot read a public actor with
/// an isolated deinit from another module.
actor CurlLoop {
    nonisolated let thread: CurlThread
    private let options: CurlClient.Options
    private let handles: CurlHandles
    private var idle: [EasyHandle] = []
    private var running: [EasyHandle: Transfer] = [:]
    private var waiting = TransferQueue()
    private var isClosed = false

    /// The loop's own thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Takes over the handles and starts the thread.
    init(options: CurlClient.Options, handles: CurlHandles) throws(TransportError) {
        self.options = options
        self.handles = handles
        thread = CurlThread(handles: handles)
        try thread.start(for: self)
    }

    isolated deinit {
        close()
        thread.stop()
    }

    /// How many exchanges wait in line.
    var waitingCount: Int { waiting.count }

    /// Whether nothing runs or waits.
    var isIdle: Bool { running.isEmpty && waiting.count == 0 }

    /// Performs an exchange and returns when it has ended.
    func run(_ transfer: Transfer) async -> Result<HTTPResponse, TransportError> {
        await withCheckedContinuation { continuation in
            // The cancel may have come first: its task and this one race for the thread.
            guard case .made = transfer.stage else {
                continuation.resume(returning: .failure(.cancelled))
                return
            }
            transfer.continuation = continuation
            transfer.stage = .waiting
            if isClosed {
                end(transfer, .failure(.closed))
            } else if running.count < options.limits.maxConcurrentTransfers {
                start(transfer)
            } else if waiting.count < options.limits.maxQueuedTransfers {
                waiting.append(transfer)
            } else {
                end(transfer, .failure(.overloaded))
            }
        }
    }

    /// Ends an exchange early. One that has already ended is left alone, so a late cancel leaves no trace.
    func cancel(_ transfer: Transfer) {
        switch transfer.stage {
        case .made: transfer.stage = .ended
        case .waiting:
            waiting.remove(transfer)
            end(transfer, .failure(.cancelled))
        case .running(let easy):
            release(easy, from: transfer)
            end(transfer, .failure(.cancelled))
            startWaiting()
        case .ended: break
        }
    }

    private func start(_ transfer: Transfer) {
        guard let easy = idle.popLast() ?? makeEasyHandle() else {
            end(transfer, .failure(.outOfMemory))
            return
        }
        if let failure = easy.prepare(for: transfer) {
            easy.forget(transfer)
            idle.append(easy)
            end(transfer, .failure(.optionRefused(failure)))
            return
        }
        transfer.stage = .running(easy)
        running[easy] = transfer
        if handles.add(easy) != CURLM_OK {
            release(easy, from: transfer)
            end(transfer, .failure(.outOfMemory))
        }
    }

    private func makeEasyHandle() -> EasyHandle? {
        guard let easy = EasyHandle() else { return nil }
        guard easy.configure(options, handles: handles) == nil else {
            easy.free()
            return nil
        }
        return easy
    }

    /// Lets libcurl work and hands out what is finished. Called by the thread between jobs.
    func pump() {
        guard !running.isEmpty else { return }
        handles.perform()
        while let (easy, code) = handles.nextFinished() {
            guard let transfer = running[easy] else { continue }
            let result = transfer.result(of: easy, code: code)
            release(easy, from: transfer)
            end(transfer, result)
        }
        startWaiting()
    }

    private func startWaiting() {
        while running.count < options.limits.maxConcurrentTransfers, let next = waiting.popFirst() {
            start(next)
        }
    }

    /// Takes a handle out of libcurl's hands and back into the free list, with its connection left in the pool.
    private func release(_ easy: EasyHandle, from transfer: Transfer) {
        handles.remove(easy)
        easy.forget(transfer)
        running[easy] = nil
        idle.append(easy)
    }

    private func end(_ transfer: Transfer, _ result: Result<HTTPResponse, TransportError>) {
        transfer.stage = .ended
        transfer.headerList = nil
        let continuation = transfer.continuation
        transfer.continuation = nil
        continuation?.resume(returning: result)
    }

    /// Ends all exchanges with `closed` and frees their handles.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        for (easy, transfer) in running {
            release(easy, from: transfer)
            end(transfer, .failure(.closed))
        }
        while let transfer = waiting.popFirst() {
            end(transfer, .failure(.closed))
        }
        idle.forEach { $0.free() }
        idle.removeAll()
    }
}
