import CurlMemory
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The one thread on which a loop and its multi handle live, as the loop's executor.
///
/// It runs the actor's jobs and those of tasks that prefer it (``CurlTasks``), lets libcurl work, and sleeps in
/// `curl_multi_poll`. So whatever touches the handle is isolated to the actor and checked by the compiler, and no thread
/// of the cooperative pool ever blocks.
///
/// Unchecked: the inbox is behind a lock, `own` and `batch` are touched on the thread only, the rest is set before the thread starts.
final class CurlThread: SerialExecutor, @unchecked Sendable {
    /// A piece of work, and as what it runs: the runtime switches executors wherever code finds itself on another one
    /// than it belongs to, and each switch costs another job.
    private enum Job {
        case ofActor(UnownedJob)
        case ofTask(UnownedJob)
    }

    private struct Inbox {
        var jobs: [Job] = []
        var isAsleep = false
        var isStopped = false
        var endWaiters: [CheckedContinuation<Void, Never>] = []
        var hasEnded = false
    }

    private let handles: CurlHandles
    private let inbox = Mutex(Inbox())
    /// Jobs that come from the thread itself, which need no lock and wake nobody.
    @exclusivity(unchecked) private var own: [Job] = []
    /// Jobs that are being run.
    @exclusivity(unchecked) private var batch: [Job] = []
    private let threadNumber = Atomic<UInt>(0)
    private weak var loop: CurlLoop?
    private var tasks: UnownedTaskExecutor?

    /// Takes over the handles, which it frees when the thread ends.
    init(handles: CurlHandles) {
        self.handles = handles
    }

    /// Starts the thread. It holds the loop weakly and this object strongly, until `stop`. Whoever has a task for `tasks`
    /// keeps that alive.
    func start(for loop: CurlLoop, tasks: CurlTasks) throws(TransportError) {
        self.loop = loop
        self.tasks = tasks.asUnownedTaskExecutor()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let context = Unmanaged.passRetained(self)
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let code = pthread_create(&thread, &attributes, runCurlThread, context.toOpaque())
        guard code == 0 else {
            context.release()
            throw TransportError(.library, "No thread for HTTP could be started; raise the limit of processes.")
        }
    }

    /// Queues a job of the actor.
    func enqueue(_ job: consuming ExecutorJob) {
        enqueue(.ofActor(UnownedJob(job)))
    }

    /// Queues a job of a task that prefers this thread.
    fileprivate func enqueue(ofTask job: consuming ExecutorJob) {
        enqueue(.ofTask(UnownedJob(job)))
    }

    /// Wakes the thread only if it sleeps: each wake-up costs a system call.
    private func enqueue(_ job: Job) {
        if isCurrent {
            own.append(job)
            return
        }
        inbox.withLock { inbox in
            inbox.jobs.append(job)
            // Under the lock, because the thread frees the handle once it has seen the last job.
            if inbox.isAsleep {
                inbox.isAsleep = false
                handles.wake()
            }
        }
    }

    /// Whether the caller runs on this thread.
    var isCurrent: Bool { threadNumber.load(ordering: .relaxed) == currentThreadNumber() }

    /// Whether the caller runs on this thread.
    func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Traps unless the caller runs on this thread.
    func checkIsolated() {
        precondition(isCurrent, "the HTTP client was entered from another thread")
    }

    /// Lets the thread end after the job that calls this.
    func stop() {
        inbox.withLock { $0.isStopped = true }
    }

    /// Returns once the thread has freed the handles and is about to end.
    func waitUntilEnded() async {
        await withCheckedContinuation { continuation in
            let hasEnded = inbox.withLock { inbox in
                if !inbox.hasEnded {
                    inbox.endWaiters.append(continuation)
                }
                return inbox.hasEnded
            }
            if hasEnded {
                continuation.resume()
            }
        }
    }

    /// The life of the thread.
    fileprivate func run() {
        threadNumber.store(currentThreadNumber(), ordering: .relaxed)
        // Without the lists libcurl only takes longer.
        _ = curl_memory_begin()
        while runJobs() {
            let sleep = loop?.assumeIsolated { $0.pump() }
            if fallAsleep() {
                handles.poll(milliseconds: sleep ?? Limits.maxPollMilliseconds)
            }
        }
        let waiters = inbox.withLock { inbox in
            handles.free()
            curl_memory_end()
            inbox.hasEnded = true
            // The system may give the number to another thread.
            threadNumber.store(0, ordering: .relaxed)
            return inbox.endWaiters
        }
        waiters.forEach { $0.resume() }
    }

    /// Runs queued jobs until there are none; false once the thread shall end.
    private func runJobs() -> Bool {
        while true {
            // The two change places, so that neither gives up its memory.
            swap(&batch, &own)
            let isStopped = inbox.withLock { inbox in
                inbox.isAsleep = false
                batch.append(contentsOf: inbox.jobs)
                inbox.jobs.removeAll(keepingCapacity: true)
                return inbox.isStopped
            }
            guard !batch.isEmpty else { return !isStopped }
            for job in batch { run(job) }
            batch.removeAll(keepingCapacity: true)
        }
    }

    private func run(_ job: Job) {
        switch job {
        case .ofActor(let job): job.runSynchronously(on: asUnownedSerialExecutor())
        case .ofTask(let job):
            if let tasks { job.runSynchronously(on: tasks) }
        }
    }

    /// Announces that the thread is about to sleep; false if a job came in the meantime.
    private func fallAsleep() -> Bool {
        guard own.isEmpty else { return false }
        return inbox.withLock { inbox in
            inbox.isAsleep = inbox.jobs.isEmpty && !inbox.isStopped
            return inbox.isAsleep
        }
    }
}

/// The thread as an executor that tasks can prefer: they then go on where their answer came in, without a switch of
/// threads.
final class CurlTasks: TaskExecutor {
    private let thread: CurlThread

    init(on thread: CurlThread) {
        self.thread = thread
    }

    /// Queues a job of a task.
    func enqueue(_ job: consuming ExecutorJob) {
        thread.enqueue(ofTask: job)
    }
}

/// The entry point of the thread, in the shape that the platform wants.
#if canImport(Glibc)
    private let runCurlThread: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        guard let context else { return nil }
        Unmanaged<CurlThread>.fromOpaque(context).takeRetainedValue().run()
        return nil
    }
#else
    private let runCurlThread: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { context in
        Unmanaged<CurlThread>.fromOpaque(context).takeRetainedValue().run()
        return nil
    }
#endif

/// A number that no other running thread has.
private func currentThreadNumber() -> UInt {
    #if canImport(Glibc)
        pthread_self()
    #else
        UInt(bitPattern: pthread_self())
    #endif
}
