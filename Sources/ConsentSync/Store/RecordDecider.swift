public import ConsentTranslation

/// What becomes of a record that arrives where one is kept already.
public enum RecordResolution: Sendable, Hashable {
    /// It says what is kept already; nothing is written.
    case identical
    /// It is older than what is kept; nothing is written, and it is counted.
    case older
    /// This record takes the place of what is kept. It has the same subject, adapter and regulation.
    case replace(StoredRecord)
}

/// The rules by which a store applies records: pure functions of what is stored, without clock or I/O of their own.
///
/// A store calls them inside its transaction, so that what they decide on cannot change under them.
public protocol RecordDecider: Sendable {
    /// Says which of two records of one subject, adapter and regulation is kept.
    ///
    /// To make redelivery and reordering harmless, the answer must depend on the two records alone.
    ///
    /// - Throws: Any error; the store then writes nothing of the batch and passes the error on.
    func resolve(existing: StoredRecord, incoming: StoredRecord) throws -> RecordResolution

    /// Derives a subject's permissions from its records, which come ordered by adapter and regulation.
    ///
    /// - Throws: Any error; the store then writes nothing of the batch and passes the error on.
    func state(of subject: SubjectID, records: [StoredRecord]) throws -> SubjectState
}
