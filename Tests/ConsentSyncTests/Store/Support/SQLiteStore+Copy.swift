import GRDB

@testable import ConsentSync

extension SQLiteStore {
    /// A copy of the whole store, to be tampered with.
    func scratchCopy() throws -> SQLiteStore {
        let copy = try SQLiteStore.temporary()
        try database.backup(to: copy.database)
        return copy
    }
}
