import CLibcurl

/// The exchanges of one client: those that libcurl works on, and those that wait in line.
///
/// Only the loop's thread touches it, and never from within itself: libcurl's callbacks reach the slots only. So the
/// run-time checks of exclusive access, which cost more than the accesses, are left out.
final class Exchanges {
    private let options: CurlClient.Options
    private let handles: CurlHandles
    /// The fixed answers of name resolution, which libcurl points to.
    private let resolved: StringList?
    @exclusivity(unchecked) private var slots: [ExchangeSlot] = []
    @exclusivity(unchecked) private var idle: [ExchangeSlot] = []
    @exclusivity(unchecked) private var waiting = TransferQueue()
    private var isClosed = false
    /// Until when the first bytes of those must come that begin in this round of the thread: one look at the clock for all
    /// of them.
    @exclusivity(unchecked) private var roundDeadline: ContinuousClock.Instant?
    /// The first moment at which an exchange may have been without a first byte for too long.
    @exclusivity(unchecked) private var silenceDue: ContinuousClock.Instant?

    init(options: CurlClient.Options, handles: CurlHandles) {
        self.options = options
        self.handles = handles
        resolved = options.resolved.isEmpty ? nil : StringList(options.resolved)
    }

    /// How many wait in line.
    var waitingCount: Int { waiting.count }

    /// Whether nothing runs or waits.
    var isIdle: Bool { runningCount == 0 && waiting.count == 0 }

    private var runningCount: Int { slots.count - idle.count }

    /// Begins an exchange, or puts it in line.
    func begin(_ transfer: Transfer, _ waiter: Transfer.Waiter) {
        // The cancel may have come first: its task and this one race for the thread.
        guard case .made = transfer.stage else {
            waiter.resume(returning: .failure(.cancelled))
            return
        }
        transfer.waiter = waiter
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

    /// Ends an exchange early, unless it has already ended.
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

    /// Lets an exchange go on that waits for the reader of its body.
    func resume(_ transfer: Transfer) {
        guard case .running(let slot) = transfer.stage, let pipe = transfer.pipe, pipe.isPaused else { return }
        pipe.isPaused = false
        // libcurl hands over what it kept at once, so that a limit can be crossed in here.
        let code = slot.easy.resume()
        guard code != CURLE_OK else { return }
        let error = transfer.error(in: slot, code: code)
        release(slot)
        end(transfer, .failure(error))
        startWaiting()
    }

    /// Lets libcurl work and hands out what is finished. Returns for how many milliseconds the thread may sleep.
    func pump() -> Int32 {
        // What follows is another round: the thread may sleep before it.
        defer { roundDeadline = nil }
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
        let deadline = firstByteDeadline()
        transfer.firstByteDeadline = deadline
        // Those that began earlier are due earlier.
        if silenceDue == nil { silenceDue = deadline }
        if handles.add(slot.easy) != CURLM_OK {
            release(slot)
            end(transfer, .failure(.outOfMemory))
        }
    }

    private func startWaiting() {
        while runningCount < options.limits.maxConcurrentTransfers, let next = waiting.popFirst() {
            start(next)
        }
    }

    private func makeSlot() -> ExchangeSlot? {
        guard let slot = ExchangeSlot(options, handles: handles, resolved: resolved) else { return nil }
        slots.append(slot)
        return slot
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

    private func firstByteDeadline() -> ContinuousClock.Instant {
        if let roundDeadline { return roundDeadline }
        let deadline = ContinuousClock.now + options.limits.firstByteTimeout
        roundDeadline = deadline
        return deadline
    }

    /// Ends what has had no first byte in time, for which libcurl has no clock. Returns the time to the next such end.
    ///
    /// It looks at the exchanges only once one may be due: most have long ended by then.
    private func endSilent() -> Int32 {
        guard let silenceDue else { return Limits.maxPollMilliseconds }
        let now = ContinuousClock.now
        if silenceDue <= now {
            for slot in slots {
                guard let transfer = slot.transfer, !slot.collector.hasBegun,
                    let deadline = transfer.firstByteDeadline, deadline <= now
                else { continue }
                release(slot)
                end(transfer, .failure(.noFirstByte(host: transfer.target.host)))
            }
            let silent = slots.filter { !$0.collector.hasBegun }.compactMap(\.transfer)
            self.silenceDue = silent.compactMap(\.firstByteDeadline).min()
        }
        guard let next = self.silenceDue else { return Limits.maxPollMilliseconds }
        return min(Limits.maxPollMilliseconds, Int32(clamping: (next - now).clampedMilliseconds))
    }
}
