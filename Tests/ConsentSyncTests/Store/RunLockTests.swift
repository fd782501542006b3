import ConsentSync
import Foundation
import Testing

@Suite("One process at a time works on a store")
struct RunLockTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("the second lock is refused and says which process has the first")
    func secondIsRefused() throws {
        let first = try RunLock(store: folder.file())
        let error = #expect(throws: StoreError.self) { try RunLock(store: folder.file()) }
        #expect(error?.code == .inUse)
        let process = ProcessInfo.processInfo.processIdentifier
        #expect(error?.message.hasPrefix("Process \(process) is working on this store") == true)
        withExtendedLifetime(first) {}
    }

    @Test("a lock that was let go can be taken again, and the file that is left behind does not matter")
    func release() throws {
        for _ in 0..<3 {
            let lock = try RunLock(store: folder.file())
            withExtendedLifetime(lock) {}
        }
        #expect(FileManager.default.fileExists(atPath: folder.file("consent.db.lock")))
    }

    @Test("stores in one folder have locks of their own")
    func differentStores() throws {
        let locks = [try RunLock(store: folder.file("a.db")), try RunLock(store: folder.file("b.db"))]
        #expect(locks.count == 2)
    }

    @Test("a missing folder is named with the command that makes it")
    func folderMissing() {
        let error = #expect(throws: StoreError.self) { try RunLock(store: folder.file("none/consent.db")) }
        #expect(error?.code == .folderMissing)
        #expect(error?.message.contains("mkdir -p") == true)
    }

    private static let flockTool = "/usr/bin/flock"

    @Test(
        "SIGKILL gives the lock of another process back",
        .enabled(if: FileManager.default.isExecutableFile(atPath: flockTool))
    )
    func killedHolder() throws {
        _ = try RunLock(store: folder.file())
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/bin/sh")
        holder.arguments = [
            "-c", "exec 9<>\"$0\"; \(Self.flockTool) -n 9 && echo $$ >&9 && echo locked && exec sleep 600",
            folder.file("consent.db.lock"),
        ]
        let output = Pipe()
        holder.standardOutput = output
        try holder.run()
        #expect(try output.fileHandleForReading.read(upToCount: 7) == Data("locked\n".utf8))
        let error = #expect(throws: StoreError.self) { try RunLock(store: folder.file()) }
        #expect(error?.code == .inUse)
        #expect(error?.message.contains("Process \(holder.processIdentifier) ") == true)

        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        let lock = try RunLock(store: folder.file())
        withExtendedLifetime(lock) {}
    }
}
