import CLibcurl

/// The owner of libcurl's handles and of all exchanges in flight, isolated to its own thread.
///
/// It is kept apart from the client, which is a plain value: the release compiler (6.3) cannot read a public actor with
/// an isolated deinit from another module.
actor CurlLoop {
    nonisolated let thread: CurlThread
    /// Where tasks run that prefer the loop's thread.
    nonisolated let tasks: CurlTasks
    private let options: CurlClient.Options
    private let handles: CurlHandles
    /// The fixed answers of name resolution, which libcurl points to.
    private let resolved: StringList?
    private var slots: [ExchangeSlot] = []
    private var idle: [ExchangeSlot] = []
    private var waiting = TransferQueue()
    private var isClosed = false
    /// The first moment at which an exchange may have been without a first byte for too long.
    private var silenceDue: ContinuousClock.Instant?

    /// The loop's own thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Takes over the handles and starts the thread.
    init(options: CurlClient.Options, handles: CurlHandles) throws(TransportError) {
        self.options = options
        self.handles = handles
        resolved = options.resolved.isEmpty ? nil : StringList(options.resolved)
        thread = CurlThread(handles: handles)
        tasks = CurlTasks(on: thread)
        try thread.start(for: self, tasks: tasks)
    }

    isolated deinit {
        close()
        thread.stop()
    }

    /// How many exchanges wait in line.
    var waitingCount: Int { waiting.count }

    /// Whether nothing runs or waits.
    var isIdle: Bool { runningCount == 0 && waiting.count == 0 }

    private var runningCount: Int { slots.count - idle.count }

    /// Performs an exchange and returns when it has ended.
    nonisolated func run(_ transfer: Transfer) async -> Result<HTTPResponse, TransportError> {
        guard thread.isCurrent else { return await enter(transfer) }
        // Here already: an actor's call would queue one job for the way in and one for the way back. Unsafe only in that
        // nobody checks that it is resumed once, which taking it out of the transfer ensures.
        return await withUnsafeContinuation { continuation in
            assumeIsolated { $0.begin(transfer, continuation) }
        }
    }

    private func enter(_ transfer: Transfer) async -> Result<HTTPResponse, TransportError> {
        await withUnsafeContinuation { begin(transfer, $0) }
    }

    private func begin(_ transfer: Transfer, _ continuation: Transfer.Waiter) {
        // The cancel may have come first: its task and this one race for the thread.
        guard case .made = transfer.stage else {
            continuation.resume(returning: .failure(.cancelled))
            return
        }
        transfer.continuation = continuation
        transfer.stage = .waiting
        if isClosed {
            end(transfer, .failure(.closed))
        } else if runningCount < options.limits.maxConcurrentTransfers {
            start(transfer)
        } else if waiting.count < options.limits.maxQueuedTransfers {
            waiting.append(transfer)
        } else {
            end(transfer, .failure(.overloaded))
        }
    }

    /// Ends an exchange early. One that has already ended is left alone, so a late cancel leaves no trace.
    func cancel(_ transfer: Transfer) {
        switch transfer.stage {
        case .made: transfer.stage = .ended
        case .waiting:
            waiting.remove(transfer)
            end(transfer, .failure(.cancelled))
        case .running(let slot):
            release(slot)
            end(transfer, .failure(.cancelled))
            startWaiting()
        case .ended: break
        }
    }

    /// The next bytes of a streamed body, or its end. Taking them lets a paused exchange go on.
    func read(_ transfer: Transfer) async -> BodyPipe.Step {
        if let step = transfer.pipe?.next() {
            resume(transfer)
            return step
        }
        return await withCheckedContinuation { transfer.pipe?.wait($0) }
    }

    private func resume(_ transfer: Transfer) {
        guard case .running(let slot) = transfer.stage, transfer.pipe?.isPaused == true else { return }
        transfer.pipe?.isPaused = false
        // libcurl hands over what it kept at once, so that a limit can be crossed in here.
        let code = slot.easy.resume()
        guard code != CURLE_OK else { return }
        let error = transfer.error(in: slot, code: code)
        release(slot)
        end(transfer, .failure(error))
        startWaiting()
    }

    private func start(_ transfer: Transfer) {
        guard let slot = idle.popLast() ?? makeSlot() else {
            end(transfer, .failure(.outOfMemory))
            return
        }
        if let failure = slot.occupy(with: transfer) {
            idle.append(slot)
            end(transfer, .failure(.optionRefused(failure)))
            return
        }
        transfer.stage = .running(slot)
        let deadline = ContinuousClock.now + options.limits.firstByteTimeout
        transfer.firstByteDeadline = deadline
        silenceDue = min(silenceDue ?? deadline, deadline)
        if handles.add(slot.easy) != CURLM_OK {
            release(slot)
            end(transfer, .failure(.outOfMemory))
        }
    }

    private func makeSlot() -> ExchangeSlot? {
        guard let slot = ExchangeSlot(options, handles: handles, resolved: resolved) else { return nil }
        slots.append(slot)
        return slot
    }

    /// Lets libcurl work and hands out what is finished. Called by the thread between jobs.
    ///
    /// Returns for how many milliseconds the thread may sleep.
    func pump() -> Int32 {
        guard runningCount > 0 else { return Limits.maxPollMilliseconds }
        handles.perform()
        while let (slot, code) = handles.nextFinished() {
            guard let transfer = slot.transfer else { continue }
            let result = transfer.result(in: slot, code: code)
            release(slot)
            end(transfer, result)
        }
        let sleep = endSilent()
        startWaiting()
        return sleep
    }

    /// Ends what has had no first byte in time, for which libcurl has no clock. Returns the time to the next such end.
    ///
    /// It looks at the exchanges only once one may be due: most have long ended by then.
    private func endSilent() -> Int32 {
        guard let silenceDue else { return Limits.maxPollMilliseconds }
        let now = ContinuousClock.now
        if silenceDue <= now {
            for slot in slots {
                guard let transfer = slot.transfer, !transfer.collector.hasBegun,
                    let deadline = transfer.firstByteDeadline, deadline <= now
                else { continue }
                release(slot)
                end(transfer, .failure(.noFirstByte(host: transfer.target.host)))
            }
            let silent = slots.compactMap(\.transfer).filter { !$0.collector.hasBegun }
            self.silenceDue = silent.compactMap(\.firstByteDeadline).min()
        }
        guard let next = self.silenceDue else { return Limits.maxPollMilliseconds }
        return min(Limits.maxPollMilliseconds, Int32(clamping: (next - now).clampedMilliseconds))
    }

    private func startWaiting() {
        while runningCount < options.limits.maxConcurrentTransfers, let next = waiting.popFirst() {
            start(next)
        }
    }

    /// Takes a handle out of libcurl's hands and back into the free list, with its connection left in the pool.
    private func release(_ slot: ExchangeSlot) {
        handles.remove(slot.easy)
        slot.vacate()
        idle.append(slot)
    }

    private func end(_ transfer: Transfer, _ result: Result<HTTPResponse, TransportError>) {
        transfer.stage = .ended
        transfer.finish(result)
    }

    /// Ends all exchanges with `closed` and frees their handles.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        for slot in slots {
            guard let transfer = slot.transfer else { continue }
            release(slot)
            end(transfer, .failure(.closed))
        }
        while let transfer = waiting.popFirst() {
            end(transfer, .failure(.closed))
        }
        slots.forEach { $0.free() }
        slots.removeAll()
        idle.removeAll()
    }
}
