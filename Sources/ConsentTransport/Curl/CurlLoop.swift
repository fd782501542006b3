import CLibcurl

/// The way to all exchanges of a client, isolated to its own thread.
///
/// It is kept apart from the client, which is a plain value: the release compiler (6.3) cannot read a public actor with
/// an isolated deinit from another module.
actor CurlLoop {
    nonisolated let thread: CurlThread
    /// Where tasks run that prefer the loop's thread.
    nonisolated let tasks: CurlTasks
    /// Unsafe only for ``begin(_:_:)``, which looks at the thread itself.
    private nonisolated(unsafe) let exchanges: Exchanges

    /// The loop's own thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Takes over the handles and starts the thread.
    init(options: CurlClient.Options, handles: CurlHandles) throws(TransportError) {
        exchanges = Exchanges(options: options, handles: handles)
        thread = CurlThread(handles: handles)
        tasks = CurlTasks(on: thread)
        try thread.start(for: self, tasks: tasks)
    }

    isolated deinit {
        exchanges.close()
        thread.stop()
    }

    /// How many exchanges wait in line.
    var waitingCount: Int { exchanges.waitingCount }

    /// Whether nothing runs or waits.
    var isIdle: Bool { exchanges.isIdle }

    /// Begins an exchange and resumes its waiter when it has ended.
    ///
    /// On the loop's own thread at once: an actor's call would queue one job for the way in and one for the way back.
    nonisolated func begin(_ transfer: Transfer, _ waiter: Transfer.Waiter) {
        if thread.isCurrent {
            exchanges.begin(transfer, waiter)
        } else {
            Task { await enter(transfer, waiter) }
        }
    }

    private func enter(_ transfer: Transfer, _ waiter: Transfer.Waiter) {
        exchanges.begin(transfer, waiter)
    }

    /// Ends an exchange early. One that has already ended is left alone, so a late cancel leaves no trace.
    func cancel(_ transfer: Transfer) {
        exchanges.cancel(transfer)
    }

    /// The next bytes of a streamed body, or its end. Taking them lets a paused exchange go on.
    func read(_ transfer: Transfer) async -> BodyPipe.Step {
        if let step = transfer.pipe?.next() {
            exchanges.resume(transfer)
            return step
        }
        return await withCheckedContinuation { transfer.pipe?.wait($0) }
    }

    /// Lets libcurl work and hands out what is finished. Called by the thread between jobs.
    ///
    /// Returns for how many milliseconds the thread may sleep.
    func pump() -> Int32 { exchanges.pump() }

    /// Ends all exchanges with `closed` and frees their handles.
    func close() {
        exchanges.close()
    }
}
