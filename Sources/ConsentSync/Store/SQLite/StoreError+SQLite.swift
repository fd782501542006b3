import GRDB

extension StoreError {
    /// The sentence for whatever opening or using a database threw.
    ///
    /// SQLite's own words are left out, since they and GRDB's description may repeat stored values.
    init(wrapping error: any Error, store name: String) {
        switch error {
        case let error as StoreError:
            self = error
        case let error as DatabaseError:
            self.init(database: error, store: name)
        case is RowDecodingError:
            self.init(.corrupt, "\(name) holds a value of the wrong type; restore a copy of it")
        default:
            self.init(.io, "\(name) could not be used (\(type(of: error)))")
        }
    }

    private init(database error: DatabaseError, store name: String) {
        switch error.resultCode {
        case .SQLITE_NOTADB:
            self.init(.notADatabase, "\(name) is a file, but no database; choose another path, or move the file away")
        case .SQLITE_CORRUPT, .SQLITE_CONSTRAINT:
            self.init(.corrupt, "\(name) is damaged; restore a copy of it, or move it away and sync from the start")
        case .SQLITE_READONLY, .SQLITE_PERM:
            self.init(
                .readOnly,
                "\(name) or its folder is read-only; SQLite writes beside the file even to read, so make both writable"
            )
        case .SQLITE_CANTOPEN:
            self.init(
                .io,
                "\(name) cannot be opened; SQLite needs to read the file and to write beside it, so check the rights of both"
            )
        case .SQLITE_FULL:
            self.init(.full, "The disk of \(name) is full; make room and run again, nothing acknowledged is lost")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .inUse,
                "Another process has been writing to \(name) for too long; stop it, or wait until it is done"
            )
        default:
            self.init(.io, "\(name) could not be read or written (SQLite error \(error.extendedResultCode.rawValue))")
        }
    }
}

extension SQLiteStore {
    /// Reads in one transaction.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw translated(error)
        }
    }

    /// Writes in one transaction.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.write(body)
        } catch {
            throw translated(error)
        }
    }

    /// The store's own faults as ``StoreError``; cancellation and what a decider threw as they are.
    private func translated(_ error: any Error) -> any Error {
        error is DatabaseError || error is RowDecodingError ? StoreError(wrapping: error, store: name) : error
    }
}
