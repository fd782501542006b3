import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Process {
    /// Starts the process with no signal blocked.
    ///
    /// The threads of Dispatch block nearly all of them, and a process inherits what the thread blocks that starts it. It
    /// would not hear that it is asked to end, nor that a child of its own has ended.
    func runHearingSignals() throws {
        var (none, before) = (sigset_t(), sigset_t())
        _ = unsafe sigemptyset(&none)
        _ = unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
