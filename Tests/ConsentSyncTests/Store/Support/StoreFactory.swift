import ConsentSync
import Testing

/// A kind of store that must pass the law tests. A new kind adds itself to ``all``, and every law runs on it.
struct StoreFactory: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Makes an empty store, which may keep its files in the folder.
    let make: @Sendable (TemporaryFolder) async throws -> any ConsentStore

    static let all = [
        StoreFactory(testDescription: "SQLite file") { try SQLiteStore(path: $0.file()) },
        StoreFactory(testDescription: "SQLite, temporary") { _ in try SQLiteStore.temporary() },
        StoreFactory(testDescription: "memory") { _ in MemoryStore() },
    ]
}
