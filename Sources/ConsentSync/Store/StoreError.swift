/// Why a store could not be opened, read or written: a stable code and a sentence that says what to do.
///
/// The sentence may name the store's path. It never holds a subject's id, a record or any other stored value.
public struct StoreError: Error, Sendable, Hashable {
    /// The stable code of the error.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The folder that the store's file would be in does not exist.
        case folderMissing = "store-folder-missing"
        /// There is no store at the path, and this command does not make one.
        case storeMissing = "store-missing"
        /// The file or its folder cannot be written.
        case readOnly = "store-read-only"
        /// The file is no SQLite database, or another program's.
        case notADatabase = "store-not-a-database"
        /// A newer program has written the store.
        case newerSchema = "store-newer-schema"
        /// An older program has written the store, and this command may not bring it up to date.
        case olderSchema = "store-older-schema"
        /// Another process works on the store.
        case inUse = "store-in-use"
        /// The file is damaged.
        case corrupt = "store-corrupt"
        /// The disk is full.
        case full = "store-full"
        /// The database does not confirm that commits reach the disk.
        case notDurable = "store-not-durable"
        /// A value that no store can keep.
        case invalidInput = "store-invalid-input"
        /// The ledger's chain cannot be continued.
        case ledgerBroken = "store-ledger-broken"
        /// Reading or writing failed for another reason.
        case io = "store-io"
    }

    /// The stable code.
    public let code: Code
    /// What happened and what to do, for the operator.
    public let message: String

    /// An error from its parts.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension StoreError: CustomStringConvertible {
    /// The message, then the code in brackets.
    public var description: String { "\(message) [\(code.rawValue)]" }
}

extension StoreError.Code {
    /// Whether it may pass by itself, so that a process that runs for long tries again.
    public var mayPass: Bool {
        switch self {
        case .inUse, .full, .io: true
        case .folderMissing, .storeMissing, .readOnly, .notADatabase, .newerSchema, .olderSchema, .corrupt, .notDurable,
            .invalidInput, .ledgerBroken:
            false
        }
    }
}
