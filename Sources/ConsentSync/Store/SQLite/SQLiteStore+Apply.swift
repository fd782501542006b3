import GRDB

extension SQLiteStore: ConsentStore {
    /// Implements ``ConsentStore/apply(_:deciding:)``.
    @discardableResult
    public func apply(_ batch: Batch, deciding decider: any RecordDecider) async throws -> BatchOutcome {
        try batch.validate()
        return try await write { db in
            var writer = try BatchWriter(db, batch: batch)
            return try writer.write(deciding: decider)
        }
    }

    /// Implements ``ConsentStore/revise(_:deciding:)``.
    @discardableResult
    public func revise(_ revision: Revision, deciding decider: any RecordDecider) async throws -> RevisionOutcome {
        try revision.validate()
        return try await write { db in
            var writer = try RevisionWriter(db, revision: revision)
            return try writer.write(deciding: decider)
        }
    }
}
