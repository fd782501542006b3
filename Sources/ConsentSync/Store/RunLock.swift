import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The right to change a store: one process at a time holds it.
///
/// It is a lock on the file `<store>.lock`, which the system gives back however the process ends, SIGKILL and power cut
/// included; so a lock file that is left behind means nothing and need not be removed. The file holds the number of
/// the process, for the sentence that the next one gets. It works on local disks; network file systems may not keep it.
public final class RunLock: Sendable {
    private let file: FileHandle

    /// Takes the lock of a store's file.
    ///
    /// - Throws: ``StoreError``: ``StoreError/Code/inUse`` where another has it, ``StoreError/Code/folderMissing`` or
    ///   ``StoreError/Code/readOnly`` where the lock file cannot be made.
    public init(store path: String) throws(StoreError) {
        let lockPath = path + ".lock"
        try StorePath(path).checkFolder()
        do {
            // Never replaces a file: a second process must meet the same one, or both would get a lock.
            try Data().write(to: URL(fileURLWithPath: lockPath), options: .withoutOverwriting)
        } catch {
            guard FileManager.default.fileExists(atPath: lockPath) else {
                throw StoreError(.readOnly, "Cannot make \(lockPath): make its folder writable for this user")
            }
        }
        guard let file = FileHandle(forUpdatingAtPath: lockPath) else {
            throw StoreError(.readOnly, "Cannot write \(lockPath): make it writable for this user")
        }
        guard flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Self.inUse(lockPath: lockPath, holder: Self.holder(in: file))
        }
        // A child that outlives this process must not inherit the lock.
        _ = fcntl(file.fileDescriptor, F_SETFD, FD_CLOEXEC)
        self.file = file
        writeHolder()
    }

    deinit {
        // Let go before closing: a child that is just being started has the file open until it runs its own program.
        _ = flock(file.fileDescriptor, LOCK_UN)
        try? file.close()
    }

    /// The number is only for people, so failing to write it does not matter.
    private func writeHolder() {
        try? file.truncate(atOffset: 0)
        try? file.write(contentsOf: Data("\(ProcessInfo.processInfo.processIdentifier)\n".utf8))
    }

    private static func holder(in file: FileHandle) -> Int? {
        guard let text = try? file.read(upToCount: 32) else { return nil }
        return Int(String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private static func inUse(lockPath: String, holder: Int?) -> StoreError {
        let process = holder.map { "Process \($0)" } ?? "Another process"
        return StoreError(
            .inUse,
            "\(process) is working on this store (it holds \(lockPath)); wait until it is done, or stop it"
        )
    }
}
